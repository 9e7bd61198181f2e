import { argon2Sync } from "node:crypto";
import { argon2id as nobleArgon2id } from "@noble/hashes/argon2.js";
import { argon2id as wasmArgon2id } from "hash-wasm";
import { expect, test } from "vitest";
import { hex, loadVectors, toHex } from "./load.ts";
import { portOver } from "./port.ts";

type Argon2idVector = {
  readonly name: string;
  readonly password: string;
  readonly salt: string;
  readonly secret: string;
  readonly associatedData: string;
  readonly passes: number;
  readonly memoryKiB: number;
  readonly lanes: number;
  readonly tag: string;
};

const vectors = loadVectors<Argon2idVector>("argon2id", 17);
const label = (vector: Argon2idVector) =>
  `${vector.name}: ${vector.memoryKiB} KiB, ${vector.passes} passes, ${vector.lanes} lanes`;

test("Argon2id: node:crypto", () => {
  for (const vector of vectors) {
    const tag = argon2Sync("argon2id", {
      message: hex(vector.password),
      nonce: hex(vector.salt),
      secret: hex(vector.secret),
      associatedData: hex(vector.associatedData),
      passes: vector.passes,
      memory: vector.memoryKiB,
      parallelism: vector.lanes,
      tagLength: vector.tag.length / 2,
    });
    expect(toHex(tag), label(vector)).toBe(vector.tag);
  }
});

// hash-wasm takes no associated data; Alcove uses none.
test("Argon2id: hash-wasm", async () => {
  const usable = vectors.filter(({ associatedData }) => associatedData === "");
  expect(usable.length).toBeGreaterThanOrEqual(16);
  for (const vector of usable) {
    const tag = await wasmArgon2id({
      password: hex(vector.password),
      salt: hex(vector.salt),
      iterations: vector.passes,
      memorySize: vector.memoryKiB,
      parallelism: vector.lanes,
      hashLength: vector.tag.length / 2,
      outputType: "binary",
    });
    expect(toHex(tag), label(vector)).toBe(vector.tag);
  }
});

// In JavaScript 256 MiB take half a minute: the large ones are left to the other two.
test("Argon2id: noble, as an independent third", () => {
  const small = vectors.filter(({ memoryKiB }) => memoryKiB <= 4096);
  expect(small.length).toBeGreaterThanOrEqual(10);
  for (const vector of small) {
    const tag = nobleArgon2id(hex(vector.password), hex(vector.salt), {
      t: vector.passes,
      m: vector.memoryKiB,
      p: vector.lanes,
      dkLen: vector.tag.length / 2,
      key: hex(vector.secret),
      personalization: hex(vector.associatedData),
    });
    expect(toHex(tag), label(vector)).toBe(vector.tag);
  }
});

test("Argon2id: Alcove's port, for one lane and 32 bytes, up to the 256 MiB of kdfVersion 3", async () => {
  const port = await portOver();
  const usable = vectors.filter(
    ({ lanes, secret, associatedData, tag }) =>
      lanes === 1 && tag.length === 64 && secret === "" && associatedData === "",
  );
  expect(Math.max(...usable.map(({ memoryKiB }) => memoryKiB))).toBe(256 * 1024);
  expect(usable.length).toBeGreaterThanOrEqual(7);
  for (const vector of usable) {
    const cost = { memoryKiB: vector.memoryKiB, passes: vector.passes, lanes: 1 as const };
    expect(toHex(await port.argon2id(hex(vector.password), hex(vector.salt), cost)), label(vector)).toBe(vector.tag);
  }
});
