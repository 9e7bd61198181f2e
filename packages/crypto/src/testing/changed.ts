/** Hostile variants of good bytes, for tests of whatever must refuse them. */

import { type Bytes, type CborValue, encodeCbor } from "@alcove/bytes";

/** `bytes` with the lowest bit of the byte at `at` flipped; negative positions count from the end. */
export function flipped(bytes: Uint8Array, at: number): Bytes {
  const out = new Uint8Array(bytes);
  const position = at < 0 ? out.length + at : at;
  out[position] = (out[position] as number) ^ 1;
  return out;
}

/** Cut by one at the end, longer by one, empty, and flipped at first, middle and last byte. */
export function damagedCopies(bytes: Uint8Array): Bytes[] {
  return [
    new Uint8Array(bytes.subarray(0, -1)),
    new Uint8Array([...bytes, 0]),
    new Uint8Array(0),
    flipped(bytes, 0),
    flipped(bytes, Math.floor(bytes.length / 2)),
    flipped(bytes, -1),
  ];
}

/** What can stand wrongly in a field, by what belongs there. */
export const wrong = {
  version: [0, 2, -1, "1", null, new Uint8Array([1])],
  /** From 1. */
  count: [0, -1, "1", null, true, new Uint8Array([1]), [1]],
  /** From 0. */
  index: [-1, "0", null, false, new Uint8Array(1), []],
  bytes16: [new Uint8Array(15), new Uint8Array(17), new Uint8Array(0), "0123456789abcdef", 1, null, []],
  bytes32: [new Uint8Array(31), new Uint8Array(33), new Uint8Array(16), "0".repeat(32), 1, null, []],
  bytes64: [new Uint8Array(63), new Uint8Array(65), "0".repeat(64), 1, null, []],
} as const satisfies Record<string, readonly CborValue[]>;

/**
 * Every encoding of the array `good` with one field replaced by each of its wrong values, one field missing at each
 * place, or one too many at the end; each with a name for the failing assertion.
 */
export function wrongFields(
  good: readonly CborValue[],
  wrongValues: readonly (readonly CborValue[])[],
): { readonly name: string; readonly bytes: Bytes }[] {
  const replaced = good.flatMap((_, i) =>
    (wrongValues[i] ?? []).map((value, n) => ({
      name: `field ${i}, wrong value ${n}`,
      bytes: encodeCbor(good.with(i, value)),
    })),
  );
  const missing = good.map((_, i) => ({ name: `without field ${i}`, bytes: encodeCbor(good.toSpliced(i, 1)) }));
  return [...replaced, ...missing, { name: "one field more", bytes: encodeCbor([...good, 0]) }];
}
