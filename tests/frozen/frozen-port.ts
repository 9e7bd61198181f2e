/**
 * A crypto port whose every random choice comes from one seed, HPKE's included: the same calls give the same bytes, so
 * what Alcove writes today can be compared with what it wrote when the formats were frozen.
 */

import { type Bytes, concatBytes } from "@alcove/bytes";
import type { CryptoPort } from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";

/** `of`: what came later has its own, so that nothing of before moves. */
export async function frozenPort(of = "alcove frozen formats, protocol version 1"): Promise<CryptoPort> {
  const port = await testPort(of);
  const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  return {
    ...port,
    hpke: {
      // Sealed by a second implementation, whose randomness can be given; opened by Alcove's own.
      async seal(to, info, plaintext) {
        const recipientPublicKey = await suite.kem.deserializePublicKey(to);
        const sender = await suite.createSenderContext({ recipientPublicKey, info, ekm: port.random(64) });
        return concatBytes(new Uint8Array(sender.enc), new Uint8Array(await sender.seal(plaintext))) as Bytes;
      },
      open: (seed, info, sealed) => port.hpke.open(seed, info, sealed),
    },
  };
}
