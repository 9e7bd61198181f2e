import { fromHex } from "@alcove/bytes";
import { x25519 } from "@noble/curves/ed25519.js";
import { expect, test } from "vitest";
import { damagedCopies, testPort } from "../testing/index.ts";
import { isSealingPublicKey, type SealingPublicKey, sealingPublicKeyOf, type SealingSeed } from "./hpke.ts";

const port = await testPort();
const seed = port.random(32) as SealingSeed;
const info = new Uint8Array([1]);
const plaintext = port.random(32);

test("ENC-8 what is sealed to a public key opens with its seed and info, and is 1,136 bytes longer", async () => {
  const publicKey = await sealingPublicKeyOf(seed);
  expect(publicKey.length).toBe(1216);
  const sealed = (await port.hpke.seal(publicKey, info, plaintext)) as Uint8Array;
  expect(sealed.length).toBe(32 + 1136);
  expect(await port.hpke.open(seed, info, sealed)).toEqual(plaintext);
  expect(await port.hpke.seal(publicKey, info, plaintext)).not.toEqual(sealed);
});

test("ENC-8 another seed, other info or any damage opens to nothing", async () => {
  const sealed = (await port.hpke.seal(await sealingPublicKeyOf(seed), info, plaintext)) as Uint8Array;
  expect(await port.hpke.open(port.random(32) as SealingSeed, info, sealed)).toBeUndefined();
  expect(await port.hpke.open(seed, new Uint8Array([2]), sealed)).toBeUndefined();
  expect(await port.hpke.open(seed, new Uint8Array(0), sealed)).toBeUndefined();
  for (const damaged of damagedCopies(sealed)) expect(await port.hpke.open(seed, info, damaged)).toBeUndefined();
});

test("ENC-8 nothing is sealed to what is no public key, and what is one is known beforehand", async () => {
  const publicKey = await sealingPublicKeyOf(seed);
  expect(isSealingPublicKey(publicKey)).toBe(true);
  const first = new Uint8Array(publicKey).fill(0xff, 0, 3);
  const last = new Uint8Array(publicKey).fill(0xff, 1149, 1152);
  // 3,329 in one coefficient of the first two, whose neighbour is in order.
  const beginning = (...three: number[]) => Uint8Array.from([...three, ...publicKey.subarray(3)]);
  const [low, high] = [beginning(0x01, 0x0d, 0), beginning(0, 0x10, 0xd0)] as const;
  const smallOrder = [0, 1].map((u) => withU(publicKey, Uint8Array.of(u, ...new Uint8Array(31))));
  for (const wrong of [
    publicKey.slice(1),
    new Uint8Array([...publicKey, 0]),
    new Uint8Array(0),
    first,
    last,
    low,
    high,
    ...smallOrder,
  ]) {
    expect(isSealingPublicKey(wrong as SealingPublicKey), `${wrong.length} bytes`).toBe(false);
    expect(await port.hpke.seal(wrong as SealingPublicKey, info, plaintext), `${wrong.length} bytes`).toBeUndefined();
  }
});

function withU(publicKey: Uint8Array, u: Uint8Array): SealingPublicKey {
  return Uint8Array.from([...publicKey.subarray(0, 1184), ...u]) as SealingPublicKey;
}

test("ENC-8 an X25519 part is refused exactly where multiplying takes it to zero", async () => {
  const publicKey = await sealingPublicKeyOf(seed);
  const isToZero = (u: Uint8Array) => {
    try {
      x25519.getSharedSecret(port.random(32), u);
      return false;
    } catch {
      return true;
    }
  };
  // By RFC 7748 a byte string counts modulo the prime, and without its top bit: what lies about both ends.
  const nearZero = Array.from({ length: 8 }, (_, low) => Uint8Array.of(low, ...new Uint8Array(31)));
  const nearPrime = Array.from({ length: 32 }, (_, i) => Uint8Array.of(224 + i, ...new Uint8Array(30).fill(255), 0x7f));
  const orderEight = [
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  ].flatMap((hex) => {
    const u = fromHex(hex) as Uint8Array;
    return [u, u.with(0, (u[0] as number) ^ 1), u.with(31, (u[31] as number) ^ 1)];
  });
  const known = [...nearZero, ...nearPrime, ...orderEight];
  const withTopBit = known.map((u) => u.with(31, (u[31] as number) | 0x80));
  const drawn = Array.from({ length: 20 }, () => port.random(32));
  const refused = [...known, ...withTopBit, ...drawn].filter((u) => {
    expect(!isSealingPublicKey(withU(publicKey, u)), u.join()).toBe(isToZero(u));
    return isToZero(u);
  });
  expect(refused, "0, 1, p - 1, p, p + 1 and two of order 8, each with and without the top bit").toHaveLength(14);
});
