/** Turns what a person types into an FTS5 query that can't be malformed. */

import type { Mark } from "./snippet.ts";
import { comparable, wordsIn } from "./words.ts";

export type ParsedQuery = {
  /** FTS5 expression; undefined when there is no word to look for. */
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
    const term = `"${words.join(" ")}"${prefix ? "*" : ""}`;
    if (minus && !(single?.startsWith("-") ?? false)) unwanted.add(term);
    else wanted.set(term, { words: words.map(comparable), prefix });
  }
  const marks = [...wanted.values()];
  if (marks.length === 0) return { match: undefined, marks };
  const all = [...wanted.keys()].join(" AND ");
  return { match: unwanted.size === 0 ? all : `(${all}) NOT (${[...unwanted].join(" OR ")})`, marks };
}
