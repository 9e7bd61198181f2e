/** The chart of a couple or family with an eye to each of its clients alone (docs/spec, SEP). Made of what stands; nothing is kept of it. */

import { type Bytes, equalBytes, toHex } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import type { Opened } from "../../engine/opened.ts";
import type { OwnNote, Reach, SeparatingPerson, SeparationView } from "../../facade.ts";
import type { SqlRow } from "../../ports.ts";
import { within } from "../guarded/view.ts";
import { noteHead } from "../notes.ts";
import { opens } from "../open-charts.ts";
import { isAlone } from "../signed.ts";

export function separation(running: Opened, view: Opened, chart: Bytes): SeparationView {
  const clients = clientsOf(view, chart);
  const rows = view.fold.notesOf(chart).filter(({ kind }) => kind === "progress");
  const main = rows.filter(({ adds }) => adds === null);
  const people = clients.map(({ record, value }): SeparatingPerson => {
    const charts = chartsOf(running, value.name, chart);
    const own = main.filter((row) => isAbout(view, rows, row, record));
    return {
      id: toHex(record),
      name: value.name,
      charts: charts.map((id) => ({ id: toHex(id), name: running.fold.nameOf(id) ?? "" })),
      notes: own.map((row) => ownNote(running, view, rows, row, charts)),
    };
  });
  const alone = people.reduce((sum, { notes }) => sum + notes.length, 0);
  return { people, together: main.length - alone, shared: sharedAmong(clients) };
}

const clientsOf = (view: Opened, chart: Bytes) =>
  view.fold
    .structuredOf("person", chart)
    .filter(({ value }) => isClient(value))
    .toSorted((a, b) => a.value.name.localeCompare(b.value.name));

/** Open to this member, with a client of that name; not this one. */
function chartsOf(running: Opened, name: string, but: Bytes): Bytes[] {
  const people = [running.fold, running.guardedFold()].flatMap((fold) => fold?.structuredOfType("person") ?? []);
  const found = people.flatMap(({ chart, value }) =>
    chart && isClient(value) && sameName(value.name, name) && !equalBytes(chart, but) ? [chart] : [],
  );
  const once = new Map(found.map((chart) => [toHex(chart), chart]));
  return [...once.values()].filter((chart) => opens(running, chart) && within(running, chart) !== undefined);
}

const isClient = ({ gone, roles }: RevisionOf<"person">): boolean => !gone && roles.includes("client");
export const sameName = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();

/** Of a note, and of all that was added to it. */
const withAddenda = (rows: readonly SqlRow[], row: SqlRow): SqlRow[] => {
  const id = toHex(row["record"] as Bytes);
  return [row, ...rows.filter(({ adds }) => adds !== null && toHex(adds as Bytes) === id)];
};

/** It and its addenda are about this person alone: nothing of what anybody else of the chart said. */
function isAbout(view: Opened, rows: readonly SqlRow[], row: SqlRow, person: Bytes): boolean {
  return withAddenda(rows, row).every((one) => {
    const { about } = noteHead(view, one);
    return about.length === 1 && about[0] === toHex(person);
  });
}

function ownNote(
  running: Opened,
  view: Opened,
  rows: readonly SqlRow[],
  row: SqlRow,
  charts: readonly Bytes[],
): OwnNote {
  const { id, date, title, excerpt } = noteHead(view, row);
  const first = Number(row["first_written"] ?? view.fold.revisionsOf(row["record"] as Bytes)[0]?.["written_at"]);
  const isThere = charts.some((chart) =>
    within(running, chart)
      ?.fold.notesOf(chart)
      .some((one) => Number(one["first_written"]) === first && one["date"] === date),
  );
  const isOwn = withAddenda(rows, row).every((one) => isAlone(view, one["record"] as Bytes));
  const goes = isThere ? "there" : isOwn ? "copies" : "others";
  return { note: id, revision: toHex(row["current"] as Bytes), date, title, excerpt, goes };
}

/** The same however it is typed. */
export const reachKey = ({ by, at }: Pick<Reach, "by" | "at">): string =>
  by === "phone" || by === "text" ? at.replace(/\D/g, "").slice(-10) : at.trim().toLowerCase();

/** One telephone that two give reaches whoever picks it up. */
function sharedAmong(clients: ReturnType<typeof clientsOf>): SeparationView["shared"] {
  const found = new Map<string, { by: Reach["by"]; at: string; people: string[] }>();
  for (const { value } of clients)
    for (const { by, at } of value.reach) {
      const key = reachKey({ by, at });
      const one = found.get(key) ?? { by, at, people: [] };
      if (!one.people.includes(value.name)) one.people.push(value.name);
      found.set(key, one);
    }
  return [...found.values()].filter(({ people }) => people.length > 1);
}
