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
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
