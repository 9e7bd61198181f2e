import fc from "fast-check";
import { expect, test } from "vitest";
import { isPaddedLength, pad, paddedLength, paddingFloorBytes, padmeLength, unpad } from "./padding.ts";

/** PADME as its paper writes it, with bit operations over big integers. */
function padmeSlowly(length: number): number {
  const exponent = length.toString(2).length - 1;
  const mantissa = exponent.toString(2).length;
  const zeroBits = exponent - mantissa;
  if (length < 2 || zeroBits <= 0) return length;
  const mask = (1n << BigInt(zeroBits)) - 1n;
  return Number((BigInt(length) + mask) & ~mask);
}

test("ENV-3 buckets are PADME's, up to 2^31", () => {
  const edges = Array.from({ length: 31 }, (_, bits) => [2 ** bits - 1, 2 ** bits, 2 ** bits + 1]).flat();
  for (const length of [...edges, 2 ** 31]) expect(padmeLength(length), `${length}`).toBe(padmeSlowly(length));
  fc.assert(
    fc.property(fc.nat(2 ** 31), (length) => {
      expect(padmeLength(length)).toBe(padmeSlowly(length));
      expect(padmeLength(length)).toBeGreaterThanOrEqual(length);
      expect(padmeLength(padmeLength(length))).toBe(padmeLength(length));
      if (length >= paddingFloorBytes) expect(padmeLength(length)).toBeLessThanOrEqual(length * 1.12);
    }),
    { seed: 1, numRuns: 5000 },
  );
});

test("ENV-3 what is padded unpads to itself, whatever it ends in", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), fc.constantFrom([], [0], [0x80], [0x80, 0, 0]), (start, end) => {
      const plaintext = new Uint8Array([...start, ...end]);
      const padded = pad(plaintext);
      expect(unpad(padded)).toEqual(plaintext);
      expect(isPaddedLength(padded.length)).toBe(true);
    }),
    { seed: 2, numRuns: 500 },
  );
});

test("ENV-3 lengths around the floor and around a bucket's edge", () => {
  expect(pad(new Uint8Array(0)).length).toBe(1024);
  expect(pad(new Uint8Array(1023)).length).toBe(1024);
  expect(pad(new Uint8Array(1024)).length).toBe(1088);
  expect(paddedLength(1087)).toBe(1088);
  expect(paddedLength(1088)).toBe(1152);
});

test("ENV-3 a larger bucket than needed is read, so that small forms can share one", () => {
  const padded = new Uint8Array(4096);
  padded.set([1, 2, 0x80]);
  expect(unpad(padded)).toEqual(new Uint8Array([1, 2]));
});

test("ENV-3 bytes without the mark, with something behind it, or in no bucket are refused", () => {
  const good = pad(new Uint8Array([1, 2]));
  expect(unpad(good)).toEqual(new Uint8Array([1, 2]));
  const withoutMark = good.slice();
  withoutMark[2] = 0;
  const wrongMark = good.slice();
  wrongMark[2] = 0x81;
  const behind = good.slice();
  behind[1023] = 1;
  const refused = { withoutMark, wrongMark, behind, zeros: new Uint8Array(1024), empty: new Uint8Array(0) };
  for (const [why, bytes] of Object.entries(refused)) expect(unpad(bytes), why).toBeUndefined();
  for (const length of [1, 512, 1023, 1025, 1087]) {
    const odd = new Uint8Array(length);
    odd[0] = 0x80;
    expect(unpad(odd), `${length} bytes`).toBeUndefined();
    expect(isPaddedLength(length)).toBe(false);
  }
});
