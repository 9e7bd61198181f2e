/** The crypto port that Alcove runs on in Node, for running vectors through Alcove's own functions. */

import type { CryptoPort, Subtle } from "@alcove/crypto";
// The one file: the package's index brings databases along.
import { nodeCryptoPort } from "../../packages/store-node/src/node-crypto.ts";

/** The real port, with some of `SubtleCrypto` replaced by another implementation under test. */
export async function portOver(subtle: Partial<Subtle> = {}): Promise<CryptoPort> {
  const port = await nodeCryptoPort();
  const own: Subtle = port.subtle;
  return {
    ...port,
    subtle: {
      importKey: own.importKey.bind(own),
      encrypt: own.encrypt.bind(own),
      decrypt: own.decrypt.bind(own),
      deriveBits: own.deriveBits.bind(own),
      digest: own.digest.bind(own),
      sign: own.sign.bind(own),
      verify: own.verify.bind(own),
      ...subtle,
    },
  };
}
