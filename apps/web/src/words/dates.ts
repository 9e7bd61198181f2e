/**
 * Dates and times as people say them: "Thursday, 19 November", "10:37:12", "12 Nov 2026".
 * Moments are milliseconds since 1970; days are `yyyy-mm-dd` without a zone, the day a note is about.
 */

import { sayTime } from "./clock.ts";

const LOCALE = "en-GB";

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(LOCALE, options);

const longDay = format({ weekday: "long", day: "numeric", month: "long" });
const longDayYear = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const dayMonth = format({ day: "numeric", month: "long" });
const dayMonthYear = format({ day: "numeric", month: "long", year: "numeric" });
const shortDayMonth = format({ day: "numeric", month: "short" });
const shortDate = format({ day: "numeric", month: "short", year: "numeric" });
const weekdayDay = format({ weekday: "short", day: "numeric" });
const monthOnly = format({ month: "long" });
const monthAndYear = format({ month: "long", year: "numeric" });

/** Of any field for a day: with it, browsers let a year have four digits and no more. */
export const LAST_DAY = "9999-12-31";

/** The local day of a moment, `yyyy-mm-dd`. */
export function dayOf(moment: number): string {
  const date = new Date(moment);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Noon of a day, so that no change of the clocks moves it; an unreadable day gives an invalid date. */
function noonOf(day: string): Date {
  const [year, month, date] = day.split("-").map(Number);
  const noon = new Date(year ?? Number.NaN, (month ?? Number.NaN) - 1, date ?? Number.NaN, 12);
  // The constructor takes the years 0 to 99 for those of the last century.
  if (year !== undefined && year < 100) noon.setFullYear(year);
  return noon;
}

const readable = (date: Date): boolean => !Number.isNaN(date.getTime());

/** By the calendar: where the clocks change, a day before may be 23 or 25 hours away. */
const isDayBefore = (day: string, now: number): boolean => {
  const noon = noonOf(dayOf(now));
  noon.setDate(noon.getDate() - 1);
  return day === dayOf(noon.getTime());
};

const sameYear = (date: Date, now: number): boolean => date.getFullYear() === new Date(now).getFullYear();

/** "Thursday, 19 November"; with the year when it is not this one. */
export function sayDay(day: string, now: number): string {
  const date = noonOf(day);
  if (!readable(date)) return day;
  if (!sameYear(date, now)) return longDayYear.format(date).replace(/^(\w+) /, "$1, ");
  return longDay.format(date).replace(/^(\w+) /, "$1, ");
}

/** "today", "yesterday", "12 November", "12 November 2024". */
export function sayDayBriefly(day: string, now: number): string {
  if (day === dayOf(now)) return "today";
  if (isDayBefore(day, now)) return "yesterday";
  const date = noonOf(day);
  if (!readable(date)) return day;
  return (sameYear(date, now) ? dayMonth : dayMonthYear).format(date);
}

/**
 * A day by UTC, as devices sign it and tell it of themselves. Of an evening west of Greenwich it is tomorrow's already, and
 * nothing of it was done tomorrow.
 */
export const saySignedDay = (day: string, now: number): string =>
  day > dayOf(now) && day <= new Date(now).toISOString().slice(0, 10) ? "today" : sayDayBriefly(day, now);

/** "today", "on 12 November". */
export function sayOnDay(day: string, now: number): string {
  const said = sayDayBriefly(day, now);
  return said === "today" || said === "yesterday" ? said : `on ${said}`;
}

/** "12 Nov 2026". */
export function sayShortDate(day: string): string {
  const date = noonOf(day);
  return readable(date) ? shortDate.format(date).replace("Sept", "Sep") : day;
}

/** "12 Nov" this year, "12 Nov 2024" otherwise: for narrow columns. */
export function sayNarrowDate(day: string, now: number): string {
  const date = noonOf(day);
  if (!readable(date)) return day;
  return (sameYear(date, now) ? shortDayMonth : shortDate).format(date).replace("Sept", "Sep");
}

/** "Thu 19". */
export function sayWeekday(day: string): string {
  const date = noonOf(day);
  return readable(date) ? weekdayDay.format(date).replace(",", "") : day;
}

/** "November" this year, "November 2024" otherwise. */
export function sayMonth(day: string, now: number): string {
  const date = noonOf(day);
  if (!readable(date)) return "Without a date";
  return (sameYear(date, now) ? monthOnly : monthAndYear).format(date);
}

/** "10:37", or "10:37 AM" where the viewer's clock says it so. */
export function sayMinute(moment: number): string {
  const at = new Date(moment);
  return sayTime(at.getHours(), at.getMinutes());
}

/** "10:37:12". */
export function saySecond(moment: number): string {
  const at = new Date(moment);
  return sayTime(at.getHours(), at.getMinutes(), `:${String(at.getSeconds()).padStart(2, "0")}`);
}

/** "at 10:37" today, "yesterday at 17:40", "on 12 November at 17:40". */
export function sayMoment(moment: number, now: number): string {
  const day = dayOf(moment);
  if (day === dayOf(now)) return `at ${sayMinute(moment)}`;
  const said = sayDayBriefly(day, now);
  return said === "yesterday" ? `yesterday at ${sayMinute(moment)}` : `on ${said} at ${sayMinute(moment)}`;
}

/** "on 12 November 2026 at 17:40": what is read on paper and in other years. */
export function sayMomentInFull(moment: number): string {
  return `on ${dayMonthYear.format(moment)} at ${sayMinute(moment)}`;
}

/** "20:40" today, "1 December, 20:40": until when something holds. */
export function sayUntil(moment: number, now: number): string {
  const day = dayOf(moment);
  return day === dayOf(now) ? sayMinute(moment) : `${sayDayBriefly(day, now)}, ${sayMinute(moment)}`;
}

/** How long ago, for the end of a row: "now", "25 min", "2 h", "yesterday", "7 days". */
export function sayAge(moment: number, now: number): string {
  const minutesAgo = Math.floor((now - moment) / 60_000);
  if (minutesAgo < 2) return "now";
  if (minutesAgo < 60) return `${minutesAgo} min`;
  if (dayOf(moment) === dayOf(now)) return `${Math.floor(minutesAgo / 60)} h`;
  const days = Math.round((noonOf(dayOf(now)).getTime() - noonOf(dayOf(moment)).getTime()) / 86_400_000);
  return days <= 1 ? "yesterday" : `${days} days`;
}

/** The day `days` after a moment, as "26 November". */
export function sayDaysAfter(moment: number, days: number, now: number): string {
  return sayDayBriefly(dayOf(moment + days * 86_400_000), now);
}

/** "a few seconds", "40 seconds", "about two minutes". */
export function sayDuration(milliseconds: number): string {
  const secondsLeft = Math.ceil(milliseconds / 1000);
  if (secondsLeft <= 5) return "A few seconds";
  if (secondsLeft < 90) return `About ${Math.ceil(secondsLeft / 10) * 10} seconds`;
  const minutesLeft = Math.round(secondsLeft / 60);
  return `About ${minutesLeft === 1 ? "a minute" : `${minutesLeft} minutes`}`;
}

/** "November 2026". */
export function sayMonthAndYear(day: string): string {
  const date = noonOf(day);
  return readable(date) ? monthAndYear.format(date) : "Without a date";
}

/** When a device was here: heartbeats tell the day alone (midnight UTC), so no hour is made up for them. */
export function sayLastSeen(moment: number, now: number): string {
  if (moment % 86_400_000 !== 0) return sayMoment(moment, now);
  const said = saySignedDay(new Date(moment).toISOString().slice(0, 10), now);
  return said === "today" || said === "yesterday" ? said : `on ${said}`;
}
