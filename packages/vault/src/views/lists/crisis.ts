/** Crisis cards and who opened them: where they are, and no word of them. */

import type { Bytes } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import type { Handlers, Leads, List, ToFold } from "./list.ts";

export const crisis = {
  schema: `
  CREATE TABLE crisis (record BLOB PRIMARY KEY, chart BLOB NOT NULL, type TEXT NOT NULL, author BLOB NOT NULL, written_at INTEGER NOT NULL, current BLOB NOT NULL);
  `,
  tables: ["crisis"],
  open: openCrisis,
} satisfies List;

function openCrisis(sql: MemorySql, leads: Leads) {
  function place(
    { record, chart, author }: ToFold,
    { type, writtenAt, revision }: RevisionOf<"crisis-card" | "crisis-opening">,
  ): void {
    if (chart && leads(record, revision))
      sql
        .prepare("INSERT OR REPLACE INTO crisis VALUES (?, ?, ?, ?, ?, ?)")
        .run(record, chart, type, author, writtenAt, revision);
  }

  const handlers = {
    "crisis-card": (entry: ToFold, revision: RevisionOf<"crisis-card">) => place(entry, revision),
    "crisis-opening": (entry: ToFold, revision: RevisionOf<"crisis-opening">) => place(entry, revision),
  } satisfies Handlers;
  return {
    handlers,
    queries: {
      /** The chart's crisis card and who opened it, newest first. */
      crisisOf: (chart: Bytes): SqlRow[] =>
        sql.prepare("SELECT * FROM crisis WHERE chart = ? ORDER BY written_at DESC, record").all(chart),
    },
  };
}
