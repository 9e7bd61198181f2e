/** Cases in words: when they are due, and what is due of all of them. */

import type { CaseHead } from "@alcove/vault";
import { dayOf, sayDayBriefly } from "./dates.ts";

/** Within so many days it is said on Today. */
const SOON_DAYS = 7;
const DAY_MS = 86_400_000;

export type Due = { readonly says: string; readonly isDue: boolean };

/** "Was due on 1 April", "Due today", "Due in three days", "Due by 1 April". `isDue`: soon, or over. */
export function sayDue({ due, closed }: Pick<CaseHead, "due" | "closed">, now: number): Due {
  if (closed) return { says: "Closed", isDue: false };
  if (due === undefined) return { says: "No day is set", isDue: false };
  const days = daysUntil(due, now);
  if (days < 0)
    return { says: `Was due on ${sayDayBriefly(due, now).replace("yesterday", "the day before today")}`, isDue: true };
  if (days === 0) return { says: "Due today", isDue: true };
  if (days === 1) return { says: "Due tomorrow", isDue: true };
  if (days <= SOON_DAYS) return { says: `Due in ${days} days`, isDue: true };
  return { says: `Due by ${sayDayBriefly(due, now)}`, isDue: false };
}

export type CasesDue = { readonly over: number; readonly soon: number };

/** What Today says in one line; `undefined`: nothing. */
export function casesDue(heads: readonly CaseHead[], now: number): CasesDue | undefined {
  const days = heads.flatMap(({ due, closed }) => (due === undefined || closed ? [] : [daysUntil(due, now)]));
  const over = days.filter((left) => left < 0).length;
  const soon = days.filter((left) => left >= 0 && left <= SOON_DAYS).length;
  return over + soon === 0 ? undefined : { over, soon };
}

/** From today by the device's own calendar; both are days, so that no change of the clocks counts. */
const daysUntil = (day: string, now: number): number => Math.round((Date.parse(day) - Date.parse(dayOf(now))) / DAY_MS);
