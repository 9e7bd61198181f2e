/** What a crypto port is asked to do, in Node and in Chromium alike; bytes go as hex between the two. */

import { type Bytes, fromHex, toHex } from "@alcove/bytes";
import {
  type CryptoPort,
  hkdf,
  importSealKey,
  importSigningKey,
  importVerifyKey,
  open,
  seal,
  type SealingPublicKey,
  type SealingSeed,
  sealingPublicKeyOf,
  sign,
  type SigningSeed,
  startHash,
  verify,
} from "@alcove/crypto";

function bytes(hex: string): Bytes {
  const parsed = fromHex(hex);
  if (!parsed) throw new Error("the test gave no hex");
  return parsed;
}
const hexOr = (found: Uint8Array | undefined) => (found === undefined ? "refused" : toHex(found));

/** Each function makes or shares one port; every value that comes out depends on its arguments alone, but `random`. */
export function portFunctions(createPort: () => Promise<CryptoPort>) {
  return {
    async random(length: number) {
      return toHex((await createPort()).random(length));
    },
    async argon2id(password: string, salt: string, memoryKiB: number, passes: number) {
      const port = await createPort();
      return toHex(await port.argon2id(bytes(password), bytes(salt), { memoryKiB, passes, lanes: 1 }));
    },
    async hkdf(input: string, salt: string, info: string, length: number) {
      return toHex(await hkdf(await createPort(), bytes(input), bytes(info), length, bytes(salt)));
    },
    /** A hash of each list of pieces; piece after piece of all of them by turns. */
    async hashesInPieces(lists: readonly (readonly string[])[]) {
      const port = await createPort();
      const hashing = await Promise.all(lists.map(() => startHash(port)));
      for (let at = 0; lists.some((pieces) => at < pieces.length); at++)
        for (const [n, pieces] of lists.entries()) {
          const piece = pieces[at];
          if (piece !== undefined) hashing[n]?.update(bytes(piece));
        }
      return hashing.map((one) => toHex(one.digest()));
    },
    async sign(seed: string, message: string) {
      const port = await createPort();
      const key = await importSigningKey(port, bytes(seed) as SigningSeed);
      return [toHex(key.publicKey), toHex(await sign(port, key, bytes(message)))];
    },
    async verify(publicKey: string, message: string, signature: string) {
      const port = await createPort();
      const key = await importVerifyKey(port, bytes(publicKey));
      return key !== undefined && (await verify(port, key, bytes(signature), bytes(message)));
    },
    async seal(key: string, plaintext: string, context: string) {
      const port = await createPort();
      return toHex(await seal(port, await importSealKey(port, bytes(key)), bytes(plaintext), bytes(context)));
    },
    async open(key: string, sealed: string, context: string) {
      const port = await createPort();
      return hexOr(await open(port, await importSealKey(port, bytes(key)), bytes(sealed), bytes(context)));
    },
    sealingPublicKey: async (seed: string) => toHex(await sealingPublicKeyOf(bytes(seed) as SealingSeed)),
    async hpkeSeal(publicKey: string, info: string, plaintext: string) {
      const { hpke } = await createPort();
      return hexOr(await hpke.seal(bytes(publicKey) as SealingPublicKey, bytes(info), bytes(plaintext)));
    },
    async hpkeOpen(seed: string, info: string, sealed: string) {
      const { hpke } = await createPort();
      return hexOr(await hpke.open(bytes(seed) as SealingSeed, bytes(info), bytes(sealed)));
    },
  };
}
