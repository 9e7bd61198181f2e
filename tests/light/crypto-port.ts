/**
 * The real crypto port with the real Argon2id in a thousandth of its memory, for tests that unlock again and again and are
 * not about its cost. Different costs stay different.
 */

import type { CryptoPort } from "@alcove/crypto";
import { nodeCryptoPort } from "@alcove/store-node";

export async function lightCryptoPort(): Promise<CryptoPort> {
  const port = await nodeCryptoPort();
  return {
    ...port,
    argon2id: (password, salt, { memoryKiB, ...cost }) =>
      port.argon2id(password, salt, { ...cost, memoryKiB: Math.max(8 * cost.lanes, memoryKiB / 1024) }),
  };
}
