/**
 * Search over the full-text index: turns what a person types into an FTS5 query that can't be malformed, finds the newest
 * matches, and cuts a snippet around the words from the opened note.
 */

import type { Bytes } from "@alcove/bytes";
import { toHex } from "@alcove/bytes";
import type { NoteKind } from "../facade.ts";
import type { SqlValue } from "../ports.ts";
import { docidFrom, docidThrough, type Fold } from "./fold.ts";

export type ParsedQuery = {
  /** FTS5 expression over title and body; undefined when there is no word to look for. */
  readonly match: string | undefined;
  /** Lower-case words to mark; `prefix` marks whole words that begin so. */
  readonly marks: readonly { readonly words: readonly string[]; readonly prefix: boolean }[];
};

/** `word`, `begin*`, `"two words"`, `-without`. Everything else is taken as words; quotes inside can't escape. */
export function parseQuery(input: string): ParsedQuery {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  const marks: { words: string[]; prefix: boolean }[] = [];
  for (const piece of input.normalize("NFKC").matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const [, minus, phrase, single] = piece;
    const prefix = single?.endsWith("*") === true;
    const words = wordsIn(phrase ?? single ?? "");
    if (words.length === 0) continue;
    const term = `"${words.join(" ")}"${prefix ? "*" : ""}`;
    if (minus && !(single?.startsWith("-") ?? false)) unwanted.push(term);
    else {
      wanted.push(term);
      marks.push({ words, prefix });
    }
  }
  if (wanted.length === 0) return { match: undefined, marks };
  const all = wanted.map((term) => `{title body} : ${term}`).join(" AND ");
  return { match: unwanted.reduce((left, term) => `(${left}) NOT ({title body} : ${term})`, all), marks };
}

/** The runs of letters, digits and marks that FTS5's unicode61 takes as words, lower-case and without accents. */
function wordsIn(text: string): string[] {
  return plain(text).match(/[\p{L}\p{N}\p{Co}]+/gu) ?? [];
}
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase();
}

export type FindFacts = {
  readonly match: string;
  readonly kind: NoteKind;
  readonly chart: Bytes | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
};

/** Newest first. */
export function findNotes(fold: Fold, facts: FindFacts, limit: number): number[] {
  const { where, values } = conditions(facts);
  return fold.sql
    .prepare(`SELECT rowid FROM words WHERE ${where} ORDER BY rowid DESC LIMIT ?`)
    .all(...values, limit)
    .map((row) => Number(row["rowid"]));
}
export function countNotes(fold: Fold, facts: FindFacts): number {
  const { where, values } = conditions(facts);
  return Number(fold.sql.prepare(`SELECT count(*) AS n FROM words WHERE ${where}`).get(...values)?.["n"]);
}

function conditions(facts: FindFacts): { where: string; values: SqlValue[] } {
  const scope = [`kind${facts.kind}`, ...(facts.chart ? [`chart${toHex(facts.chart)}`] : [])]
    .map((word) => `scope : "${word}"`)
    .join(" AND ");
  const values: SqlValue[] = [`(${facts.match}) AND ${scope}`];
  let where = "words MATCH ?";
  if (facts.from !== undefined) {
    where += " AND rowid >= ?";
    values.push(docidFrom(facts.from));
  }
  if (facts.to !== undefined) {
    where += " AND rowid <= ?";
    values.push(docidThrough(facts.to));
  }
  return { where, values };
}

const snippetLength = 220;
const lead = 60;

/** A piece of `text` around the first mark, in alternating plain and marked parts. */
export function cutSnippet(text: string, marks: ParsedQuery["marks"]): { text: string; hit: boolean }[] {
  const words = [...text.matchAll(/[\p{L}\p{N}\p{Co}\p{Mn}]+/gu)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    plain: plain(found[0]),
  }));
  const spans: { start: number; end: number }[] = [];
  for (const [i, word] of words.entries()) {
    for (const mark of marks) {
      const last = i + mark.words.length - 1;
      const fits = mark.words.every((wanted, j) => {
        const other = words[i + j];
        return (
          other !== undefined &&
          (mark.prefix && j === mark.words.length - 1 ? other.plain.startsWith(wanted) : other.plain === wanted)
        );
      });
      if (fits) spans.push({ start: word.start, end: (words[last] ?? word).end });
    }
  }
  const from = spans.length === 0 ? 0 : wordStart(text, Math.max(0, (spans[0]?.start ?? 0) - lead));
  const to = Math.min(text.length, from + snippetLength);
  const pieces: { text: string; hit: boolean }[] = [];
  let at = from;
  for (const span of spans) {
    if (span.start < at || span.end > to) continue;
    pieces.push(
      { text: text.slice(at, span.start), hit: false },
      { text: text.slice(span.start, span.end), hit: true },
    );
    at = span.end;
  }
  pieces.push({ text: text.slice(at, to), hit: false });
  if (from > 0) pieces.unshift({ text: "… ", hit: false });
  if (to < text.length) pieces.push({ text: " …", hit: false });
  return pieces
    .map((piece) => ({ ...piece, text: piece.text.replaceAll(/\s+/g, " ") }))
    .filter((piece) => piece.text !== "");
}

function wordStart(text: string, at: number): number {
  const space = text.lastIndexOf(" ", at);
  return space < 0 ? 0 : space + 1;
}
