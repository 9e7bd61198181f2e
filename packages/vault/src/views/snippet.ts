/** A piece of a note around the words that were looked for. */

import { comparable, wholeUntil } from "./words.ts";

/** Words that follow one another; `prefix`: the last of them is only the beginning of a word. Comparable forms. */
export type Mark = { readonly words: readonly string[]; readonly prefix: boolean };
/** Pieces in order, plain and marked; together they are the snippet. */
export type Snippet = readonly { readonly text: string; readonly hit: boolean }[];

type Word = { readonly start: number; readonly end: number; readonly word: string };
type Span = { readonly start: number; readonly end: number };

const snippetLength = 220;
/** How much of the text stands before the first mark. */
const lead = 60;

/** Around the first place that a mark fits, or the beginning where none does. Lengths in UTF-16 units. */
export function cutSnippet(text: string, marks: readonly Mark[]): Snippet {
  const spans = findSpans(text, marks);
  const first = spans[0];
  const from = first ? wordStart(text, first.start - lead, first.start) : 0;
  const to = wholeUntil(text, Math.min(text.length, Math.max(from + snippetLength, first?.end ?? 0)));
  const pieces: { text: string; hit: boolean }[] = [];
  let at = from;
  for (const { start, end } of spans) {
    if (start < at || end > to) continue;
    pieces.push({ text: text.slice(at, start), hit: false }, { text: text.slice(start, end), hit: true });
    at = end;
  }
  pieces.push({ text: text.slice(at, to), hit: false });
  if (from > 0) pieces.unshift({ text: "… ", hit: false });
  if (to < text.length) pieces.push({ text: " …", hit: false });
  return pieces
    .map((piece) => ({ ...piece, text: piece.text.replaceAll(/\s+/g, " ") }))
    .filter((piece) => piece.text !== "");
}

/** Where marks fit, in the order of the text, from the first on for as long as a snippet is. */
function findSpans(text: string, marks: readonly Mark[]): Span[] {
  if (marks.length === 0) return [];
  const longest = Math.max(...marks.map((mark) => mark.words.length));
  const spans: Span[] = [];
  const window: Word[] = [];
  const next = () => {
    for (const mark of marks) {
      const last = window[mark.words.length - 1];
      if (last && fits(mark, window)) spans.push({ start: (window[0] as Word).start, end: last.end });
    }
    return window.shift();
  };
  const words = /[\p{L}\p{N}\p{Co}\p{Mn}]+/gu;
  const begin = firstPossible(text, marks);
  if (begin === undefined) return [];
  words.lastIndex = begin;
  for (const found of text.matchAll(words)) {
    // The text may be megabytes: what lies behind the snippet is not looked at.
    if (spans[0] !== undefined && found.index > spans[0].start + snippetLength) break;
    const [word] = found;
    window.push({ start: found.index, end: found.index + word.length, word });
    if (window.length === longest) next();
  }
  while (window.length > 0) next();
  return spans;
}

/** Letters are ASCII's; beyond it usual punctuation at most. */
const plainLetters =
  /^[\u0000-\u007f\u00a0-\u00a7\u00ab-\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf\u2010-\u2027\u2030\u2039\u203a]*$/;

/**
 * The beginning of the first word that a mark may begin with; `undefined`: there is none. Asks for all words of a mark in a
 * row: the "the" of "the drive home" stands in every note, long before the drive.
 */
function firstPossible(text: string, marks: readonly Mark[]): number | undefined {
  if (!plainLetters.test(text)) return 0;
  const anyMark = marks.map(({ words }) => words.join("[^a-z0-9]+")).join("|");
  const place = text.toLowerCase().search(new RegExp(`(?<![a-z0-9])(?:${anyMark})`));
  return place < 0 ? undefined : place;
}

/** `window` is at least as long as the mark. */
function fits({ words, prefix }: Mark, window: readonly Word[]): boolean {
  return words.every((wanted, i) => {
    const word = window[i]?.word ?? "";
    if (!beginsAlike(word, wanted)) return false;
    const here = comparable(word);
    return prefix && i === words.length - 1 ? here.startsWith(wanted) : here === wanted;
  });
}

/** Tells most words apart without making them comparable. Letters beyond ASCII may become any. */
function beginsAlike(word: string, wanted: string): boolean {
  const unit = word.charCodeAt(0);
  return unit > 0x7f || word[0]?.toLowerCase() === wanted[0];
}

/** The first beginning of a word from `at` on; `at` itself where there is none before `before`. */
function wordStart(text: string, at: number, before: number): number {
  if (at <= 0) return 0;
  const space = text.slice(at - 1, before).search(/\s\S/);
  return space < 0 ? wholeUntil(text, at) : at + space;
}
