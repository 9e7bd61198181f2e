/**
 * A body as it rests: the CBOR sequence (RFC 8742) of the entry and the array of its payload. Both are deterministic
 * CBOR items of their own, so an answer is made of them by splicing.
 */

import { type Bytes, concatBytes, encodeCbor, parseCbor } from "@alcove/bytes";

export function encodeBody(entry: Uint8Array, payload: readonly Uint8Array[]): Bytes {
  return concatBytes(encodeCbor(entry), encodeCbor(payload));
}

/** What is left of a destroyed body: no entry begins like this. */
export const isErased = (body: Uint8Array): boolean => body.length > 0 && body.every((byte) => byte === 0);

/** @throws (damage) when the bytes are not what `encodeBody` wrote */
export function splitBody(body: Uint8Array): {
  readonly entry: Bytes;
  readonly entryItem: Bytes;
  readonly payloadItem: Bytes;
} {
  const head = body[0] ?? 0;
  const width = head === 0x58 ? 1 : head === 0x59 ? 2 : head === 0x5a ? 4 : 0;
  let length = width === 0 ? head - 0x40 : 0;
  for (let i = 1; i <= width; i++) length = length * 256 + (body[i] ?? 0);
  const end = 1 + width + length;
  if (length < 0 || end >= body.length) throw new Error("a stored body is damaged");
  return {
    entry: body.slice(1 + width, end) as Bytes,
    entryItem: body.subarray(0, end) as Bytes,
    payloadItem: body.subarray(end) as Bytes,
  };
}

/** @throws (damage) as `splitBody` */
export function parseBody(body: Uint8Array): { readonly entry: Bytes; readonly payload: readonly Bytes[] } {
  const { entry, payloadItem } = splitBody(body);
  const payload = parseCbor(payloadItem);
  if (!Array.isArray(payload)) throw new Error("a stored body is damaged");
  return { entry, payload: payload as Bytes[] };
}
