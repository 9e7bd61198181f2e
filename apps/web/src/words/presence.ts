/** When colleagues were seen, and when they are to be expected. */

import type { MemberView } from "@alcove/vault";
import { sayDayBriefly } from "./dates.ts";

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** " Away until 12 March, says Ben.", or nothing; of an absence to come also its first day. */
export function sayAway(away: MemberView["away"], now: number): string {
  if (!away) return "";
  const from = away.from > new Date(now).toISOString().slice(0, 10) ? ` from ${sayDayBriefly(away.from, now)}` : "";
  return ` Away${from} until ${sayDayBriefly(away.until, now)}${away.byName ? `, says ${away.byName}` : ""}.`;
}

/** "Monday to Friday", "Monday and Tuesday". */
export function sayWorkdays(workdays: readonly number[]): string {
  if (workdays.join() === "1,2,3,4,5") return "Monday to Friday";
  const names = workdays.map((day) => WEEKDAYS[day - 1] ?? "");
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
