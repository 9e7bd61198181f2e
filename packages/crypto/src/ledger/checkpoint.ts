/**
 * Checkpoints: a practice's tree size and root, signed by its server (C2SP tlog-checkpoint in a C2SP signed note).
 *
 *   <origin>\n<size>\n<root, base64>\n\n— <origin> <base64(key hash (4) || Ed25519 signature (64))>\n
 *
 * Further signature lines (witnesses, `cosignature.ts`) are kept and passed over. Signed notes have their own domain separation: the
 * text itself, which no other Alcove signature begins with.
 */

import {
  asHash,
  type Bytes,
  concatBytes,
  equalBytes,
  fromBase64,
  type Hash,
  type PracticeId,
  toBase64,
  toHex,
  utf8,
} from "@alcove/bytes";
import type { CryptoPort } from "../port.ts";
import { hash } from "../primitives/hash.ts";
import { type PublicKey, sign, type SigningKey, verify, type VerifyKey } from "../primitives/sign.ts";

export type Checkpoint = { readonly size: number; readonly root: Hash };

/** Opaque: names the practice by its id, never by its name. */
export function ledgerOrigin(practice: PracticeId): string {
  return `alcove.invalid/ledger/${toHex(practice)}`;
}

export async function signCheckpoint(
  port: CryptoPort,
  key: SigningKey,
  practice: PracticeId,
  checkpoint: Checkpoint,
): Promise<string> {
  const origin = ledgerOrigin(practice);
  const text = `${origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`;
  const signature = await sign(port, key, utf8(text));
  return `${text}\n— ${origin} ${toBase64(concatBytes(noteKeyHash(origin, key.publicKey), signature))}\n`;
}

const maxNoteLength = 16_384;
const notePattern =
  /^(([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n)\n((?:— [^ \n]+ [A-Za-z0-9+/]+={0,2}\n)+)$/;

/** `undefined`: another practice's, not by the pinned key, or not well formed. */
export function openCheckpoint(
  port: CryptoPort,
  key: VerifyKey,
  practice: PracticeId,
  note: string,
): Promise<Checkpoint | undefined> {
  return openLogCheckpoint(port, key, ledgerOrigin(practice), note);
}

/** Of any log, by its origin: what a witness is shown. */
export async function openLogCheckpoint(
  port: CryptoPort,
  key: VerifyKey,
  origin: string,
  note: string,
): Promise<Checkpoint | undefined> {
  const parts = splitNote(note);
  if (parts?.origin !== origin) return undefined;
  for (const signature of signaturesBy(parts, { name: origin, publicKey: key.publicKey, type: "log" })) {
    if (signature.length !== 64) continue;
    return (await verify(port, key, signature, utf8(parts.text))) ? parts.checkpoint : undefined;
  }
  return undefined;
}

export type NoteParts = {
  /** What is signed: three lines, each with its newline. */
  readonly text: string;
  readonly origin: string;
  readonly checkpoint: Checkpoint;
  readonly signatures: readonly { readonly name: string; readonly bytes: Bytes }[];
};

/** `undefined`: no checkpoint of three lines in a signed note. Says nothing of its signatures. */
export function splitNote(note: string): NoteParts | undefined {
  const parts = note.length > maxNoteLength ? null : notePattern.exec(note);
  if (parts === null) return undefined;
  const [, text = "", origin = "", size = "", root = "", lines = ""] = parts;
  const rootBytes = fromBase64(root);
  if (rootBytes?.length !== 32 || !Number.isSafeInteger(Number(size))) return undefined;
  const signatures = lines.split("\n").flatMap((line) => {
    const [, name, encoded = ""] = line.split(" ");
    const bytes = fromBase64(encoded);
    return name !== undefined && bytes ? [{ name, bytes }] : [];
  });
  return { text, origin, checkpoint: { size: Number(size), root: asHash(rootBytes) }, signatures };
}

/** What stands in the lines under this key's name and hash, in their order. */
export function signaturesBy({ signatures }: NoteParts, by: NoteKey): Uint8Array[] {
  const expected = noteKeyHash(by.name, by.publicKey, by.type);
  return signatures
    .filter(({ name, bytes }) => name === by.name && equalBytes(bytes.subarray(0, 4), expected))
    .map(({ bytes }) => bytes.subarray(4));
}

/** As C2SP signed-note numbers what an Ed25519 key is for: a log's own signature, or a witness's cosignature/v1. */
export const noteKeyTypes = { log: 0x01, cosignature: 0x04 } as const;
export type NoteKeyType = keyof typeof noteKeyTypes;
export type NoteKey = { readonly name: string; readonly publicKey: PublicKey; readonly type: NoteKeyType };

/** C2SP signed-note: SHA-256(name || 0x0A || type || public key), first 4 bytes. */
export function noteKeyHash(name: string, publicKey: Uint8Array, type: NoteKeyType = "log"): Bytes {
  return hash(concatBytes(utf8(name), new Uint8Array([0x0a, noteKeyTypes[type]]), publicKey)).slice(0, 4);
}

/** A key in one line, as C2SP signed-note has it: `name+hash+base64(type || public key)`. */
export function encodeNoteKey({ name, publicKey, type }: NoteKey): string {
  const material = concatBytes(new Uint8Array([noteKeyTypes[type]]), publicKey);
  return `${name}+${toHex(noteKeyHash(name, publicKey, type))}+${toBase64(material)}`;
}

/** Visible ASCII without the plus that parts a key's line. */
export const noteKeyName = /^[!-*,-~]{1,200}$/;

/** `undefined`: not such a line, of a name that is too long or odd, of another type, or with a wrong hash. */
export function parseNoteKey(line: string, type: NoteKeyType): NoteKey | undefined {
  const [, name = "", keyHash, encoded = ""] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
  const material = fromBase64(encoded);
  if (!noteKeyName.test(name) || material?.length !== 33 || material[0] !== noteKeyTypes[type]) return undefined;
  const publicKey = material.slice(1) as unknown as PublicKey;
  return toHex(noteKeyHash(name, publicKey, type)) === keyHash ? { name, publicKey, type } : undefined;
}
