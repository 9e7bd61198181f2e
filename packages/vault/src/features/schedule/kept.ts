/** What stands of each record of schedules, and where to write the next. */

import { type AccountId, type Bytes, equalBytes, toHex } from "@alcove/bytes";
import { isAmong, mayCreate } from "@alcove/protocol";
import { parseRevision, type RevisionOf } from "@alcove/records";
import type { Opened } from "../../engine/opened.ts";
import type { Destination } from "../../engine/outbox.ts";
import type { Plan } from "../../facade.ts";
import type { SqlRow } from "../../ports.ts";

type ScheduleType = "appointment" | "series" | "working-hours";

export type Kept<T extends ScheduleType> = {
  readonly record: Bytes;
  readonly value: RevisionOf<T>;
  /** Rows of the revisions that nothing follows: more than one where two devices said different things. */
  readonly standing: readonly SqlRow[];
};

/**
 * `rows`: all revisions of some records, the newest of each first. Of the same id but another type, or in another calendar, none counts:
 * who reads a calendar knows its ids, and could write under them elsewhere.
 */
export function keptOf<T extends ScheduleType>(type: T, rows: readonly SqlRow[]): Kept<T>[] {
  const kept = new Map<string, { record: Bytes; value: RevisionOf<T>; standing: SqlRow[] }>();
  for (const row of rows) {
    const value = parseRevision(row["body"] as Bytes) as RevisionOf<T> | undefined;
    if (value?.type !== type) continue;
    const record = row["record"] as Bytes;
    const name = `${toHex(record)} ${toHex(value.member)}`;
    const known = kept.get(name) ?? { record, value, standing: [] };
    if (Number(row["superseded"]) === 0) known.standing.push(row);
    kept.set(name, known);
  }
  return [...kept.values()];
}

/** Where to write into this member's calendar. `undefined`: this member may not. One's own is begun by the first save. */
export function placeIn({ state, keys }: Opened, member: Bytes): Destination | undefined {
  const { roster } = state;
  const me = roster?.members.get(toHex(keys.account));
  if (!roster || !me) return undefined;
  if (equalBytes(member, keys.account))
    return mayCreate(me.role, "schedule") ? { kind: "schedule", chart: null } : undefined;
  const place = [...roster.compartments.values()].find(
    (one) => one.kind === "schedule" && equalBytes(one.author, member) && isAmong(one.writers, keys.account),
  );
  return place && { kind: "schedule", chart: null, compartment: place.compartment };
}

/** Whose calendars open here, one's own first. */
export function openCalendars({ state, keys }: Opened): AccountId[] {
  const { roster } = state;
  const me = roster?.members.get(toHex(keys.account));
  if (!roster || !me) return [];
  const others = [...roster.compartments.values()]
    .filter((one) => one.kind === "schedule" && isAmong(one.readers, keys.account))
    .map(({ author }) => author)
    .filter((author) => !equalBytes(author, keys.account));
  return [...(mayCreate(me.role, "schedule") ? [keys.account] : []), ...others];
}

/** As an app sees it. */
export function planOf(said: RevisionOf<"appointment" | "series">, start: string): Plan {
  const { chart, room, title, kind, zone, minutes, video, note } = said;
  return {
    member: toHex(said.member),
    ...(chart ? { chart: toHex(chart) } : {}),
    title,
    kind,
    start,
    zone,
    minutes,
    ...(room ? { room: toHex(room) } : {}),
    video,
    note,
  };
}
