/**
 * Appointments, series and working hours: every revision, so that what two devices said of one stands side by side. `record` is its key,
 * `id` what its author gave it: another calendar may have the same.
 */

import type { Bytes } from "@alcove/bytes";
import { encodeRevision, type RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import { keyOf } from "../record-key.ts";
import type { Handlers, List, ToFold } from "./list.ts";

export const schedule = {
  schema: `
  CREATE TABLE planned (
    revision BLOB PRIMARY KEY, record BLOB NOT NULL, id BLOB NOT NULL, type TEXT NOT NULL, day TEXT, occurrence TEXT, series BLOB, body BLOB NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX planned_of_record ON planned (record);
  CREATE INDEX planned_of_id ON planned (id);
  CREATE INDEX planned_on_day ON planned (day) WHERE day IS NOT NULL;
  CREATE INDEX planned_for_day ON planned (occurrence) WHERE occurrence IS NOT NULL;
  `,
  tables: ["planned"],
  open: openSchedule,
} satisfies List;

type Planned = RevisionOf<"appointment" | "series" | "working-hours">;

function openSchedule(sql: MemorySql) {
  function keep({ record }: ToFold, revision: Planned): void {
    const { day, occurrence, series } = placeOf(revision);
    sql
      .prepare("INSERT INTO planned VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
      .run(
        revision.revision,
        keyOf(record, revision),
        record,
        revision.type,
        day,
        occurrence,
        series,
        encodeRevision(revision),
      );
  }

  const handlers = {
    appointment: keep,
    series: keep,
    "working-hours": keep,
  } satisfies Handlers;
  return {
    handlers,
    queries: {
      /** Every revision of each appointment of which one was ever on these days, or stands for an occurrence on one of them. */
      appointmentsBetween: (from: string, until: string): SqlRow[] =>
        sql
          .prepare(
            `${plannedRow} WHERE planned.record IN (SELECT record FROM planned WHERE day BETWEEN ? AND ?
            UNION SELECT record FROM planned WHERE occurrence BETWEEN ? AND ?) AND type = 'appointment' ${newestFirst}`,
          )
          .all(from, until, from, until),
      /** Of those that stand for occurrences of this series. */
      insteadOf: (series: Bytes): SqlRow[] =>
        sql
          .prepare(`${plannedRow} WHERE planned.record IN (SELECT record FROM planned WHERE series = ?) ${newestFirst}`)
          .all(series),
      plannedOf: (record: Bytes): SqlRow[] => sql.prepare(`${plannedRow} WHERE id = ? ${newestFirst}`).all(record),
      plannedOfType: (type: "series" | "working-hours"): SqlRow[] =>
        sql.prepare(`${plannedRow} WHERE type = ? ${newestFirst}`).all(type),
    },
  };
}

function placeOf(revision: Planned) {
  if (revision.type !== "appointment") return { day: null, occurrence: null, series: null };
  const { start, instead } = revision;
  return {
    day: start.slice(0, 10),
    occurrence: instead?.occurrence.slice(0, 10) ?? null,
    series: instead?.series ?? null,
  };
}

const plannedRow = `SELECT id AS record, planned.revision, body, number, compartment, outbox, superseded, author, written_at
  FROM planned JOIN revisions USING (revision)`;
const newestFirst = "ORDER BY number DESC, planned.revision DESC";
