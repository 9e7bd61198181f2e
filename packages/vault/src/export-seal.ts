/** The seal of an export, read without a vault by whoever has the export (docs/spec, EXP-5). */

import { equalBytes, fromHex } from "@alcove/bytes";
import { type CryptoPort, hash, importVerifyKey } from "@alcove/crypto";
import { isExportSealedBy, parseExportSeal } from "@alcove/protocol";
import type { SealedExport } from "./facade.ts";

/**
 * Whether the identity that the seal names sealed this manifest, and when, by its device's clock. `undefined`: it did not. Whose
 * identity that is, the practice has to say by another way.
 */
export async function checkExportSeal(
  crypto: CryptoPort,
  { practice, identity, signed }: SealedExport,
  manifest: Uint8Array,
): Promise<{ readonly at: number } | undefined> {
  const [place, publicKey, bytes] = [fromHex(practice), fromHex(identity), fromHex(signed)];
  const key = publicKey && (await importVerifyKey(crypto, publicKey));
  const seal = bytes && parseExportSeal(bytes);
  if (place?.length !== 16 || !key || !seal || !(await isExportSealedBy(crypto, key, place, seal))) return undefined;
  return equalBytes(seal.body.manifest, hash(manifest)) ? { at: seal.body.at } : undefined;
}
