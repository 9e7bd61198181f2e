/**
 * Files in a ZIP file as exports are written (APPNOTE 6.3; docs/spec, EXP-12): stored, one right behind the other from its first byte on,
 * then the list, then its end. Programs disagree about any other: some go by the list and some by what stands before each file, and what
 * only one of them shows would be sealed by nobody. What an attacker controls: every byte.
 */

export type ZipEntry = { readonly path: string; readonly bytes: number; readonly from: number };
type ReadBytes = (from: number, length: number) => Promise<Uint8Array>;

const listEnd = 0x06054b50;
const listEnd64 = 0x06064b50;
const listed = 0x02014b50;
const local = 0x04034b50;
const behindFile = 0x08074b50;
/** Its name is UTF-8, and its length stands behind it. */
const flags = 0x0808;
const regularFile = 8;
const mostListBytes = 64 * 1024 * 1024;
const large = 0xffffffff;

/** `undefined`: no ZIP file, damaged, or written in a way that exports are not. */
export async function readZip(size: number, read: ReadBytes): Promise<readonly ZipEntry[] | undefined> {
  try {
    return await readEntries(size, read);
  } catch (error) {
    // Beyond its end, or a name that is no UTF-8.
    if (error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}

async function readEntries(size: number, read: ReadBytes): Promise<readonly ZipEntry[] | undefined> {
  const end = viewOf(await read(size - 22, 22));
  // With a comment behind it, it would stand elsewhere.
  if (end.getUint32(0, true) !== listEnd || end.getUint16(20, true) !== 0) return undefined;
  let [count, bytes, from] = [end.getUint16(10, true), end.getUint32(12, true), end.getUint32(16, true)];
  const isLarge = count === 0xffff || bytes === large || from === large;
  if (isLarge) {
    const end64 = viewOf(await read(size - 98, 56));
    if (end64.getUint32(0, true) !== listEnd64) return undefined;
    [count, bytes, from] = [numberAt(end64, 32), numberAt(end64, 40), numberAt(end64, 48)];
  }
  if (bytes > mostListBytes || from + bytes + (isLarge ? 98 : 22) !== size) return undefined;
  const list = viewOf(await read(from, bytes));
  const entries: ZipEntry[] = [];
  let place = 0;
  let start = 0;
  while (entries.length < count) {
    const [nameBytes, extraBytes] = [list.getUint16(place + 28, true), list.getUint16(place + 30, true)];
    const name = new Uint8Array(list.buffer, list.byteOffset + place + 46, nameBytes);
    const length = isPlain(list, place) ? lengthOf(list, place, start, extraBytes) : undefined;
    if (length === undefined) return undefined;
    const content = start + 30 + nameBytes;
    const behind = content + length;
    const head = viewOf(await read(start, 30 + nameBytes));
    const tail = viewOf(await read(behind, length >= large ? 24 : 16));
    if (!isHeadOf(head, name) || !isTailOf(tail, length)) return undefined;
    const path = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(name);
    entries.push({ path, bytes: length, from: content });
    place += 46 + nameBytes + extraBytes;
    start = behind + tail.byteLength;
  }
  return place === bytes && start === from ? entries : undefined;
}

/** A file that is not packed, in the list; nothing is said of it besides. */
const isPlain = (list: DataView, at: number): boolean =>
  list.getUint32(at, true) === listed &&
  list.getUint16(at + 8, true) === flags &&
  list.getUint16(at + 10, true) === 0 &&
  list.getUint16(at + 32, true) === 0 &&
  list.getUint16(at + 40, true) >> 12 === regularFile;

/** What stands before a file, with the name that it has in the list. */
const isHeadOf = (head: DataView, name: Uint8Array): boolean =>
  head.getUint32(0, true) === local &&
  head.getUint16(6, true) === flags &&
  head.getUint16(8, true) === 0 &&
  [14, 18, 22].every((at) => head.getUint32(at, true) === 0) &&
  head.getUint16(26, true) === name.length &&
  head.getUint16(28, true) === 0 &&
  name.every((byte, i) => head.getUint8(30 + i) === byte);

const isTailOf = (tail: DataView, length: number): boolean =>
  tail.getUint32(0, true) === behindFile &&
  (tail.byteLength === 24 ? [8, 16] : [8, 12]).every(
    (at) => (tail.byteLength === 24 ? numberAt(tail, at) : tail.getUint32(at, true)) === length,
  );

/** Of a file that begins at `start`. What is large stands behind its name. `undefined`: it begins elsewhere, or says something else there. */
function lengthOf(list: DataView, at: number, start: number, extraBytes: number): number | undefined {
  const [packed, length, place] = [20, 24, 42].map((each) => list.getUint32(at + each, true)) as [
    number,
    number,
    number,
  ];
  if (packed !== length) return undefined;
  if (extraBytes === 0) return length !== large && place === start ? length : undefined;
  const extra = at + 46 + list.getUint16(at + 28, true);
  const sizes = length === large ? 16 : 0;
  if (list.getUint16(extra, true) !== 1 || list.getUint16(extra + 2, true) !== extraBytes - 4) return undefined;
  if (extraBytes !== 12 + sizes || numberAt(list, extra + 4 + sizes) !== start || place !== Math.min(start, large))
    return undefined;
  if (sizes === 0) return length;
  const whole = numberAt(list, extra + 4);
  return whole === numberAt(list, extra + 12) && whole >= large ? whole : undefined;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function numberAt(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError("no such place in a file");
  return Number(value);
}
