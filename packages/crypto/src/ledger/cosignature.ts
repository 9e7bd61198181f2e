/**
 * Cosignatures: a witness says that, as of its own clock, this checkpoint's tree is the largest that it has seen of the log, and
 * continues all it saw before (C2SP tlog-cosignature, Ed25519).
 *
 *   — <witness> <base64(key hash (4) || seconds since 1970 (8, big-endian) || Ed25519 signature (64))>\n
 *
 * Signed is "cosignature/v1\ntime <seconds>\n" and the checkpoint's three lines.
 */

import { type Bytes, concatBytes, toBase64, u64, utf8 } from "@alcove/bytes";
import type { CryptoPort } from "../port.ts";
import { sign, type SigningKey, verify, type VerifyKey } from "../primitives/sign.ts";
import { noteKeyHash, type NoteParts, signaturesBy } from "./checkpoint.ts";

export type Witness = { readonly name: string; readonly key: VerifyKey };

/** The signature line, with its newline. `text`: the checkpoint's three lines; `at`: seconds since 1970. */
export async function cosign(
  port: CryptoPort,
  { name, key }: { readonly name: string; readonly key: SigningKey },
  text: string,
  at: number,
): Promise<string> {
  const signature = await sign(port, key, signedText(text, at));
  return `— ${name} ${toBase64(concatBytes(noteKeyHash(name, key.publicKey, "cosignature"), u64(at), signature))}\n`;
}

/** When this witness cosigned it, in seconds since 1970, the newest of several; `undefined`: it did not. */
export async function cosignedAt(
  port: CryptoPort,
  { name, key }: Witness,
  note: NoteParts,
): Promise<number | undefined> {
  let newest: number | undefined;
  for (const line of signaturesBy(note, { name, publicKey: key.publicKey, type: "cosignature" })) {
    if (line.length !== 72) continue;
    const at = Number(new DataView(line.buffer, line.byteOffset).getBigUint64(0));
    if (!Number.isSafeInteger(at) || (newest !== undefined && at <= newest)) continue;
    if (await verify(port, key, line.subarray(8), signedText(note.text, at))) newest = at;
  }
  return newest;
}

const signedText = (text: string, at: number): Bytes => utf8(`cosignature/v1\ntime ${at}\n${text}`);
