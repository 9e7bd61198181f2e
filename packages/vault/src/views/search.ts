/**
 * Search over the full-text index: turns what a person types into an FTS5 query that can't be malformed, and finds the
 * newest matches.
 */

import { type Bytes, toHex } from "@alcove/bytes";
import type { NoteKind } from "../facade.ts";
import type { SqlValue } from "../ports.ts";
import { docidFrom, docidThrough, type Fold } from "./fold.ts";
import type { Mark } from "./snippet.ts";
import { comparable, wordsIn } from "./words.ts";

export type ParsedQuery = {
  /** FTS5 expression over title and body; undefined when there is no word to look for. */
  readonly match: string | undefined;
  /** What to mark in the texts that are found. */
  readonly marks: readonly Mark[];
};

/** In a query, and words in one phrase. More than anybody types; a text pasted by mistake is not looked for whole. */
const mostTerms = 32;

/** `word`, `begin*`, `"two words"`, `-without`. Everything else is taken as words; quotes inside can't escape. */
export function parseQuery(input: string): ParsedQuery {
  const wanted = new Map<string, Mark>();
  const unwanted = new Set<string>();
  for (const [, minus, phrase, single] of input.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    if (wanted.size + unwanted.size >= mostTerms) break;
    const prefix = single?.endsWith("*") === true;
    const words = wordsIn(phrase ?? single ?? "").slice(0, mostTerms);
    if (words.length === 0) continue;
    const term = `{title body} : "${words.join(" ")}"${prefix ? "*" : ""}`;
    if (minus && !(single?.startsWith("-") ?? false)) unwanted.add(term);
    else wanted.set(term, { words: words.map(comparable), prefix });
  }
  const marks = [...wanted.values()];
  if (marks.length === 0) return { match: undefined, marks };
  const all = [...wanted.keys()].join(" AND ");
  return { match: unwanted.size === 0 ? all : `(${all}) NOT (${[...unwanted].join(" OR ")})`, marks };
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
