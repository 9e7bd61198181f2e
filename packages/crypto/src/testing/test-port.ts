/** The crypto port for tests: the platform's real WebCrypto and Argon2id, and randomness that a seed can fix. */

import { argon2, createHash, getRandomValues, webcrypto } from "node:crypto";
import type { Bytes } from "@alcove/bytes";
import type { CryptoPort, Subtle } from "../port.ts";
import { createHpke } from "../primitives/hpke.ts";

/**
 * With a seed, `random` gives the same bytes in the same order: SHA-256(seed || call number || block number). What HPKE
 * draws for itself can't be fixed.
 */
export async function testPort(seed?: string): Promise<CryptoPort> {
  return {
    hpke: await createHpke(),
    subtle: webcrypto.subtle as unknown as Subtle,
    random: seed === undefined ? (length) => getRandomValues(new Uint8Array(length)) : seededRandom(seed),
    argon2id: (message, nonce, { memoryKiB: memory, passes, lanes: parallelism }) =>
      new Promise<Bytes>((resolve, reject) => {
        const parameters = { message, nonce, memory, passes, parallelism, tagLength: 32 };
        argon2("argon2id", parameters, (error, tag) => (error ? reject(error) : resolve(new Uint8Array(tag))));
      }),
  };
}

function seededRandom(seed: string): (length: number) => Bytes {
  let call = 0;
  return (length) => {
    call++;
    const out = new Uint8Array(length);
    for (let at = 0; at < length; at += 32) {
      const block = createHash("sha256")
        .update(`${seed}/${call}/${at / 32}`)
        .digest();
      out.set(block.subarray(0, Math.min(32, length - at)), at);
    }
    return out;
  };
}
