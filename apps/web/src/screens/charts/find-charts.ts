/** Charts whose name has every typed word at the beginning of one of its words; the last written first. */

import type { ChartView } from "@alcove/vault";

export function findCharts(charts: readonly ChartView[], typed: string): readonly ChartView[] {
  const wanted = fold(typed).split(/\s+/).filter(Boolean);
  const matches = (chart: ChartView): boolean => {
    const words = fold(chart.name).split(/[^\p{L}\p{N}]+/u);
    return wanted.every((want) => words.some((word) => word.startsWith(want)));
  };
  return charts.filter(matches).toSorted((a, b) => b.changedAt - a.changedAt);
}

/** Case and accents don't matter to somebody who looks for a name. */
function fold(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
  return plain.replace(/[łøđßæœ]/g, (letter) => SPELLED[letter] ?? letter);
}

/** Letters that Unicode does not take apart, as people type them who have no key for them. */
const SPELLED: Readonly<Record<string, string>> = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe" };
