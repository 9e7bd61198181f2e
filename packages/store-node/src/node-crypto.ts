/** The crypto port on Node: WebCrypto for what it has, `node:crypto` for Argon2id. */

import { argon2, randomFillSync, webcrypto } from "node:crypto";
import type { Bytes } from "@alcove/bytes";
import { type CryptoPort, createHpke, type Subtle } from "@alcove/crypto";

export async function nodeCryptoPort(): Promise<CryptoPort> {
  return {
    hpke: await createHpke(),
    subtle: webcrypto.subtle as unknown as Subtle,
    random: (length) => randomFillSync(new Uint8Array(length)),
    argon2id: (password, salt, cost) =>
      new Promise<Bytes>((resolve, reject) => {
        const parameters = {
          message: password,
          nonce: salt,
          parallelism: cost.lanes,
          tagLength: 32,
          memory: cost.memoryKiB,
          passes: cost.passes,
        };
        argon2("argon2id", parameters, (error, tag) => (error ? reject(error) : resolve(new Uint8Array(tag))));
      }),
  };
}
