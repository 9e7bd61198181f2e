/**
 * Bytes as words for a person to type, where a wrong word is named (docs/spec, CARD-3, CARD-4). 132 bytes are 96 numbers
 * of 11 bits, in 12 lines of 8. Each line ends in a check word, and a last line has a check word for each column: one
 * wrong word is where its line and its column disagree. Check words add up with odd weights, so that each change and
 * each swap of neighbours shows.
 */

import { assert, type Bytes, fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import { wordlist } from "@scure/bip39/wordlists/english.js";

const [lines, columns, wordBits] = [12, 8, 11] as const;
const listed = 2 ** wordBits;
/** What the words carry. */
export const wordedBytes = (lines * columns * wordBits) / 8;
const numberOfWord = new Map(wordlist.map((word, number) => [word, number]));

/** Thirteen lines: twelve of nine words, one of eight. `bytes`: 132. */
export function wordsOfBytes(bytes: Uint8Array): string[][] {
  assert(bytes.length === wordedBytes, "the words carry 132 bytes");
  const grid = gridOf(bytes);
  const withChecks = [...grid.map((line) => [...line, sumOf(line)]), columnsOf(grid).map(sumOf)];
  return withChecks.map((line) => line.map((number) => wordlist[number] as string));
}

/**
 * `line` and `place` of the failures count from 1. Failures: `recovery-card-unreadable` (another number of words),
 * `recovery-word-wrong` (not in the list, or the only one that is wrong), `recovery-line-wrong` (several are).
 */
export function bytesFromWords(words: readonly string[]): Result<Bytes, Failure> {
  const numbers = words.map((word) => numberOfWord.get(word) ?? -1);
  const isWhole = words.length === lines * (columns + 1) + columns;
  // Most of some other text is not in the list: that is no card with a word wrong.
  if (!isWhole && numbers.filter((number) => number === -1).length > words.length / 4)
    return fail(failure("recovery-card-unreadable"));
  const unknown = numbers.indexOf(-1);
  if (unknown !== -1) return wrongWord(Math.floor(unknown / (columns + 1)), unknown % (columns + 1));

  const rows = Array.from({ length: lines }, (_, i) => numbers.slice(i * (columns + 1), (i + 1) * (columns + 1)));
  if (!isWhole) {
    // Up to the line in which a word is missing or too many the others are where they belong.
    const wrong = rows.findIndex((row) => row.length > columns && sumOf(row.slice(0, columns)) !== row[columns]);
    return fail(
      wrong === -1 ? failure("recovery-card-unreadable") : failure("recovery-line-wrong", { line: wrong + 1 }),
    );
  }
  const grid = rows.map((row) => row.slice(0, columns));
  const columnChecks = numbers.slice(lines * (columns + 1));
  const wrongRows = rows.flatMap((row, i) => (sumOf(row.slice(0, columns)) === row[columns] ? [] : [i]));
  const wrongColumns = columnsOf(grid).flatMap((column, i) => (sumOf(column) === columnChecks[i] ? [] : [i]));
  const [row = lines, ...moreRows] = wrongRows;
  const [column = columns, ...moreColumns] = wrongColumns;
  if (moreRows.length > 0 || moreColumns.length > 0) return fail(failure("recovery-line-wrong", { line: row + 1 }));
  if (wrongRows.length > 0 || wrongColumns.length > 0) return wrongWord(row, column);
  return ok(bytesOf(grid.flat()));
}

function wrongWord(line: number, place: number): Result<never, Failure> {
  return fail(failure("recovery-word-wrong", { line: line + 1, place: place + 1 }));
}

/** Odd weights have an inverse modulo 2048: no change of one number goes unseen. */
function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number, i) => (sum + (2 * i + 1) * number) % listed, 0);
}

function columnsOf(grid: readonly (readonly number[])[]): number[][] {
  return Array.from({ length: columns }, (_, column) => grid.map((line) => line[column] as number));
}

function gridOf(bytes: Uint8Array): number[][] {
  const numberAt = (place: number) => {
    let number = 0;
    for (let bit = place * wordBits; bit < (place + 1) * wordBits; bit++)
      number = number * 2 + (((bytes[bit >> 3] as number) >> (7 - (bit & 7))) & 1);
    return number;
  };
  return Array.from({ length: lines }, (_, line) =>
    Array.from({ length: columns }, (__, column) => numberAt(line * columns + column)),
  );
}

function bytesOf(numbers: readonly number[]): Bytes {
  const bits = numbers.map((number) => number.toString(2).padStart(wordBits, "0")).join("");
  return Uint8Array.from({ length: wordedBytes }, (_, i) => Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2));
}
