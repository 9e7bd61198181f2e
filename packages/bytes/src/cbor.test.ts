import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CborValue, encodeCbor, parseCbor } from "./cbor.ts";

const value = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.maxSafeInteger(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

describe("deterministic CBOR", () => {
  test("ENC-1 what is written reads back as the same value", () => {
    fc.assert(
      fc.property(value, (v) => {
        expect(parseCbor(encodeCbor(v))).toEqual(v);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  test("ENC-2 bytes that are not the one encoding of their value are refused", () => {
    const refused = [
      "1801",
      "190001",
      "5f4101ff",
      "f97e00",
      "fb3ff0000000000000",
      "c001",
      "f7",
      "0101",
      "a2616201616101",
      "a2616101616102",
      "8201",
      "1bffffffffffffffff",
      "",
    ];
    for (const hex of refused) expect(parseCbor(Buffer.from(hex, "hex")), hex).toBeUndefined();
    expect(parseCbor(Buffer.from("01", "hex"))).toBe(1);
  });

  test("ENC-2 any change of a byte gives another value or nothing, never the same value", () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.integer({ min: 1, max: 255 }), (v, position, mask) => {
        const bytes = encodeCbor(v);
        const at = position % bytes.length;
        bytes[at] = (bytes[at] as number) ^ mask;
        const read = parseCbor(bytes);
        if (read !== undefined) expect(encodeCbor(read)).toEqual(bytes);
      }),
      { seed: 8, numRuns: 500 },
    );
  });

  test("ENC-2 nesting beyond 64 levels is refused, not a crash", () => {
    const deep = new Uint8Array(1_000_000).fill(0x81);
    expect(parseCbor(deep)).toBeUndefined();
    const fine = new Uint8Array(65).fill(0x81);
    fine[64] = 0x01;
    expect(parseCbor(fine)).toBeDefined();
  });
});
