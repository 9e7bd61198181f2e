/** Enquiries in words: how long somebody waits, and when they were called. */

import type { EnquiryWords } from "@alcove/vault";
import { count } from "./counts.ts";
import { sayDayBriefly } from "./dates.ts";

const DAY_MS = 86_400_000;

/** "asked today", "waits three days", "waits three weeks", "waits five months". */
export function sayWait(asked: string, today: string): string {
  const days = Math.round((Date.parse(today) - Date.parse(asked)) / DAY_MS);
  if (!(days > 0)) return "asked today";
  if (days < 14) return `waits ${count(days, "day")}`;
  if (days < 61) return `waits ${count(Math.floor(days / 7), "week")}`;
  return `waits ${count(Math.floor(days / 30.44), "month")}`;
}

/** "Called on 5 March and 9 March."; the last three of many. */
export function sayCalls({ called }: EnquiryWords, now: number): string {
  if (called.length === 0) return "Not called back yet.";
  const last = called.slice(-3).map((day) => sayDayBriefly(day, now));
  const days = last.length > 1 ? `${last.slice(0, -1).join(", ")} and ${last.at(-1)}` : last[0];
  return called.length > 3 ? `Called ${count(called.length, "time")}, last ${last.at(-1)}.` : `Called ${days}.`;
}
