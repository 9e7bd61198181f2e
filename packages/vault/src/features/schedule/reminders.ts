/** Who is to be told of which appointment, by the way they agreed to, and what became of it (docs/spec, REM). */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { reminderWords } from "@alcove/content/reminders";
import { type Failure, failure } from "@alcove/protocol";
import { mostHoursBefore, type RevisionOf, reminderOutcomes } from "@alcove/records";
import { dayOf, isLocalTime, openZone, plusDays, type Zone } from "@alcove/records/schedule";
import type { Opened } from "../../engine/opened.ts";
import type { OutboxRevision } from "../../engine/outbox.ts";
import type { NoteReminder, ReminderCount, ReminderNext, ReminderRequest, ReminderView } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import type { Structured } from "../../views/lists/structured.ts";
import { reminderId } from "../../views/record-key.ts";
import { agreementOf, mayWriteIn, placedIn, placeForNew } from "../administrative.ts";
import { within } from "../guarded/view.ts";
import { authorName } from "../notes.ts";
import { chartFrom, idFrom } from "../open-charts.ts";
import { nextRevision, type Said } from "../structured.ts";
import { entriesIn, saidOf, type ScheduleEntry } from "./calendar.ts";

const hourMs = 3_600_000;
/** As far ahead as anybody can have agreed to be told, and the day on which that begins. */
const daysAhead = mostHoursBefore / 24 + 1;

/** What a reminder is about: whoever it is for, in whose calendar, and when, by the clock of that calendar. */
type About = Pick<RevisionOf<"reminder">, "person" | "member" | "start" | "zone">;

/** By the time of the appointment. Failures: `appointment-unfit` (a zone that is unknown here). */
export function reminders(
  opened: Opened,
  { zone: name, chart: only }: ReminderRequest,
  now: number,
): Result<ReminderView[], Failure> {
  const zone = openZone(name);
  if (!zone) return fail(failure("appointment-unfit"));
  const today = zone.localOf(now).slice(0, 10);
  const entries = entriesIn(opened, zone, today, plusDays(today, daysAhead)).filter(({ from }) => from > now);
  const rows: ReminderView[] = [];
  for (const entry of entries) {
    const { member, chart, zone: of } = saidOf(entry);
    if (!chart || !stands(entry) || (only !== undefined && toHex(chart) !== only)) continue;
    const view = within(opened, chart);
    if (!view) continue;
    for (const { record: person, value } of view.fold.structuredOf("person", chart)) {
      const agreed = value.gone ? undefined : agreementOf(value);
      if (!agreed) continue;
      const about = { person, member, start: (openZone(of) ?? zone).localOf(entry.from), zone: of };
      const there = view.fold.structuredRecord("reminder", reminderId(chart, about));
      const dueAt = entry.from - agreed.hours * hourMs;
      const isDone = wasTold(there) || there?.value.outcome === "left-out";
      const state = isDone ? "done" : dueAt <= now ? "due" : "later";
      const row = rowOf(view, { chart, about, from: entry.from, zone, there });
      rows.push({ ...row, ...agreed, dueAt, state, words: reminderWords({ ...row, leave: agreed.leave }) });
    }
  }
  rows.push(...changed(opened, entries, rows, { zone, today, now, only }));
  return ok(rows.toSorted((a, b) => a.from - b.from || a.name.localeCompare(b.name)));
}

/** Whether they know of that time: they were told, or it was a mistake that they know of a change of it (REM-7). */
const wasTold = (there: Structured<"reminder"> | undefined): boolean =>
  there?.value.outcome === "told" || (there?.value.outcome === "mistaken" && there.value.undoes === "taken-back");

/** REM-5: what somebody was told of and is not so any more. `rows`: the reminders of what is expected. */
function changed(
  opened: Opened,
  entries: readonly ScheduleEntry[],
  rows: readonly ReminderView[],
  { zone, today, now, only }: { zone: Zone; today: string; now: number; only: string | undefined },
): ReminderView[] {
  const named = (chart: Bytes, member: Bytes, from: number) => `${toHex(chart)} ${toHex(member)} ${from}`;
  const standing = new Set<string>();
  const charts = new Map<string, Bytes>();
  for (const entry of entries) {
    const { chart, member } = saidOf(entry);
    if (!chart) continue;
    charts.set(toHex(chart), chart);
    if (stands(entry)) standing.add(named(chart, member, entry.from));
  }
  // Whatever was planned went elsewhere, out of these days.
  for (const { chart } of opened.fold.remindersFrom(plusDays(today, -1))) if (chart) charts.set(toHex(chart), chart);
  return [...charts]
    .filter(([id]) => only === undefined || id === only)
    .flatMap(([, chart]) => {
      const view = within(opened, chart);
      if (!view) return [];
      return view.fold.structuredOf("reminder", chart).flatMap((there) => {
        const about = there.value;
        const { outcome, member, person, by, at } = about;
        const from = openZone(about.zone)?.instantOf(about.start);
        const isKnown = outcome === "taken-back";
        if (!(isKnown || wasTold(there)) || from === undefined || from <= now) return [];
        if (standing.has(named(chart, member, from))) return [];
        const where = view.fold.structuredRecord("person", person)?.value.reach.find((one) => one.by === by);
        const { label = "", leave = "name-and-number-only" } = where?.at === at ? where : {};
        const row = rowOf(view, { chart, about, from, zone, there });
        const next = isKnown ? undefined : nextOf(row, rows);
        const words = reminderWords({ ...row, leave, isOff: true, next: next?.start });
        const state = isKnown ? ("done" as const) : ("changed" as const);
        return [{ ...row, by, at, label, leave, words, dueAt: now, state, ...(next ? { next } : {}) }];
      });
    });
}

/** The first that is planned with them in the same calendar and that they don't know of yet. */
function nextOf(
  { chart, person, member }: Pick<ReminderView, "chart" | "person" | "member">,
  rows: readonly ReminderView[],
): ReminderNext | undefined {
  const [next] = rows
    .filter((one) => one.chart === chart && one.person === person && one.member === member && one.state !== "done")
    .toSorted((a, b) => a.from - b.from);
  if (!next) return undefined;
  const { id, start, zone, begins, state } = next;
  return { id, start, zone, begins, isDue: state === "due" };
}

const stands = (entry: ScheduleEntry): boolean =>
  (entry.appointment?.plan.kept.value.attendance ?? "expected") === "expected";

type RowFacts = {
  readonly chart: Bytes;
  readonly about: About;
  readonly from: number;
  /** Of whoever looks. */
  readonly zone: Zone;
  readonly there: Structured<"reminder"> | undefined;
};

function rowOf(view: Opened, { chart, about, from, zone, there }: RowFacts) {
  const { person, member } = about;
  const whom = view.fold.structuredRecord("person", person)?.value;
  return {
    id: toHex(reminderId(chart, about)),
    chart: toHex(chart),
    chartName: view.fold.nameOf(chart) ?? "",
    person: toHex(person),
    name: whom?.name ?? "",
    called: whom?.called ?? "",
    relation: whom?.relation ?? "",
    language: whom?.language ?? ("en" as const),
    member: toHex(member),
    whose: view.fold.nameOf(member) ?? "",
    start: about.start,
    zone: about.zone,
    from,
    begins: zone.localOf(from),
    mayWrite: mayWriteIn(view, chart, placeForNew(view, chart)),
    ...(there ? { said: saidIn(view, there) } : {}),
  };
}

function saidIn(view: Opened, { author, value }: Structured<"reminder">): NonNullable<ReminderView["said"]> {
  const { outcome, words, note, by, at, writtenAt, undoes } = value;
  return { outcome, words, note, by, at, writtenAt, author: authorName(view, author), ...(undoes ? { undoes } : {}) };
}

/** What waits, without a name or a number. */
export function remindersWaiting(opened: Opened, zone: string, now: number): ReminderCount {
  const all = reminders(opened, { zone }, now);
  const rows = all.ok ? all.value.filter(({ mayWrite }) => mayWrite) : [];
  // Who hears of a change hears of the next time along with it.
  const alongside = new Set(rows.map(({ next }) => next?.id));
  const count = (state: ReminderView["state"]) =>
    rows.filter((one) => one.state === state && !alongside.has(one.id)).length;
  return { due: count("due"), changed: count("changed") };
}

/**
 * Failures: `chart-unknown`, `person-unknown`, `appointment-unknown` (nothing is expected there then, of what is taken back nobody was
 * told, or nothing was noted that could be a mistake), `not-entitled`.
 */
export async function noteReminder(
  ports: Ports,
  running: Opened,
  view: Opened,
  request: NoteReminder,
): Promise<Result<undefined, Failure>> {
  const { outcome, by, at, words, note, start, zone } = request;
  const chart = chartFrom(view, request.chart);
  const person = idFrom(request.person);
  const member = idFrom(request.member);
  if (!chart) return fail(failure("chart-unknown"));
  const of = person && view.fold.structuredRecord("person", person)?.chart;
  if (!person || !of || !equalBytes(of, chart)) return fail(failure("person-unknown"));
  if (!member || !reminderOutcomes.includes(outcome)) return fail(failure("appointment-unknown"));
  const about = { person, member, start, zone };
  const record = reminderId(chart, about);
  const there = view.fold.structuredRecord("reminder", record);
  const noted: [Bytes, Said<"reminder">][] = [];
  if (outcome === "mistaken") {
    // Where it went stands as it was noted.
    const before = there?.value;
    if (!before || before.outcome === "mistaken") return fail(failure("appointment-unknown"));
    const was = { by: before.by, at: before.at, words: "", undoes: before.outcome };
    noted.push([record, { ...about, ...was, outcome, note }]);
  } else {
    const isThere = outcome === "taken-back" ? wasTold(there) : isExpected(running, chart, about);
    if (!isThere) return fail(failure("appointment-unknown"));
    noted.push([record, { ...about, by, at, words, outcome, note }]);
  }
  if (outcome === "taken-back" && request.next) {
    const next = { ...about, start: request.next.start, zone: request.next.zone };
    if (!isExpected(running, chart, next)) return fail(failure("appointment-unknown"));
    noted.push([reminderId(chart, next), { ...next, by, at, words, outcome: "told", note }]);
  }
  const kept: OutboxRevision[] = [];
  for (const [id, said] of noted) {
    const place = placedIn(view, id) ?? placeForNew(view, chart);
    if (!mayWriteIn(view, chart, place)) return fail(failure("not-entitled"));
    kept.push(nextRevision(ports, view, { kind: place, chart }, id, "reminder", said));
  }
  await view.keep(kept);
  return ok();
}

/** Whether somebody is expected in that calendar then. */
function isExpected(opened: Opened, chart: Bytes, { member, start, zone: name }: About): boolean {
  const zone = openZone(name);
  if (!zone || !isLocalTime(start)) return false;
  const day = dayOf(start);
  return entriesIn(opened, zone, day, day).some((one) => {
    const said = saidOf(one);
    const isOfIt = said.zone === name && said.chart && equalBytes(said.chart, chart) && equalBytes(said.member, member);
    return isOfIt && one.start === start && stands(one);
  });
}
