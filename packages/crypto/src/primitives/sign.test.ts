import { concatBytes, fromHex } from "@alcove/bytes";
import { ed25519 } from "@noble/curves/ed25519.js";
import { expect, test } from "vitest";
import type { CryptoPort, Subtle } from "../port.ts";
import { damagedCopies, testPort } from "../testing/index.ts";
import {
  importSigningKey,
  importVerifyKey,
  publicKeyOf,
  sign,
  type SigningSeed,
  verify,
  type VerifyKey,
} from "./sign.ts";

const port = await testPort("sign");
const seed = port.random(32) as SigningSeed;
const message = new Uint8Array([1, 2, 3]);
const hex = (text: string) => fromHex(text) as Uint8Array<ArrayBuffer>;

test("ENC-6 a signature is right for its key and message only, and every damaged one is wrong", async () => {
  const key = await importSigningKey(port, seed);
  const signature = await sign(port, key, message);
  const verifyKey = (await importVerifyKey(port, key.publicKey)) as VerifyKey;
  const other = (await importVerifyKey(port, publicKeyOf(port.random(32) as SigningSeed))) as VerifyKey;
  expect(await verify(port, verifyKey, signature, message)).toBe(true);
  expect(await verify(port, other, signature, message)).toBe(false);
  expect(await verify(port, verifyKey, signature, new Uint8Array([1, 2, 4]))).toBe(false);
  for (const damaged of damagedCopies(signature)) expect(await verify(port, verifyKey, damaged, message)).toBe(false);
});

test("ENC-6 a scalar of the group's order or more is refused, though it satisfies the equation", async () => {
  const signature = await sign(port, await importSigningKey(port, seed), message);
  const order = ed25519.Point.Fn.ORDER;
  const scalar = BigInt(`0x${Buffer.from(signature.slice(32).reverse()).toString("hex")}`) + order;
  const added = hex(scalar.toString(16).padStart(64, "0")).reverse();
  const key = (await importVerifyKey(port, publicKeyOf(seed))) as VerifyKey;
  expect(await verify(port, key, concatBytes(signature.subarray(0, 32), added), message)).toBe(false);
});

test("ENC-6 keys that are no canonical point on the curve, or of small order, are not imported", async () => {
  const zeros = "00".repeat(31);
  const refused = {
    "order 1": `01${zeros}`,
    "order 1, sign bit set": `01${"00".repeat(30)}80`,
    "order 2": `ec${"ff".repeat(30)}7f`,
    "order 4": `00${zeros}`,
    "order 4, sign bit set": `00${"00".repeat(30)}80`,
    "order 8": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "order 8, sign bit set": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "order 8, the other": "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "y is the field prime": `ed${"ff".repeat(30)}7f`,
    "y is the field prime plus one": `ee${"ff".repeat(30)}7f`,
    "y is 2^255 - 1": `ff${"ff".repeat(30)}7f`,
    "not on the curve": `02${zeros}`,
    "31 bytes": "01".repeat(31),
    "33 bytes": `${Buffer.from(publicKeyOf(seed)).toString("hex")}00`,
  };
  for (const [why, key] of Object.entries(refused)) expect(await importVerifyKey(port, hex(key)), why).toBeUndefined();
  expect(await importVerifyKey(port, publicKeyOf(seed))).toBeDefined();
});

test("ENC-6 the strict check refuses by itself: an implementation that accepts everything changes nothing", async () => {
  const yes = { ...port, subtle: { ...subtleOf(port), verify: async () => true } };
  const key = (await importVerifyKey(yes, publicKeyOf(seed))) as VerifyKey;
  const right = await sign(port, await importSigningKey(port, seed), message);
  expect(await verify(yes, key, right, message)).toBe(true);
  const [r, s] = [right.subarray(0, 32), right.subarray(32)];
  const order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  for (const scalar of [order, new Uint8Array(32).fill(0xff)])
    expect(await verify(yes, key, concatBytes(r, scalar), message)).toBe(false);
  const belowOrder = order.slice();
  belowOrder[0] = 0xec;
  expect(await verify(yes, key, concatBytes(r, belowOrder), message)).toBe(true);
  const notStrict = [
    `01${"00".repeat(31)}`,
    `00${"00".repeat(30)}80`,
    `ed${"ff".repeat(30)}7f`,
    `ee${"ff".repeat(31)}`,
  ];
  for (const point of notStrict) expect(await verify(yes, key, concatBytes(hex(point), s), message), point).toBe(false);
  for (const length of [0, 63, 65]) expect(await verify(yes, key, new Uint8Array(length).fill(5), message)).toBe(false);
});

/** WebCrypto's methods live on a prototype, so they are taken one by one. */
function subtleOf({ subtle }: CryptoPort): Subtle {
  return {
    importKey: subtle.importKey.bind(subtle),
    encrypt: subtle.encrypt.bind(subtle),
    decrypt: subtle.decrypt.bind(subtle),
    deriveBits: subtle.deriveBits.bind(subtle),
    digest: subtle.digest.bind(subtle),
    sign: subtle.sign.bind(subtle),
    verify: subtle.verify.bind(subtle),
  };
}
