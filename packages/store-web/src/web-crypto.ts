/** The crypto port in browsers: WebCrypto for what it has, WASM for Argon2id. Needs a secure context (https, localhost). */

import { type Bytes, copyBytes } from "@alcove/bytes";
import { type CryptoPort, createHpke, type Hpke, type Subtle } from "@alcove/crypto";

/** In a worker only: Argon2id blocks its thread for as long as it takes. */
export async function webCryptoPort(): Promise<CryptoPort> {
  return {
    hpke: lazyHpke(),
    subtle: crypto.subtle as unknown as Subtle,
    random: (length) => randomBytes(length),
    async argon2id(password, salt, cost) {
      // Loaded with the first passphrase, not with the first page.
      const { argon2id } = await import("hash-wasm");
      const hash = await argon2id({
        password,
        salt,
        parallelism: cost.lanes,
        memorySize: cost.memoryKiB,
        iterations: cost.passes,
        hashLength: 32,
        outputType: "binary",
      });
      return copyBytes(hash);
    },
  };
}

/** Asks the platform for ML-KEM, and loads it where there is none, with the first key that is delivered. */
function lazyHpke(): Hpke {
  let made: Promise<Hpke> | undefined;
  const hpke = () =>
    (made ??= createHpke().catch((error: unknown) => {
      // Without a network it may not be there yet; the next time it may.
      made = undefined;
      throw error;
    }));
  return {
    seal: async (...request) => (await hpke()).seal(...request),
    open: async (...request) => (await hpke()).open(...request),
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
