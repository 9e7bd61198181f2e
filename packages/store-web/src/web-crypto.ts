/** The crypto port in browsers: WebCrypto for what it has, WASM for Argon2id. Needs a secure context (https, localhost). */

import { type Bytes, copyBytes } from "@alcove/bytes";
import { type CryptoPort, createHpke, type Subtle } from "@alcove/crypto";
import { argon2id } from "hash-wasm";

/** In a worker only: Argon2id blocks its thread for as long as it takes. */
export async function webCryptoPort(): Promise<CryptoPort> {
  return {
    hpke: await createHpke(),
    subtle: crypto.subtle as unknown as Subtle,
    random: (length) => randomBytes(length),
    argon2id: async (password, salt, cost) =>
      copyBytes(
        await argon2id({
          password,
          salt,
          parallelism: cost.lanes,
          memorySize: cost.memoryKiB,
          iterations: cost.passes,
          hashLength: 32,
          outputType: "binary",
        }),
      ),
  };
}

/** WebCrypto gives at most this many bytes a call. */
const randomBytesAtOnce = 65_536;

function randomBytes(length: number): Bytes {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += randomBytesAtOnce) {
    crypto.getRandomValues(bytes.subarray(at, at + randomBytesAtOnce));
  }
  return bytes;
}
