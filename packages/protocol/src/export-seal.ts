/**
 * The seal of an export: a member's identity signs the hash of its manifest (docs/spec, EXP-3).
 *
 *   body = CBOR [1, account, manifest hash (32), at (ms since 1970-01-01)]
 *   seal = CBOR [body, Ed25519 signature over context("export", practice, body)]
 *
 * Whoever has the export and the member's public key checks it without a vault. The key that travels beside it proves nothing by itself:
 * whoever changes an export can sign what they made with a key of their own.
 */

import { type AccountId, type Bytes, encodeCbor, type Hash, type PracticeId } from "@alcove/bytes";
import {
  context,
  type CryptoPort,
  type Signature,
  sign,
  type SigningKey,
  verify,
  type VerifyKey,
} from "@alcove/crypto";
import { anyBytes, bytes, index, parseAs, z } from "./schema.ts";

export type ExportSealBody = {
  readonly account: AccountId;
  /** `H` of `manifest.json` as it stands in the export. */
  readonly manifest: Hash;
  /** By the clock of whoever made the export. */
  readonly at: number;
};
export type ExportSeal = {
  readonly body: ExportSealBody;
  readonly bodyBytes: Bytes;
  readonly signature: Signature;
};

const bodySchema = z.tuple([z.literal(1), bytes<AccountId>(16), bytes<Hash>(32), index]);
const outerSchema = z.tuple([anyBytes, bytes<Signature>(64)]);

export async function sealExport(
  port: CryptoPort,
  identity: SigningKey,
  practice: PracticeId,
  { account, manifest, at }: ExportSealBody,
): Promise<Bytes> {
  const bodyBytes = encodeCbor([1, account, manifest, at]);
  return encodeCbor([bodyBytes, await sign(port, identity, context("export", practice, bodyBytes))]);
}

/** `undefined`: not a seal of this version. Says nothing about who signed. */
export function parseExportSeal(encoded: Uint8Array): ExportSeal | undefined {
  const outer = parseAs(outerSchema, encoded);
  const value = outer && parseAs(bodySchema, outer[0]);
  if (!outer || !value) return undefined;
  const [, account, manifest, at] = value;
  return { body: { account, manifest, at }, bodyBytes: outer[0], signature: outer[1] };
}

export const isExportSealedBy = (
  port: CryptoPort,
  identity: VerifyKey,
  practice: Uint8Array,
  { bodyBytes, signature }: ExportSeal,
): Promise<boolean> => verify(port, identity, signature, context("export", practice, bodyBytes));
