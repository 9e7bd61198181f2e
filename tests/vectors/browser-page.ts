/**
 * What `browser.test.ts` runs inside Chromium: Alcove's functions over the port it has in browsers (WebCrypto and
 * hash-wasm). Takes vectors and gives outputs as hex; the comparison is made outside.
 */

import { fromHex, toHex } from "@alcove/bytes";
import {
  agree,
  type AgreementSecret,
  hash,
  hashLarge,
  hkdf,
  hmacSha256,
  importSealKey,
  importSigningKey,
  importVerifyKey,
  openWithNonce,
  type SealingPublicKey,
  type SealingSeed,
  sealingPublicKeyOf,
  sealWithNonce,
  sign,
  type SigningSeed,
  verify,
} from "@alcove/crypto";
import * as inJavaScript from "@panva/hpke-noble";
import { KEM_MLKEM768_X25519 } from "hpke";
// The one file: the package's index brings databases along.
import { webCryptoPort } from "../../packages/store-web/src/web-crypto.ts";

const refused = "refused";

const port = await webCryptoPort();

export const page = {
  sha256: async (message: string) => [toHex(hash(hex(message))), toHex(await hashLarge(port, hex(message)))],

  hmac: (key: string, message: string) => toHex(hmacSha256(hex(key), hex(message))),

  hkdf: async (ikm: string, salt: string, info: string, length: number) =>
    toHex(await hkdf(port, hex(ikm), hex(info), length, hex(salt))),

  async open(key: string, iv: string, aad: string, sealed: string) {
    const opened = await openWithNonce(port, await importSealKey(port, hex(key)), hex(iv), hex(sealed), hex(aad));
    return opened === undefined ? refused : toHex(opened);
  },

  seal: async (key: string, iv: string, aad: string, plaintext: string) =>
    toHex(await sealWithNonce(port, await importSealKey(port, hex(key)), hex(iv), hex(plaintext), hex(aad))),

  agree(secret: string, theirs: string) {
    const shared = agree(hex(secret) as unknown as AgreementSecret, hex(theirs));
    return shared === undefined ? refused : toHex(shared);
  },

  async sign(seed: string, message: string) {
    const key = await importSigningKey(port, hex(seed) as unknown as SigningSeed);
    return [toHex(key.publicKey), toHex(await sign(port, key, hex(message)))];
  },

  async verify(publicKey: string, message: string, signature: string) {
    const key = await importVerifyKey(port, hex(publicKey));
    return key !== undefined && (await verify(port, key, hex(signature), hex(message)));
  },

  /** Chromium alone, without Alcove's check. */
  async verifyRaw(publicKey: string, message: string, signature: string) {
    try {
      const key = await crypto.subtle.importKey("raw", hex(publicKey), "Ed25519", false, ["verify"]);
      return await crypto.subtle.verify("Ed25519", key, hex(signature), hex(message));
    } catch {
      return false;
    }
  },

  argon2id: async (password: string, salt: string, memoryKiB: number, passes: number) =>
    toHex(await port.argon2id(hex(password), hex(salt), { memoryKiB, passes, lanes: 1 })),

  /** By the browser itself (`undefined` where it has no ML-KEM) and in JavaScript. */
  async decapsulate(secretKey: string, encapsulated: string) {
    const secrets: (string | undefined)[] = [];
    for (const kem of [KEM_MLKEM768_X25519(), inJavaScript.KEM_MLKEM768_X25519()]) {
      const supported = await kem.GenerateKeyPair(false).then(
        () => true,
        () => false,
      );
      if (!supported) {
        secrets.push(undefined);
        continue;
      }
      const key = await kem.DeserializePrivateKey(hex(secretKey), false);
      secrets.push(toHex(await kem.Decap(hex(encapsulated), key as never, undefined)));
    }
    return secrets;
  },

  sealingPublicKeyOf: async (seed: string) => toHex(await sealingPublicKeyOf(hex(seed) as unknown as SealingSeed)),

  async hpkeSeal(publicKey: string, info: string, plaintext: string) {
    const sealed = await port.hpke.seal(hex(publicKey) as unknown as SealingPublicKey, hex(info), hex(plaintext));
    return sealed === undefined ? refused : toHex(sealed);
  },

  async hpkeOpen(seed: string, info: string, sealed: string) {
    const opened = await port.hpke.open(hex(seed) as unknown as SealingSeed, hex(info), hex(sealed));
    return opened === undefined ? refused : toHex(opened);
  },
};

export type PageFunctions = typeof page;

Object.assign(globalThis, { page });

function hex(text: string) {
  const bytes = fromHex(text);
  if (bytes === undefined) throw new Error(`not hex: ${text}`);
  return bytes;
}
