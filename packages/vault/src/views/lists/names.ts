/** Names of the practice, its members, their devices and charts. */

import type { Bytes } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import type { Handlers, Leads, List, ToFold } from "./list.ts";

export const names = {
  schema: `
  CREATE TABLE names (record BLOB PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, email TEXT, created_at INTEGER, changed_at INTEGER NOT NULL, number INTEGER NOT NULL) WITHOUT ROWID;
  `,
  tables: ["names"],
  open: openNames,
} satisfies List;

function openNames(sql: MemorySql, leads: Leads) {
  function name({ record, number }: ToFold, revision: RevisionOf<"practice" | "member" | "device" | "chart">): void {
    if (!leads(record, revision.revision)) return;
    sql
      .prepare(
        "INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name, email = excluded.email, changed_at = excluded.changed_at, number = excluded.number",
      )
      .run(
        record,
        revision.type,
        revision.name,
        revision.type === "member" ? revision.email : null,
        revision.type === "chart" ? revision.createdAt : null,
        revision.writtenAt,
        number,
      );
  }

  const handlers = {
    practice: (entry: ToFold, revision: RevisionOf<"practice">) => name(entry, revision),
    member: (entry: ToFold, revision: RevisionOf<"member">) => name(entry, revision),
    device: (entry: ToFold, revision: RevisionOf<"device">) => name(entry, revision),
    chart: (entry: ToFold, revision: RevisionOf<"chart">) => name(entry, revision),
  } satisfies Handlers;
  return {
    handlers,
    queries: {
      nameOf: (record: Bytes): string | undefined =>
        sql.prepare("SELECT name FROM names WHERE record = ?").get(record)?.["name"] as string | undefined,
      named: (record: Bytes): SqlRow | undefined => sql.prepare("SELECT * FROM names WHERE record = ?").get(record),
      namesOf: (type: string): SqlRow[] =>
        sql.prepare("SELECT * FROM names WHERE type = ? ORDER BY name COLLATE NOCASE").all(type),
      charts: (): SqlRow[] => sql.prepare(`${chartRow} ORDER BY name COLLATE NOCASE`).all(),
      chart: (record: Bytes): SqlRow | undefined => sql.prepare(`${chartRow} AND record = ?`).get(record),
    },
  };
}

const chartRow = `SELECT names.record, name, created_at, number,
  (SELECT count(*) FROM notes WHERE chart = names.record AND kind = 'progress') AS progress,
  (SELECT count(*) FROM notes WHERE chart = names.record AND kind = 'psychotherapy') AS psychotherapy,
  (SELECT count(*) FROM conflicts CROSS JOIN notes USING (record) WHERE chart = names.record) AS conflicts,
  (SELECT group_concat(label, char(10)) FROM structured WHERE chart = names.record AND type = 'person') AS people,
  (SELECT max(label) FROM structured WHERE chart = names.record AND type = 'face-sheet') AS status,
  max(changed_at, coalesce((SELECT max(written_at) FROM notes WHERE chart = names.record), 0)) AS changed
  FROM names WHERE type = 'chart'`;
