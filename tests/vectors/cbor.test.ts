import { type CborValue, encodeCbor, parseCbor } from "@alcove/bytes";
import { type DecodeOptions, decode, encode } from "cborg";
import { expect, test } from "vitest";
import { hex, loadVectors, toHex } from "./load.ts";

type CborVector = {
  readonly hex: string;
  readonly roundtrip: boolean;
  readonly decoded?: CborValue;
  readonly bigint?: string;
  readonly diagnostic?: string;
};

const vectors = loadVectors<CborVector>("cbor-rfc8949", 82);

/** The RFC's examples that are Alcove's deterministic CBOR; whatever else it shows must be refused. */
const accepted = new Set(
  `00 01 0a 17 1818 1819 1864 1903e8 1a000f4240 1b000000e8d4a51000 20 29 3863 3903e7 f4 f5 f6 40 4401020304 60 6161
   6449455446 62225c 62c3bc 63e6b0b4 64f0908591 80 83010203 8301820203820405
   98190102030405060708090a0b0c0d0e0f101112131415161718181819 a0 a26161016162820203 826161a161626163
   a56161614161626142616361436164614461656145`.split(/\s+/),
);

const lenient: DecodeOptions = { allowBigInt: true, allowIndefinite: true, allowUndefined: true };

test("cborg decodes to the RFC's value every example that JSON can express", () => {
  let decoded = 0;
  for (const vector of vectors) {
    if (vector.bigint !== undefined && !vector.hex.startsWith("c")) {
      expect(String(decode(hex(vector.hex), lenient)), vector.hex).toBe(vector.bigint);
    } else if (vector.decoded !== undefined && !isChunkedString(vector.hex)) {
      expect(decode(hex(vector.hex), lenient), vector.hex).toEqual(vector.decoded);
      decoded++;
    }
  }
  expect(decoded).toBeGreaterThanOrEqual(50);
});

test("cborg writes the deterministic examples as the RFC does", () => {
  for (const vector of inSubset()) expect(toHex(encode(value(vector))), vector.hex).toBe(vector.hex);
});

test("Alcove reads and writes exactly the examples of its subset, and refuses the other 48", () => {
  expect(inSubset().length).toBe(accepted.size);
  let refused = 0;
  for (const vector of vectors) {
    const parsed = parseCbor(hex(vector.hex));
    if (accepted.has(vector.hex)) {
      expect(parsed, vector.hex).toEqual(value(vector));
      expect(toHex(encodeCbor(value(vector))), vector.hex).toBe(vector.hex);
    } else {
      expect(parsed, vector.hex).toBeUndefined();
      refused++;
    }
  }
  expect(refused).toBe(48);
});

test("Alcove refuses each example of its subset with a byte too many, one too few, or a longer head", () => {
  for (const vector of inSubset()) {
    expect(parseCbor(hex(`${vector.hex}00`)), vector.hex).toBeUndefined();
    expect(parseCbor(hex(vector.hex.slice(0, -2))), vector.hex).toBeUndefined();
    const head = Number.parseInt(vector.hex.slice(0, 2), 16);
    if (head >> 5 < 6 && (head & 31) < 24) {
      const longer = ((head & 0xe0) | 24).toString(16).padStart(2, "0") + (head & 31).toString(16).padStart(2, "0");
      expect(parseCbor(hex(longer + vector.hex.slice(2))), vector.hex).toBeUndefined();
    }
  }
});

/** Strings in chunks, which cborg doesn't read at all. */
const isChunkedString = (text: string) => /^[57]f/.test(text);

const inSubset = () => vectors.filter(({ hex: text }) => accepted.has(text));

/** Byte strings are the one kind of the subset that JSON can't hold. */
function value({ decoded, diagnostic }: CborVector): CborValue {
  const bytes = /^h'([0-9a-f]*)'$/.exec(diagnostic ?? "");
  if (bytes !== null) return hex(bytes[1] ?? "");
  if (decoded === undefined) throw new Error(`not in the subset: ${diagnostic}`);
  return decoded;
}
