/** Until when each chart is kept (docs/spec, RET). It lists; a person decides, and nothing happens by itself. */

import { type Bytes, toHex } from "@alcove/bytes";
import {
  keepUntil,
  paperYears,
  proposedRetention,
  retentionRows,
  type RetentionTimes,
  yearsAfter,
} from "@alcove/content/retention";
import type { Opened } from "../engine/opened.ts";
import type { RetentionLine, RetentionView } from "../facade.ts";
import { faceSheetsOf } from "./administrative.ts";
import { isHeld } from "./cases/hold.ts";
import { office } from "./cases/office.ts";
import { within } from "./guarded/view.ts";
import { opens } from "./open-charts.ts";

/** Whoever has one of these is a client, or may become one. */
const going: readonly string[] = ["enquiry", "waiting", "active", "paused"];
const inOrder = ["due", "held", "keeps", "active"] as const;

/** `today`: by the device's clock. */
export function retention(running: Opened, today: string): RetentionView {
  const { retention: confirmed, state } = office(running);
  const times = confirmed ?? proposedRetention;
  const isOwn = (row: { readonly state?: string }) => Number(state !== "" && row.state === state);
  return {
    times: { years: times.years, untilAge: times.untilAge },
    ...(confirmed ? { confirmed } : {}),
    rows: retentionRows.toSorted((a, b) => isOwn(b) - isOwn(a)),
    charts: running.fold
      .charts()
      .flatMap((row) => lineOf(running, row["record"] as Bytes, Number(row["created_at"]), times, today) ?? [])
      .toSorted(
        (a, b) => inOrder.indexOf(a.state) - inOrder.indexOf(b.state) || a.keepUntil.localeCompare(b.keepUntil),
      ),
  };
}

/** Of one chart. `undefined`: not open to this member, or guarded and closed. */
export function retentionOf(running: Opened, chart: Bytes, today: string): RetentionLine | undefined {
  const row = running.fold.chart(chart);
  const times = office(running).retention ?? proposedRetention;
  return row && lineOf(running, chart, Number(row["created_at"]), times, today);
}

/** `undefined`: not open to this member, or guarded and closed. */
function lineOf(
  running: Opened,
  chart: Bytes,
  createdAt: number,
  times: RetentionTimes,
  today: string,
): RetentionLine | undefined {
  const view = opens(running, chart) ? within(running, chart) : undefined;
  if (!view) return undefined;
  const [sheet] = faceSheetsOf(view, chart);
  const [note] = view.fold.notesOf(chart, 1);
  const begun = new Date(createdAt).toISOString().slice(0, 10);
  const lastContact = [begun, note?.["date"] as string | undefined, sheet?.value.since]
    .filter((day) => day !== undefined)
    .reduce((latest, day) => (day > latest ? day : latest));
  const born = view.fold
    .structuredOf("person", chart)
    .flatMap(({ value }) => (value.bornOn && !value.gone && value.roles.includes("client") ? [value.bornOn] : []))
    .toSorted();
  const until = [
    keepUntil(times, lastContact, born),
    ...papersOf(view, chart).map((day) => yearsAfter(day, paperYears)),
  ]
    .toSorted()
    .at(-1) as string;
  const youngest = born.at(-1);
  const isGoing = sheet !== undefined && going.includes(sheet.value.status);
  return {
    chart: toHex(chart),
    state: isHeld(view, chart) ? "held" : isGoing ? "active" : until < today ? "due" : "keeps",
    lastContact,
    ...(youngest === undefined ? {} : { bornOn: youngest }),
    keepUntil: until,
  };
}

/** Days of its newest form and of its cases: what was signed, asked and answered. */
function papersOf({ fold }: Opened, chart: Bytes): string[] {
  const cases = fold
    .structuredOf("case", chart)
    .flatMap(({ value }) => (value.moved ? [] : [value.closed?.on ?? value.received]));
  return [...fold.responsesOf(chart).map((row) => String(row["on_day"])), ...cases];
}
