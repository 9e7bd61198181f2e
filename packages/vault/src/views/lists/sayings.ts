/**
 * Words of records beside the notes, and the index that finds them. They are few and short: unlike the notes' own index this one is part of
 * the lists.
 */

import type { Bytes } from "@alcove/bytes";
import type { Revision } from "@alcove/records";
import type { MemorySql, SqlRow, SqlValue } from "../../ports.ts";
import { type SayingType, sayingOf } from "../sayings.ts";
import { foldText, wordIndex } from "../words.ts";
import type { Leads, List, ToFold } from "./list.ts";

export const sayings = {
  schema: `
  CREATE TABLE sayings (
    id INTEGER PRIMARY KEY, record BLOB NOT NULL UNIQUE, chart BLOB NOT NULL, author BLOB NOT NULL, type TEXT NOT NULL, written_at INTEGER NOT NULL,
    day TEXT, title TEXT NOT NULL, words TEXT NOT NULL, file BLOB
  );
  CREATE VIRTUAL TABLE said USING ${wordIndex};
  CREATE TRIGGER unsaid AFTER DELETE ON sayings BEGIN DELETE FROM said WHERE rowid = old.id; END;
  `,
  tables: ["sayings"],
  open: openSayings,
} satisfies List;

export type SayingsAsked = {
  /** FTS5 expression, as `parseQuery` makes it. */
  readonly match: string;
  readonly chart: Bytes | undefined;
  /** Written on one of these. */
  readonly devices: readonly Bytes[] | undefined;
  /** Days, both included. */
  readonly from: string | undefined;
  readonly to: string | undefined;
};

export type SayingRow = {
  readonly record: Bytes;
  readonly chart: Bytes;
  readonly type: SayingType;
  readonly written_at: number;
  readonly day: string | null;
  readonly title: string;
  readonly words: string;
  readonly file: Bytes | null;
};

const dayIs = "coalesce(day, date(written_at / 1000, 'unixepoch'))";

/** Files of psychotherapy notes stay apart as their notes do, and those of what was taken out are out. */
const isAmongProgress = `(file IS NULL OR EXISTS (SELECT 1 FROM attachments AS a WHERE a.record = file
  AND (note IS NULL OR note IN (SELECT record FROM every_note WHERE kind = 'progress'))))`;

function openSayings(sql: MemorySql, leads: Leads) {
  return {
    add({ record, chart, author }: ToFold, revision: Revision): void {
      const says = chart && sayingOf(revision, record);
      if (says === undefined || !chart || !leads(record, revision.revision)) return;
      sql.prepare("DELETE FROM sayings WHERE record = ?").run(record);
      if (!says) return;
      const { day, title, words, file } = says;
      const id = sql
        .prepare("INSERT INTO sayings VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id")
        .get(record, chart, author, revision.type, revision.writtenAt, day ?? null, title, words, file ?? null)?.[
        "id"
      ] as number;
      sql.prepare("INSERT INTO said (rowid, body) VALUES (?, ?)").run(id, foldText(`${title}\n${words}`));
    },
    queries: {
      /** The newest first. */
      sayingsWith: (asked: SayingsAsked, limit: number): SayingRow[] => {
        const { where, values } = conditions(asked);
        return sql
          .prepare(
            `SELECT sayings.* FROM said JOIN sayings ON id = said.rowid WHERE ${where} ORDER BY ${dayIs} DESC, id LIMIT ?`,
          )
          .all(...values, limit)
          .map((row: SqlRow) => row as unknown as SayingRow);
      },
    },
  };
}

function conditions({ match, chart, devices, from, to }: SayingsAsked): { where: string; values: SqlValue[] } {
  const [terms, values]: [string[], SqlValue[]] = [["said MATCH ?", isAmongProgress], [match]];
  const also = (term: string, ...more: SqlValue[]) => {
    terms.push(term);
    values.push(...more);
  };
  if (chart) also("chart = ?", chart);
  if (devices) also(`author IN (${devices.map(() => "?").join(", ")})`, ...devices);
  if (from !== undefined) also(`${dayIs} >= ?`, from);
  if (to !== undefined) also(`${dayIs} <= ?`, to);
  return { where: terms.join(" AND "), values };
}
