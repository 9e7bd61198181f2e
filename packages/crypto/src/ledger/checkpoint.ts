/**
 * Checkpoints: a practice's tree size and root, signed by its server (C2SP tlog-checkpoint in a C2SP signed note).
 *
 *   <origin>\n<size>\n<root, base64>\n\n— <origin> <base64(key hash (4) || Ed25519 signature (64))>\n
 *
 * Further signature lines (witnesses) are kept and passed over. Signed notes have their own domain separation: the
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
import { sign, type SigningKey, verify, type VerifyKey } from "../primitives/sign.ts";

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
export async function openCheckpoint(
  port: CryptoPort,
  key: VerifyKey,
  practice: PracticeId,
  note: string,
): Promise<Checkpoint | undefined> {
  const origin = ledgerOrigin(practice);
  if (note.length > maxNoteLength) return undefined;
  const parts = notePattern.exec(note);
  if (parts === null || parts[2] !== origin) return undefined;
  const [, text = "", , size = "", root = "", signatures = ""] = parts;
  const rootBytes = fromBase64(root);
  if (rootBytes?.length !== 32 || !Number.isSafeInteger(Number(size))) return undefined;
  const expected = noteKeyHash(origin, key.publicKey);
  for (const line of signatures.split("\n")) {
    const [, name, encoded = ""] = line.split(" ");
    const bytes = name === origin ? fromBase64(encoded) : undefined;
    if (bytes?.length !== 68 || !equalBytes(bytes.subarray(0, 4), expected)) continue;
    if (!(await verify(port, key, bytes.subarray(4), utf8(text)))) return undefined;
    return { size: Number(size), root: asHash(rootBytes) };
  }
  return undefined;
}

/** C2SP signed-note: SHA-256(name || 0x0A || 0x01 || public key), first 4 bytes; 0x01 is Ed25519. */
export function noteKeyHash(name: string, publicKey: Uint8Array): Bytes {
  return hash(concatBytes(utf8(name), new Uint8Array([0x0a, 0x01]), publicKey)).slice(0, 4);
}
