/** Ed25519 by `node:crypto`, one job at a time. The strict checks on keys and signatures are done before (`@alcove/crypto`). */

import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { type Bytes, concatBytes, fromHex, toHex } from "@alcove/bytes";
import type { VerifyJob } from "./packed-jobs.ts";

/** RFC 8410: what stands before the 32 bytes of a public key, and of a seed. */
const spkiPrefix = fromHex("302a300506032b6570032100") as Bytes;
const pkcs8Prefix = fromHex("302e020100300506032b657004220420") as Bytes;

/** Devices that were active lately; one more import costs as much as a verification. */
const keptKeys = 2000;

/** Keys are imported once each. */
export class Ed25519 {
  readonly #publicKeys = new Map<string, KeyObject>();
  readonly #privateKeys = new Map<string, KeyObject>();

  verify({ key, signature, message }: VerifyJob): boolean {
    return verify(null, message, this.#publicKey(key), signature);
  }

  /** 64 bytes. */
  sign(seed: Uint8Array, message: Uint8Array): Bytes {
    return new Uint8Array(sign(null, message, this.#privateKey(seed)));
  }

  #publicKey(key: Uint8Array): KeyObject {
    return kept(this.#publicKeys, key, () => {
      const spki = Buffer.from(concatBytes(spkiPrefix, key));
      return createPublicKey({ key: spki, format: "der", type: "spki" });
    });
  }

  #privateKey(seed: Uint8Array): KeyObject {
    return kept(this.#privateKeys, seed, () => {
      const pkcs8 = Buffer.from(concatBytes(pkcs8Prefix, seed));
      return createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
    });
  }
}

function kept(keys: Map<string, KeyObject>, raw: Uint8Array, make: () => KeyObject): KeyObject {
  const name = toHex(raw);
  const known = keys.get(name);
  if (known) return known;
  const made = make();
  if (keys.size >= keptKeys) keys.clear();
  keys.set(name, made);
  return made;
}
