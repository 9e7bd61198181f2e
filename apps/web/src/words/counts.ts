/** Numbers in sentences: small ones as words, large ones with thousands set apart. */

import type { ChartView } from "@alcove/vault";

const SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

const grouped = new Intl.NumberFormat("en-GB");

/** "three", "1,812". */
export function sayNumber(n: number): string {
  return SMALL[n] ?? grouped.format(n);
}

/** "1,812", also for small numbers: for columns and measures. */
export function figures(n: number): string {
  return grouped.format(n);
}

const listed = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** "Assessment and Plan", "Data, Assessment and Plan". */
export const sayAll = (names: readonly string[]): string => listed.format(names);

/** "1 note", "1,812 notes": the same with figures. */
export function amount(n: number, one: string, many = `${one}s`): string {
  return `${figures(n)} ${n === 1 ? one : many}`;
}

/** "one note", "three notes"; `many` where an s is not enough. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${sayNumber(n)} ${n === 1 ? one : many}`;
}

/** Notes with two texts to settle, over all charts. */
export function countConflicts(charts: readonly ChartView[]): number {
  return charts.reduce((sum, { conflicts }) => sum + conflicts, 0);
}

/** First letter large, for the start of a sentence. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "14 KB", "2.3 MB", "1.2 GB": decimal units, as file managers show them. */
export function saySize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

/** "Ines’s", "Priya’s": whose. */
export function whose(name: string): string {
  return `${name}’s`;
}
