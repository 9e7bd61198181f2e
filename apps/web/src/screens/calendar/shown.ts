/** What every way of looking at a calendar is given. */

import type { CalendarEntry, CalendarView, ChartView } from "@alcove/vault";
import { useClientName } from "../../parts/client-name.tsx";

/** `hidden`: members whose calendars are not to be seen now. */
export type ShownCalendar = CalendarView & { readonly hidden: ReadonlySet<string> };

export type Looks = {
  readonly calendar: ShownCalendar;
  readonly day: string;
  readonly today: string;
  readonly nameOf: (entry: CalendarEntry) => string;
  readonly onOpen: (entry: CalendarEntry) => void;
};

/** Entries that touch this day, by their beginning. */
export function entriesOn(calendar: ShownCalendar, day: string): readonly CalendarEntry[] {
  const laid = calendar.days.find((one) => one.day === day)?.laid ?? [];
  return laid
    .map(({ entry }) => calendar.entries[entry] as CalendarEntry)
    .filter(({ plan }) => !calendar.hidden.has(plan.member))
    .toSorted((a, b) => a.from - b.from);
}

/** Whose it is, where more than one calendar is shown. */
export function whoseOf({ calendars }: CalendarView, { plan }: CalendarEntry): string | undefined {
  if (calendars.length < 2) return undefined;
  const of = calendars.find(({ member }) => member === plan.member);
  return of?.isYou ? "yours" : of?.name;
}

export const refKey = ({ ref }: CalendarEntry): string =>
  "appointment" in ref ? ref.appointment : `${ref.series} ${ref.occurrence}`;

/** What an entry is called: a client as this device shows them, or its title. */
export function useNameOf(charts: readonly ChartView[] | undefined): (entry: CalendarEntry) => string {
  const shown = useClientName();
  const names = new Map((charts ?? []).map(({ id, name }) => [id, name]));
  return ({ plan }) => (plan.chart === undefined ? plan.title || "No title" : shown(names.get(plan.chart) ?? ""));
}
