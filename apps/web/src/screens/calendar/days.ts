/** Days as texts, and the spans that each way of looking shows. Weeks begin where the person's region begins them. */

export type View = "week" | "day" | "month" | "agenda";
export const VIEWS: readonly View[] = ["week", "day", "month", "agenda"];

/** The IANA name of the time zone that this browser is in. */
export const viewerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const DAY_MS = 86_400_000;

const noon = (day: string): number => Date.parse(`${day}T12:00Z`);
export const plusDays = (day: string, days: number): string =>
  new Date(noon(day) + days * DAY_MS).toISOString().slice(0, 10);
/** 1 is Monday, 7 Sunday. */
export const weekdayOf = (day: string): number => new Date(noon(day)).getUTCDay() || 7;

export const minuteOf = (time: string): number => Number(time.slice(11, 13)) * 60 + Number(time.slice(14, 16));
export function timeAt(day: string, minute: number): string {
  const on = plusDays(day, Math.floor(minute / 1440));
  const rest = ((minute % 1440) + 1440) % 1440;
  const two = (n: number) => String(n).padStart(2, "0");
  return `${on}T${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
}

/** 1 is Monday, 7 Sunday: where a region begins a week, this browser's as it is named. */
export function firstWeekday(language = navigator.language): number {
  // Where no language is set, Linux names one that is none: en-US@posix.
  const locale = new Intl.Locale(language.replace(/@.*/, "")) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return locale.getWeekInfo?.().firstDay ?? locale.weekInfo?.firstDay ?? 1;
}

const weekStart = (day: string, first: number): string => plusDays(day, -((weekdayOf(day) - first + 7) % 7));
export const monthOf = (day: string): string => day.slice(0, 7);

/** First and last day that are shown; a month as whole weeks. */
export function spanOf(view: View, day: string, first: number): { readonly from: string; readonly until: string } {
  if (view === "day") return { from: day, until: day };
  if (view === "agenda") return { from: day, until: plusDays(day, 13) };
  if (view === "week") {
    const from = weekStart(day, first);
    return { from, until: plusDays(from, 6) };
  }
  const last = plusDays(`${monthOf(plusDays(`${monthOf(day)}-01`, 31))}-01`, -1);
  return { from: weekStart(`${monthOf(day)}-01`, first), until: plusDays(weekStart(last, first), 6) };
}

/** The day to look at one step on or back. */
export function stepFrom(view: View, day: string, by: 1 | -1): string {
  if (view === "month") return `${monthOf(plusDays(`${monthOf(day)}-15`, by * 30))}-01`;
  return plusDays(day, by * { day: 1, week: 7, agenda: 14 }[view]);
}
