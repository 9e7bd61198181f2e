/** Cuts Rich Text Format into its tokens (RTF 1.9.1, "RTF Syntax"). Knows nothing of what they mean. */

export type RtfVisitor = {
  /** @returns false to stop reading */
  readonly openGroup: () => boolean;
  /** @returns false to stop reading */
  readonly closeGroup: () => boolean;
  /** A control word, or a control symbol as its one character. A backslash before a line end is "par", as specified. */
  readonly control: (word: string, parameter: number | undefined) => void;
  /** A byte of text: 8-bit as it stands, or written as \'hh. */
  readonly byte: (byte: number) => void;
};

const OPEN = 0x7b;
const CLOSE = 0x7d;
const BACKSLASH = 0x5c;
const APOSTROPHE = 0x27;
const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const MINUS = 0x2d;
// Words have at most 32 letters; numbers at most ten digits. What is longer is no control word.
const MAX_WORD = 32;
const MAX_DIGITS = 10;

export function visitRtf(bytes: Uint8Array, visitor: RtfVisitor): void {
  const end = bytes.length;
  let at = 0;
  while (at < end) {
    const byte = bytes[at++] as number;
    if (byte === OPEN) {
      if (!visitor.openGroup()) return;
    } else if (byte === CLOSE) {
      if (!visitor.closeGroup()) return;
    } else if (byte === BACKSLASH) {
      at = readControl(bytes, at, visitor);
    } else if (byte !== CR && byte !== LF && byte !== 0) {
      visitor.byte(byte);
    }
  }
}

/** Reads on after the backslash and returns where it ended. */
function readControl(bytes: Uint8Array, start: number, visitor: RtfVisitor): number {
  const first = bytes[start];
  if (first === undefined) return start;
  if (!isLetter(first)) return readSymbol(bytes, start, first, visitor);
  let at = start;
  while (at - start < MAX_WORD && isLetter(bytes[at])) at++;
  const word = String.fromCharCode(...bytes.subarray(start, at));
  const negative = bytes[at] === MINUS && isDigit(bytes[at + 1]);
  if (negative) at++;
  const digitsAt = at;
  let parameter = 0;
  while (at - digitsAt < MAX_DIGITS && isDigit(bytes[at]))
    parameter = parameter * 10 + ((bytes[at++] as number) - 0x30);
  const hasParameter = at > digitsAt;
  if (bytes[at] === SPACE) at++;
  if (word === "bin") return at + (hasParameter && !negative ? parameter : 0);
  visitor.control(word, hasParameter ? (negative ? -parameter : parameter) : undefined);
  return at;
}

function readSymbol(bytes: Uint8Array, at: number, symbol: number, visitor: RtfVisitor): number {
  if (symbol === CR || symbol === LF) visitor.control("par", undefined);
  else if (symbol !== APOSTROPHE) visitor.control(String.fromCharCode(symbol), undefined);
  else {
    const high = hexDigit(bytes[at + 1]);
    const low = hexDigit(bytes[at + 2]);
    if (high === undefined || low === undefined) return at + 1;
    visitor.byte(high * 16 + low);
    return at + 3;
  }
  return at + 1;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function hexDigit(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined;
  const value = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(value) ? undefined : value;
}
