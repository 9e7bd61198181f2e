/** Records whose words all fit in lists, whole: of each the revision that leads. A feature adds its shape, and reads them here. */

import type { Bytes } from "@alcove/bytes";
import {
  encodeRevision,
  parseRevision,
  type Revision,
  type RevisionOf,
  type StructuredType,
  structuredTypes,
} from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import type { Handlers, Leads, List, ToFold } from "./list.ts";

export const structured = {
  schema: `
  CREATE TABLE structured (record BLOB PRIMARY KEY, type TEXT NOT NULL, chart BLOB, author BLOB NOT NULL, body BLOB NOT NULL, label TEXT) WITHOUT ROWID;
  CREATE INDEX structured_of_chart ON structured (chart, type);
  CREATE INDEX structured_of_type ON structured (type);
  `,
  tables: ["structured"],
  open: openStructured,
} satisfies List;

/** As the revision that leads says. `author`: the device that wrote it. */
export type Structured<T extends StructuredType> = {
  readonly record: Bytes;
  /** `null` in what is the practice's or a member's. */
  readonly chart: Bytes | null;
  readonly author: Bytes;
  readonly value: RevisionOf<T>;
};

function openStructured(sql: MemorySql, leads: Leads) {
  function keep({ record, chart, author }: ToFold, revision: Revision): void {
    if (!leads(record, revision.revision)) return;
    sql
      .prepare("INSERT OR REPLACE INTO structured VALUES (?, ?, ?, ?, ?, ?)")
      .run(record, revision.type, chart, author, encodeRevision(revision), labelOf(revision));
  }

  /** What the list of charts shows of it, which opens no body; of which kind a case is and stays; of which day a reminder. */
  function labelOf(revision: Revision): string | null {
    if (revision.type === "case") return revision.kind;
    if (revision.type === "reminder") return revision.start.slice(0, 10);
    if (revision.type === "person" && !revision.gone)
      return [revision.name, revision.called].filter(Boolean).join("\t");
    return revision.type === "face-sheet" && !revision.moved ? revision.status : null;
  }

  const read = <T extends StructuredType>(row: SqlRow): Structured<T> => ({
    record: row["record"] as Bytes,
    chart: row["chart"] as Bytes | null,
    author: row["author"] as Bytes,
    // What `keep` wrote.
    value: parseRevision(row["body"] as Bytes) as RevisionOf<T>,
  });

  const handlers = Object.fromEntries(structuredTypes.map((type) => [type, keep])) as {
    readonly [T in StructuredType]: (entry: ToFold, revision: RevisionOf<T>) => void;
  } satisfies Handlers;
  return {
    handlers,
    queries: {
      /** Those of a chart, by record. */
      structuredOf: <T extends StructuredType>(type: T, chart: Bytes): Structured<T>[] =>
        sql
          .prepare("SELECT * FROM structured WHERE chart = ? AND type = ? ORDER BY record")
          .all(chart, type)
          .map((row) => read<T>(row)),
      /** Quicker than listing them. */
      hasAny: (type: StructuredType, chart: Bytes): boolean =>
        sql.prepare("SELECT 1 FROM structured WHERE chart = ? AND type = ?").get(chart, type) !== undefined,
      /** Wherever they lie, by record. */
      structuredOfType: <T extends StructuredType>(type: T): Structured<T>[] =>
        sql
          .prepare("SELECT * FROM structured WHERE type = ? ORDER BY record")
          .all(type)
          .map((row) => read<T>(row)),
      /** Of appointments on this day and after it, by the clock of their calendars. */
      remindersFrom: (day: string): Structured<"reminder">[] =>
        sql
          .prepare("SELECT * FROM structured WHERE type = 'reminder' AND label >= ?")
          .all(day)
          .map((row) => read<"reminder">(row)),
      structuredRecord: <T extends StructuredType>(type: T, record: Bytes): Structured<T> | undefined => {
        const row = sql.prepare("SELECT * FROM structured WHERE record = ? AND type = ?").get(record, type);
        return row && read<T>(row);
      },
    },
  };
}
