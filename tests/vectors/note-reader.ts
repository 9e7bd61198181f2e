/**
 * A second reader of C2SP signed notes, written from c2sp.org/signed-note, to compare Alcove's checkpoints with.
 * Ed25519 keys only. Keys are in the form of golang.org/x/mod/sumdb/note: `name+keyHash+base64(0x01 || public key)`.
 */

import { createHash, createPublicKey, verify } from "node:crypto";

export type NoteKey = { readonly name: string; readonly keyHash: Buffer; readonly publicKey: Buffer };
export type OpenedNote = { readonly text: string; readonly verified: readonly string[] };

/** `undefined` when the key's hash isn't that of its name and bytes. */
export function parseNoteKey(text: string): NoteKey | undefined {
  const [, name, keyHash, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  if (name === undefined || keyHash === undefined || encoded === undefined) return undefined;
  const key = Buffer.from(encoded, "base64");
  if (key.length !== 33 || key[0] !== 1 || key.toString("base64") !== encoded) return undefined;
  const expected = createHash("sha256").update(`${name}\n`).update(key).digest().subarray(0, 4);
  return expected.toString("hex") === keyHash
    ? { name, keyHash: expected, publicKey: Buffer.from(key.subarray(1)) }
    : undefined;
}

/** `undefined` when the note is malformed, a known key's signature is wrong, or no known key has signed. */
export function openNote(note: Uint8Array, keys: readonly NoteKey[]): OpenedNote | undefined {
  let whole: string;
  try {
    whole = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(note);
  } catch {
    return undefined;
  }
  if ([...whole].some((character) => character < " " && character !== "\n")) return undefined;
  const split = whole.lastIndexOf("\n\n");
  if (split < 0) return undefined;
  const text = whole.slice(0, split + 1);
  const lines = whole.slice(split + 2).split("\n");
  if (lines.pop() !== "" || lines.length === 0 || lines.length > 100) return undefined;
  const verified: string[] = [];
  for (const line of lines) {
    const [, name, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
    if (name === undefined || encoded === undefined) return undefined;
    const bytes = Buffer.from(encoded, "base64");
    if (bytes.toString("base64") !== encoded || bytes.length < 5) return undefined;
    const key = keys.find((known) => known.name === name && known.keyHash.equals(bytes.subarray(0, 4)));
    if (key === undefined) continue;
    if (!verifyEd25519(key.publicKey, Buffer.from(text), bytes.subarray(4))) return undefined;
    verified.push(name);
  }
  return verified.length === 0 ? undefined : { text, verified };
}

function verifyEd25519(publicKey: Buffer, message: Buffer, signature: Buffer): boolean {
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), publicKey]);
  return verify(null, message, createPublicKey({ key: spki, format: "der", type: "spki" }), signature);
}
