/** Charts in whose name, or in that of whoever belongs to it, every typed word begins a word; the last written first. */

import type { ChartView } from "@alcove/vault";

export function findCharts(charts: readonly ChartView[], typed: string): readonly ChartView[] {
  const wanted = wordsIn(typed);
  const signs = typed.trim();
  // Where nothing typed is a letter, it is looked for as it stands.
  const matches =
    wanted.length === 0 && signs !== ""
      ? ({ name }: ChartView) => name.includes(signs)
      : (chart: ChartView) => beginsWords(wordsOfChart(chart), wanted);
  return charts.filter(matches).toSorted((a, b) => b.changedAt - a.changedAt);
}

/** Whether each typed word begins a word of this. */
export function matchesWords(text: string, typed: string): boolean {
  return beginsWords(wordsIn(text), wordsIn(typed));
}

const beginsWords = (words: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((want) => words.some((word) => (isUnspaced.test(want) ? word.includes(want) : word.startsWith(want))));

/** Scripts that are written without spaces: any part of a name is a word of it. */
const isUnspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;

/** Folded once for each chart as it was read, and not at every letter. */
const known = new WeakMap<ChartView, readonly string[]>();
function wordsOfChart(chart: ChartView): readonly string[] {
  const words = known.get(chart) ?? wordsIn([chart.name, ...chart.people, ...chart.called].join(" "));
  known.set(chart, words);
  return words;
}

const wordsIn = (text: string): readonly string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Case and accents don't matter to somebody who looks for a name. */
function fold(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    // O’Brien is looked for with and without its apostrophe.
    .replace(/(?<=\p{L})['’ʼ](?=\p{L})/gu, "")
    .toLowerCase()
    .trim();
  return plain.replace(/[łøđßæœ]/g, (letter) => SPELLED[letter] ?? letter);
}

/** Letters that Unicode does not take apart, as people type them who have no key for them. */
const SPELLED: Readonly<Record<string, string>> = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe" };
