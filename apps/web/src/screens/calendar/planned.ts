/** What is expected of a chart in the weeks to come. */

import type { CalendarEntry } from "@alcove/vault";
import { useAnswer } from "../../app/session.tsx";
import { dayOf } from "../../words/dates.ts";
import { plusDays, viewerZone } from "./days.ts";

/** Who comes once a month is seen, and not much more is read. */
const DAYS_AHEAD = 42;

/** `undefined`: not read yet, or no calendar opens here. */
export function usePlanned(chart: string, now: number): readonly CalendarEntry[] | undefined {
  const today = dayOf(now);
  const { value: ahead } = useAnswer(`calendar from ${today}`, (vault) =>
    vault.calendar({ from: today, until: plusDays(today, DAYS_AHEAD), zone: viewerZone() }),
  );
  if (!ahead?.ok || ahead.value.calendars.length === 0) return undefined;
  return ahead.value.entries.filter(
    ({ plan, attendance, from }) => plan.chart === chart && attendance === "expected" && from > now,
  );
}
