/** The primitives of docs/spec/00-conventions.md and 01-encoding.md, over node:crypto and, for X-Wing, @hpke. */

import {
  argon2Sync,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  verify as verifySignature,
} from "node:crypto";
import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { type Cbor, join, write } from "./cbor.ts";

/** Something was refused: says what and by which rule. */
export class Refused extends Error {}

export function must(condition: unknown, rule: string): asserts condition {
  if (!condition) throw new Refused(rule);
}

export const H = (...parts: readonly Uint8Array[]) =>
  Uint8Array.from(
    createHash("sha256")
      .update(join(...parts))
      .digest(),
  );
export const hmac = (key: Uint8Array, message: Uint8Array) =>
  Uint8Array.from(createHmac("sha256", key).update(message).digest());
export const hkdf = (key: Uint8Array, info: Uint8Array, length = 32, salt = new Uint8Array(0)) =>
  new Uint8Array(hkdfSync("sha256", key, salt, info, length));
export const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
export const unhex = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));

export function u64(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return Uint8Array.from(bytes);
}

/** ENC-3. */
export const context = (purpose: string, ...parts: readonly Uint8Array[]) =>
  join(Buffer.from(`alcove/v1/${purpose}\0`), ...parts);
export const bound = (purpose: string, practice: Uint8Array, facts: Cbor) => context(purpose, practice, write(facts));

/** ENC-7: `nonce || ciphertext || tag`. */
export function openSealed(key: Uint8Array, additional: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  return sealed.length < 28 ? undefined : openGcm(key, sealed.subarray(0, 12), additional, sealed.subarray(12));
}

export function openGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  additional: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
    decipher.setAAD(additional);
    decipher.setAuthTag(sealed.subarray(-16));
    return join(decipher.update(sealed.subarray(0, -16)), decipher.final());
  } catch {
    return undefined;
  }
}

const fieldPrime = 2n ** 255n - 19n;
const groupOrder = 2n ** 252n + 27742317777372353535851937790883648493n;
const smallOrderY = new Set([
  0n,
  1n,
  fieldPrime - 1n,
  littleEndian(unhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")),
  littleEndian(unhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")),
]);

/** ENC-6. */
export function verify(key: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  if (!isStrictPoint(key) || signature.length !== 64 || !isStrictPoint(signature.subarray(0, 32))) return false;
  if (littleEndian(signature.subarray(32)) >= groupOrder) return false;
  const der = join(unhex("302a300506032b6570032100"), key);
  return verifySignature(
    null,
    message,
    createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" }),
    signature,
  );
}

function isStrictPoint(encoded: Uint8Array): boolean {
  const y = littleEndian(encoded) & (2n ** 255n - 1n);
  return encoded.length === 32 && y < fieldPrime && !smallOrderY.has(y);
}

/** ENC-6: what it takes as A. */
export function isSigningKey(key: Uint8Array): boolean {
  if (!isStrictPoint(key)) return false;
  // On the curve where (y^2 - 1) / (d y^2 + 1) is a square; d = -121665 / 121666 (RFC 8032 section 5.1).
  const power = (base: bigint, exponent: bigint): bigint => {
    let [result, square] = [1n, ((base % fieldPrime) + fieldPrime) % fieldPrime];
    for (let rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % fieldPrime)
      if (rest & 1n) result = (result * square) % fieldPrime;
    return result;
  };
  const ySquared = power(littleEndian(key) & (2n ** 255n - 1n), 2n);
  const d = -121665n * power(121666n, fieldPrime - 2n);
  const ratio = (ySquared - 1n) * power(d * ySquared + 1n, fieldPrime - 2n);
  return power(ratio, (fieldPrime - 1n) / 2n) !== fieldPrime - 1n;
}

/** ENC-8: an ML-KEM-768 key whose coefficients are below 3329 (FIPS 203 section 7.2), and an X25519 key not of small order. */
export function isSealingKey(key: Uint8Array): boolean {
  for (let at = 0; at < 1152; at += 3) {
    const three = (key[at] as number) | ((key[at + 1] as number) << 8) | ((key[at + 2] as number) << 16);
    if ((three & 0xfff) >= 3329 || three >> 12 >= 3329) return false;
  }
  try {
    const der = join(unhex("302a300506032b656e032100"), key.subarray(1184));
    const publicKey = createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" });
    diffieHellman({ privateKey: generateKeyPairSync("x25519").privateKey, publicKey });
    return true;
  } catch {
    return false;
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(Uint8Array.from(bytes).reverse())}`);
}

export function argon2id(password: Uint8Array, salt: Uint8Array, memoryKiB: number): Uint8Array {
  const parameters = { message: password, nonce: salt, memory: memoryKiB, passes: 3, parallelism: 1, tagLength: 32 };
  return Uint8Array.from(argon2Sync("argon2id", parameters));
}

const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** ENC-8. */
export async function openHpke(
  seed: Uint8Array,
  info: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array | undefined> {
  try {
    const recipientKey = await suite.kem.importKey("raw", Uint8Array.from(seed).buffer, false);
    const recipient = await suite.createRecipientContext({ recipientKey, enc: sealed.slice(0, 1120), info });
    return new Uint8Array(await recipient.open(sealed.slice(1120)));
  } catch {
    return undefined;
  }
}

export async function sealingKeyOf(seed: Uint8Array): Promise<Uint8Array> {
  const { publicKey } = await new XWing().generateKeyPairDerand(seed);
  return new Uint8Array(await suite.kem.serializePublicKey(publicKey));
}
