/** Deterministic CBOR, from docs/spec/01-encoding.md alone: just enough to read a practice and to rebuild what is signed. */

export type Cbor = number | string | boolean | null | Uint8Array | Cbor[] | { [key: string]: Cbor };

/** ENC-1. */
export function write(value: Cbor): Uint8Array {
  if (value === false || value === true || value === null)
    return Uint8Array.of(value === null ? 0xf6 : value ? 0xf5 : 0xf4);
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return join(head(3, Buffer.byteLength(value)), Buffer.from(value));
  if (value instanceof Uint8Array) return join(head(2, value.length), value);
  if (Array.isArray(value)) return join(head(4, value.length), ...value.map(write));
  const members = Object.entries(value).map(([key, member]) => [write(key), write(member)] as const);
  members.sort(([a], [b]) => Buffer.compare(a, b));
  return join(head(5, members.length), ...members.flat());
}

/** ENC-2, ENC-4: anything that `write` would not have written is refused by an error. */
export function read(bytes: Uint8Array): Cbor {
  const [value, end] = readAt(Buffer.from(bytes), 0, 64);
  if (end !== bytes.length) throw new Error("CBOR: bytes left over");
  if (Buffer.compare(write(value), bytes) !== 0) throw new Error("CBOR: not the one encoding");
  return value;
}

function readAt(bytes: Buffer, at: number, depth: number): [Cbor, number] {
  const first = bytes[at];
  if (first === undefined || depth < 0) throw new Error("CBOR: cut off, or too deep");
  if (first >= 0xf4 && first <= 0xf6) return [first === 0xf6 ? null : first === 0xf5, at + 1];
  const [length, start] = readLength(bytes, at);
  const kind = first >> 5;
  if (kind === 0) return [length, start];
  if (kind === 1) return [-1 - length, start];
  if (kind === 2 || kind === 3) {
    if (start + length > bytes.length) throw new Error("CBOR: cut off");
    const part = bytes.subarray(start, start + length);
    return [kind === 2 ? Uint8Array.from(part) : part.toString(), start + length];
  }
  if (kind !== 4 && kind !== 5) throw new Error("CBOR: a tag, a float or something else that is not allowed");
  const list: Cbor[] = [];
  let next = start;
  for (let i = 0; i < length * (kind - 3); i++) {
    const [value, end] = readAt(bytes, next, depth - 1);
    list.push(value);
    next = end;
  }
  if (kind === 4) return [list, next];
  const map: { [key: string]: Cbor } = {};
  for (let i = 0; i < list.length; i += 2) {
    const key = list[i];
    if (typeof key !== "string" || key in map) throw new Error("CBOR: a key is no text, or stands twice");
    map[key] = list[i + 1] as Cbor;
  }
  return [map, next];
}

function readLength(bytes: Buffer, at: number): [number, number] {
  const short = (bytes[at] as number) & 31;
  if (short < 24) return [short, at + 1];
  if (short > 27) throw new Error("CBOR: an indefinite or reserved length");
  const width = 2 ** (short - 24);
  if (at + 1 + width > bytes.length) throw new Error("CBOR: cut off");
  const value = width === 8 ? Number(bytes.readBigUInt64BE(at + 1)) : bytes.readUIntBE(at + 1, width);
  if (!Number.isSafeInteger(value)) throw new Error("CBOR: beyond 2^53 - 1");
  return [value, at + 1 + width];
}

function head(kind: number, length: number): Uint8Array {
  const bytes = Buffer.alloc(9);
  if (length < 24) return Uint8Array.of((kind << 5) | length);
  const width = length < 2 ** 8 ? 1 : length < 2 ** 16 ? 2 : length < 2 ** 32 ? 4 : 8;
  bytes[0] = (kind << 5) | (24 + Math.log2(width));
  if (width === 8) bytes.writeBigUInt64BE(BigInt(length), 1);
  else bytes.writeUIntBE(length, 1, width);
  return Uint8Array.from(bytes.subarray(0, 1 + width));
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
