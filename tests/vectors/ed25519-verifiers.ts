/**
 * Implementations of Ed25519 verification, as the `SubtleCrypto` that Alcove's `importVerifyKey` and `verify` call:
 * so every one of them stands behind the same strict check, and their verdicts can be compared.
 */

import { createHash, createPublicKey, verify as nodeVerify } from "node:crypto";
import type { Bytes } from "@alcove/bytes";
import type { KeyHandle, Subtle } from "@alcove/crypto";
import { ed25519 } from "@noble/curves/ed25519.js";

/** A whole verification, without any check of Alcove's. Throws or says false on a bad key. */
export type RawVerify = (publicKey: Bytes, message: Bytes, signature: Bytes) => boolean | Promise<boolean>;

/** `raw` in the place of WebCrypto. */
export function subtleOver(raw: RawVerify): Pick<Subtle, "importKey" | "verify"> {
  const keys = new WeakMap<KeyHandle, Bytes>();
  return {
    async importKey(_format, keyData) {
      const handle: KeyHandle = { type: "public", extractable: true };
      keys.set(handle, keyData);
      return handle;
    },
    async verify(_algorithm, handle, signature, data) {
      const publicKey = keys.get(handle);
      if (publicKey === undefined) throw new Error("a key of another implementation");
      try {
        return await raw(publicKey, data, signature);
      } catch {
        return false;
      }
    },
  };
}

const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");

export const verifyByNode: RawVerify = (publicKey, message, signature) =>
  nodeVerify(
    null,
    message,
    createPublicKey({ key: Buffer.concat([spkiPrefix, publicKey]), format: "der", type: "spki" }),
    signature,
  );

/** noble's own, which tests the cofactored equation [8][S]B = [8]R + [8][k]A even with `zip215: false`. */
export const verifyByNoble: RawVerify = (publicKey, message, signature) =>
  ed25519.verify(signature, message, publicKey, { zip215: false });

/** RFC 8032 section 5.1.7 in its stricter, cofactorless form, over noble's points: R = [S]B - [k]A, byte for byte. */
export const verifyCofactorless: RawVerify = (publicKey, message, signature) => {
  const { Point } = ed25519;
  const order = Point.Fn.ORDER;
  const a = Point.fromBytes(publicKey);
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (signature.length !== 64 || s >= order) return false;
  const k = littleEndian(createHash("sha512").update(r).update(publicKey).update(message).digest()) % order;
  return Buffer.compare(Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k)).toBytes(), r) === 0;
};

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
}
