import { pad, padmeLength, unpad } from "@alcove/crypto";
import { expect, test } from "vitest";
import { loadVectors } from "./load.ts";

type PadmeVector = { readonly length: number; readonly padded: number; readonly source: string };

const vectors = loadVectors<PadmeVector>("padme", 3);
const lengths = [
  ...Array(5000).keys(),
  ...Array.from({ length: 31 }, (_, n) => [2 ** n - 1, 2 ** n, 2 ** n + 1]).flat(),
];

test("PADMÉ: the sizes other implementations assert, and the formula of the paper in integers", () => {
  for (const { length, padded, source } of vectors) expect(padmeLength(length), source).toBe(padded);
  for (const length of lengths) expect(padmeLength(length), `${length}`).toBe(byFormula(length));
});

test("PADMÉ: at most 12 % longer, never shorter, and padding a padded length changes nothing", () => {
  for (const length of lengths) {
    const padded = padmeLength(length);
    expect(padded).toBeGreaterThanOrEqual(length);
    expect(padded).toBeLessThanOrEqual(length * 1.12);
    expect(padmeLength(padded)).toBe(padded);
  }
});

test("what is padded comes back, and nothing else does", () => {
  for (const length of [0, 1, 1023, 1024, 1025, 4095, 4096, 70_000]) {
    const plaintext = new Uint8Array(length).fill(0x80);
    const padded = pad(plaintext);
    expect(unpad(padded)).toEqual(plaintext);
    expect(unpad(padded.slice(0, -1))).toBeUndefined();
    expect(unpad(new Uint8Array([...padded, 0]))).toBeUndefined();
    expect(unpad(padded.with(-1, 1))).toBeUndefined();
  }
});

/** Nikitin et al., PETS 2019, algorithm 1: E = floor(log2 L), S = floor(log2 E) + 1, the last E - S bits become zero. */
function byFormula(length: number): number {
  if (length < 2) return length;
  const exponent = 31 - Math.clz32(length);
  const kept = 32 - Math.clz32(exponent);
  const mask = (1n << BigInt(Math.max(0, exponent - kept))) - 1n;
  return Number((BigInt(length) + mask) & ~mask);
}
