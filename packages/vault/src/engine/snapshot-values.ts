/** What the parts of a sealed snapshot are read with. Its shapes were this device's own: nothing is checked again. */

import type { CborValue } from "@alcove/bytes";
import { type CryptoPort, importVerifyKeyAgain, type PublicKey, type VerifyKey } from "@alcove/crypto";

export type Tuple = readonly (CborValue | never)[];

export async function readKey(crypto: CryptoPort, raw: CborValue | undefined): Promise<VerifyKey> {
  return importVerifyKeyAgain(crypto, raw as PublicKey);
}
