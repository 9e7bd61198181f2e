/** CRC-32 as zip uses it (PKWARE APPNOTE 4.4.7): tells a damaged part from a whole one, nothing against an attacker. */

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Goes on from `previous`, the checksum of all bytes before; 0 to begin with. */
export function crc32(bytes: Uint8Array, previous: number): number {
  let value = ~previous;
  for (let i = 0; i < bytes.length; i++) {
    value = (TABLE[(value ^ (bytes[i] as number)) & 0xff] as number) ^ (value >>> 8);
  }
  return ~value >>> 0;
}
