/** The real crypto port with the real Argon2id at a small cost: a fault loop unlocks hundreds of times. */

import type { CryptoPort } from "@alcove/crypto";
import { nodeCryptoPort } from "@alcove/store-node";

export async function lightCryptoPort(): Promise<CryptoPort> {
  const port = await nodeCryptoPort();
  return {
    ...port,
    argon2id: (password, salt) => port.argon2id(password, salt, { memoryKiB: 64, passes: 1, lanes: 1 }),
  };
}
