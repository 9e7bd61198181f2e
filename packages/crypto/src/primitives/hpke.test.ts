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
  const smallOrder = [0, 1].map((u) => new Uint8Array(publicKey).fill(0, 1184).fill(u, 1184, 1185));
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
