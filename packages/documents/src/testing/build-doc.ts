/** A Word 97 file with nothing but its text: a header, one table of sectors, a directory and two streams (MS-CFB, MS-DOC). */

const SECTOR = 512;
const END = 0xfffffffe;

export type DocParts = {
  readonly body: string;
  readonly footnotes?: string;
  readonly comments?: string;
  /** Characters of the body that are marked as deleted, the last one excluded. */
  readonly deleted?: { readonly from: number; readonly to: number };
  readonly flags?: number;
};

export function buildDoc({ body, footnotes = "", comments = "", deleted, flags = 0 }: DocParts): Uint8Array {
  const text = body + footnotes + comments;
  const textAt = 2 * SECTOR;
  const pageAt = Math.ceil((textAt + text.length * 2) / SECTOR);
  // Streams below 4,096 bytes would lie in small sectors.
  const main = new DataView(new ArrayBuffer(Math.max(4096, (pageAt + 1) * SECTOR)));
  const table = new DataView(new ArrayBuffer(4096));
  main.setUint16(0, 0xa5ec, true);
  main.setUint16(0x0a, flags, true);
  for (const [offset, value] of [
    [0x4c, body.length],
    [0x50, footnotes.length],
    [0x5c, comments.length],
    [0x1a2, 0],
    [0x1a6, 5 + 16],
    [0xfa, 100],
    [0xfe, deleted ? 12 : 0],
  ] as const)
    main.setUint32(offset, value, true);
  for (let at = 0; at < text.length; at++) main.setUint16(textAt + at * 2, text.charCodeAt(at), true);
  table.setUint8(0, 2);
  table.setUint32(1, 16, true);
  table.setUint32(5 + 4, text.length, true);
  table.setUint32(5 + 8 + 2, textAt, true);
  if (deleted) {
    table.setUint32(100 + 8, pageAt, true);
    const page = pageAt * SECTOR;
    main.setUint8(page + 511, 1);
    main.setUint32(page, textAt + deleted.from * 2, true);
    main.setUint32(page + 4, textAt + deleted.to * 2, true);
    main.setUint8(page + 8, 100);
    for (const [at, byte] of [3, 0x00, 0x08, 1].entries()) main.setUint8(page + 200 + at, byte);
  }
  return buildOle([
    ["WordDocument", new Uint8Array(main.buffer)],
    ["0Table", new Uint8Array(table.buffer)],
  ]);
}

/** Each stream of 4,096 bytes or more, and of fewer than 60 sectors in all. */
export function buildOle(streams: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const sectors = streams.map(([, bytes]) => Math.ceil(bytes.length / SECTOR));
  const out = new DataView(new ArrayBuffer((3 + sectors.reduce((sum, count) => sum + count, 0)) * SECTOR));
  const bytes = new Uint8Array(out.buffer);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  out.setUint16(30, 9, true);
  out.setUint16(32, 6, true);
  out.setUint32(48, 1, true);
  out.setUint32(56, 4096, true);
  out.setUint32(60, END, true);
  out.setUint32(68, END, true);
  for (let at = 76; at < SECTOR; at += 4) out.setUint32(at, 0xffffffff, true);
  out.setUint32(76, 0, true);
  const next = (sector: number, value: number) => out.setUint32(SECTOR + sector * 4, value, true);
  next(0, 0xfffffffd);
  next(1, END);
  const entry = (index: number, name: string, type: number, start: number, size: number) => {
    const at = 2 * SECTOR + index * 128;
    for (let i = 0; i < name.length; i++) out.setUint16(at + i * 2, name.charCodeAt(i), true);
    out.setUint16(at + 64, name.length * 2 + 2, true);
    out.setUint8(at + 66, type);
    out.setUint32(at + 116, start, true);
    out.setUint32(at + 120, size, true);
  };
  entry(0, "Root Entry", 5, END, 0);
  let sector = 2;
  for (const [index, [name, content]] of streams.entries()) {
    const count = sectors[index] as number;
    entry(index + 1, name, 2, sector, content.length);
    bytes.set(content, (sector + 1) * SECTOR);
    for (let at = 0; at < count; at++) next(sector + at, at === count - 1 ? END : sector + at + 1);
    sector += count;
  }
  return bytes;
}
