/**
 * Inflates (RFC 1951) from any offset, as far as it goes: what is compressed inside a database page is cut off at the
 * page's end, and libraries give nothing back then. zlib and gzip streams are found by the deflate stream inside them.
 */

/** Fewer bytes are what noise gives as well. */
export const leastBytes = 64;
const mostBytes = 256 * 1024;

const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const distanceExtra = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Canonical Huffman code: how many codes of each length, and symbols in order. */
type Code = { readonly counts: Uint16Array; readonly symbols: Uint16Array };

/** `undefined`: over-subscribed, or incomplete with more than one code. */
function codeOf(lengths: ArrayLike<number>): Code | undefined {
  const counts = new Uint16Array(16);
  for (let i = 0; i < lengths.length; i++) counts[lengths[i] as number]!++;
  const used = lengths.length - (counts[0] as number);
  if (used === 0) return undefined;
  let left = 1;
  for (let length = 1; length < 16; length++) {
    left = left * 2 - (counts[length] as number);
    if (left < 0) return undefined;
  }
  if (left > 0 && used > 1) return undefined;
  const offsets = new Uint16Array(16);
  for (let length = 1; length < 15; length++)
    offsets[length + 1] = (offsets[length] as number) + (counts[length] as number);
  const symbols = new Uint16Array(used);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] as number;
    if (length > 0) symbols[offsets[length]!++] = symbol;
  }
  counts[0] = 0;
  return { counts, symbols };
}

const fixedLiterals = codeOf(
  Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
) as Code;
/** Two of the 32 codes mean nothing; the reader finds no base for them. */
const fixedDistances = codeOf(new Uint8Array(32).fill(5)) as Code;
const noDistances: Code = { counts: new Uint16Array(16), symbols: new Uint16Array(0) };

export class Inflater {
  readonly #out = new Uint8Array(mostBytes);
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #bits = 0;
  #bitCount = 0;
  #size = 0;

  /** What a deflate stream at `offset` gives before it ends or breaks; `undefined` for fewer than `leastBytes`. */
  inflate(bytes: Uint8Array, offset: number): Uint8Array | undefined {
    this.#bytes = bytes;
    this.#at = offset;
    this.#bits = 0;
    this.#bitCount = 0;
    this.#size = 0;
    while (this.#size < mostBytes) {
      const last = this.#take(1);
      const kind = this.#take(2);
      const goesOn =
        kind === 0
          ? this.#stored()
          : kind === 1
            ? this.#codes(fixedLiterals, fixedDistances)
            : kind === 2 && this.#dynamic();
      if (!goesOn || last === 1) break;
    }
    return this.#size >= leastBytes ? this.#out.subarray(0, this.#size) : undefined;
  }

  /** -1 at the end of the bytes. */
  #take(count: number): number {
    while (this.#bitCount < count) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) return -1;
      this.#bits |= byte << this.#bitCount;
      this.#bitCount += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#bitCount -= count;
    return value;
  }

  #stored(): boolean {
    this.#bits = 0;
    this.#bitCount = 0;
    const length = (this.#bytes[this.#at] ?? 0) | ((this.#bytes[this.#at + 1] ?? 0) << 8);
    const check = (this.#bytes[this.#at + 2] ?? 0) | ((this.#bytes[this.#at + 3] ?? 0) << 8);
    if ((length ^ check) !== 0xffff) return false;
    this.#at += 4;
    const part = this.#bytes.subarray(this.#at, this.#at + Math.min(length, mostBytes - this.#size));
    this.#out.set(part, this.#size);
    this.#size += part.length;
    this.#at += length;
    return part.length === length;
  }

  #dynamic(): boolean {
    const literals = this.#take(5) + 257;
    const distances = this.#take(5) + 1;
    const lengths = this.#take(4) + 4;
    if (literals > 286 || distances > 30 || lengths < 4) return false;
    const codeLengths = new Uint8Array(19);
    for (let i = 0; i < lengths; i++) {
      const length = this.#take(3);
      if (length < 0) return false;
      codeLengths[codeLengthOrder[i] as number] = length;
    }
    const code = codeOf(codeLengths);
    if (!code) return false;
    const all = new Uint8Array(literals + distances);
    for (let i = 0; i < all.length; ) {
      const symbol = this.#symbol(code);
      if (symbol < 0) return false;
      if (symbol < 16) {
        all[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) return false;
      const value = symbol === 16 ? (all[i - 1] as number) : 0;
      const repeat = symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (i + repeat > all.length) return false;
      all.fill(value, i, i + repeat);
      i += repeat;
    }
    // Without an end there is no block.
    if (all[256] === 0) return false;
    const literalCode = codeOf(all.subarray(0, literals));
    const distanceCode = codeOf(all.subarray(literals)) ?? noDistances;
    return literalCode !== undefined && this.#codes(literalCode, distanceCode);
  }

  #codes(literals: Code, distances: Code): boolean {
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol === 256) return true;
      if (symbol < 0 || this.#size >= mostBytes) return false;
      if (symbol < 256) {
        this.#out[this.#size++] = symbol;
        continue;
      }
      const base = lengthBase[symbol - 257];
      if (base === undefined) return false;
      const length = base + this.#take(lengthExtra[symbol - 257] as number);
      const place = this.#symbol(distances);
      const from = distanceBase[place];
      if (from === undefined) return false;
      const distance = from + this.#take(distanceExtra[place] as number);
      if (distance > this.#size) return false;
      for (let i = 0; i < length && this.#size < mostBytes; i++, this.#size++)
        this.#out[this.#size] = this.#out[this.#size - distance] as number;
    }
  }

  /** -1: no such code, or the end of the bytes. */
  #symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length++) {
      const bit = this.#take(1);
      if (bit < 0) return -1;
      code |= bit;
      const count = counts[length] as number;
      if (code - count < first) return symbols[index + (code - first)] ?? -1;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return -1;
  }
}
