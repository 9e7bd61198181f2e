import { expect, test } from "vitest";
import { damagedCopies, testPort } from "../testing/index.ts";
import { importSealKey, open, seal } from "./aead.ts";

const port = await testPort("aead");
const key = await importSealKey(port, port.random(32));
const additional = new Uint8Array([9, 9]);
const plaintext = new Uint8Array([1, 2, 3, 4, 5]);

test("ENC-7 sealed bytes are nonce, ciphertext and tag, 28 longer, and open to what was sealed", async () => {
  const sealed = await seal(port, key, plaintext, additional);
  expect(sealed.length).toBe(plaintext.length + 28);
  expect(await open(port, key, sealed, additional)).toEqual(plaintext);
  expect(await open(port, key, await seal(port, key, new Uint8Array(0), additional), additional)).toEqual(
    new Uint8Array(0),
  );
});

test("ENC-7 another key, other additional data or any damage opens to nothing", async () => {
  const sealed = await seal(port, key, plaintext, additional);
  const otherKey = await importSealKey(port, port.random(32));
  expect(await open(port, otherKey, sealed, additional)).toBeUndefined();
  expect(await open(port, key, sealed, new Uint8Array([9, 8]))).toBeUndefined();
  expect(await open(port, key, sealed, new Uint8Array(0))).toBeUndefined();
  for (const damaged of damagedCopies(sealed)) expect(await open(port, key, damaged, additional)).toBeUndefined();
  for (let length = 0; length < sealed.length; length++)
    expect(await open(port, key, sealed.slice(0, length), additional), `${length} bytes`).toBeUndefined();
});

test("ENC-7 every sealing draws a nonce of its own", async () => {
  const first = await seal(port, key, plaintext, additional);
  const second = await seal(port, key, plaintext, additional);
  expect(first.subarray(0, 12)).not.toEqual(second.subarray(0, 12));
});

test("ENC-7 only 32 bytes make a key: WebCrypto would take 16 and give AES-128", async () => {
  for (const length of [0, 16, 24, 31, 33])
    await expect(importSealKey(port, new Uint8Array(length))).rejects.toThrow("AES-256");
});
