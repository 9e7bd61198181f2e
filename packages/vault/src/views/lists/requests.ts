/** What somebody asks of others: proposals, words in an emergency and what was given for it, members who leave. */

import type { Bytes } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import type { Handlers, List, ToFold } from "./list.ts";

export const requests = {
  schema: `
  CREATE TABLE proposals (record BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE emergencies (record BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE givens (record BLOB PRIMARY KEY, emergency BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE leavings (record BLOB PRIMARY KEY, member BLOB NOT NULL) WITHOUT ROWID;
  `,
  tables: ["proposals", "emergencies", "givens", "leavings"],
  open: openRequests,
} satisfies List;

function openRequests(sql: MemorySql) {
  const handlers = {
    proposal({ record }: ToFold) {
      sql.prepare("INSERT INTO proposals VALUES (?) ON CONFLICT DO NOTHING").run(record);
    },
    emergency({ record }: ToFold) {
      sql.prepare("INSERT INTO emergencies VALUES (?) ON CONFLICT DO NOTHING").run(record);
    },
    given({ record }: ToFold, { emergency }: RevisionOf<"given">) {
      sql.prepare("INSERT INTO givens VALUES (?, ?) ON CONFLICT DO NOTHING").run(record, emergency);
    },
    leaving({ record }: ToFold, { member }: RevisionOf<"leaving">) {
      sql.prepare("INSERT INTO leavings VALUES (?, ?) ON CONFLICT DO NOTHING").run(record, member);
    },
  } satisfies Handlers;
  return {
    handlers,
    queries: {
      proposals: (): Bytes[] =>
        sql
          .prepare("SELECT record FROM proposals")
          .all()
          .map((row) => row["record"] as Bytes),
      /** Those of which anything was said since, milliseconds since 1970. */
      emergencies: (since = 0): Bytes[] =>
        sql
          .prepare("SELECT DISTINCT record FROM emergencies JOIN revisions USING (record) WHERE written_at >= ?")
          .all(since)
          .map((row) => row["record"] as Bytes),
      /** Revisions of what was given for it, wherever they lie. */
      givensFor: (emergency: Bytes): SqlRow[] =>
        sql
          .prepare("SELECT r.* FROM revisions AS r JOIN givens USING (record) WHERE givens.emergency = ?")
          .all(emergency),
      leavings: (): SqlRow[] => sql.prepare("SELECT record, member FROM leavings").all(),
    },
  };
}
