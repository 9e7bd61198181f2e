/**
 * Files of charts and notes, and of the practice, which have no chart. What was taken out of its chart (docs/spec, MOV), with its note or by
 * itself, stays in `every_attachment` and is in `attachments` no more.
 */

import type { Bytes } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import type { Handlers, List, ToFold } from "./list.ts";

export const attachments = {
  schema: `
  CREATE TABLE every_attachment (record BLOB PRIMARY KEY, chart BLOB, note BLOB, name TEXT NOT NULL, media_type TEXT NOT NULL, bytes INTEGER NOT NULL, added_at INTEGER NOT NULL, current BLOB NOT NULL, blob BLOB NOT NULL,
    author BLOB NOT NULL, is_out INTEGER NOT NULL DEFAULT 0, first_added INTEGER, copy_of BLOB);
  CREATE INDEX attachments_of_note ON every_attachment (note);
  CREATE INDEX attachments_of_blob ON every_attachment (blob);
  CREATE INDEX attachments_copied ON every_attachment (copy_of) WHERE copy_of IS NOT NULL;
  CREATE VIEW attachments AS SELECT * FROM every_attachment
    WHERE is_out = 0 AND (note IS NULL OR note NOT IN (SELECT record FROM every_note WHERE is_out = 1));
  `,
  tables: ["every_attachment"],
  open: openAttachments,
} satisfies List;

function openAttachments(sql: MemorySql) {
  const handlers = {
    attachment({ record, chart, author }: ToFold, file: RevisionOf<"attachment">) {
      const { note, name, mediaType, bytes, writtenAt, revision, blob, firstAdded, copyOf } = file;
      sql
        .prepare(
          "INSERT INTO every_attachment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT (record) DO NOTHING",
        )
        .run(
          ...[record, chart, note ?? null, name, mediaType, bytes, writtenAt, revision, blob, author],
          ...[firstAdded ?? null, copyOf ?? null],
        );
    },
  } satisfies Handlers;
  return {
    handlers,
    /** Whether it is in its chart follows from what is said of it, whichever came first. */
    setOut: (record: Bytes, isOut: boolean): void => {
      sql.prepare("UPDATE every_attachment SET is_out = ? WHERE record = ?").run(Number(isOut), record);
    },
    queries: {
      attachmentsOf: (chart: Bytes): SqlRow[] =>
        sql.prepare("SELECT * FROM attachments WHERE chart = ? ORDER BY added_at DESC, record").all(chart),
      /** Several may name one blob (docs/spec, ATT-6). Whoever sealed it came first: a later one could claim it for elsewhere. */
      attachmentByBlob: (blob: Bytes): SqlRow | undefined =>
        sql.prepare("SELECT * FROM every_attachment WHERE blob = ? ORDER BY rowid LIMIT 1").get(blob),
      /** Blobs of the files whose records lie there. */
      blobsIn: (compartment: Bytes): Bytes[] =>
        sql
          .prepare(
            "SELECT DISTINCT blob FROM every_attachment WHERE record IN (SELECT record FROM revisions WHERE compartment = ?)",
          )
          .all(compartment)
          .map((row) => row["blob"] as Bytes),
      /** Blobs of files whose records wait to be sent. */
      blobsWaiting: (): Bytes[] =>
        sql
          .prepare("SELECT DISTINCT blob FROM every_attachment JOIN revisions USING (record) WHERE outbox IS NOT NULL")
          .all()
          .map((row) => row["blob"] as Bytes),
      /** Any, of exactly this length. */
      holdsFileOf: (bytes: number): boolean =>
        sql.prepare("SELECT 1 FROM every_attachment WHERE bytes = ? LIMIT 1").get(bytes) !== undefined,
      /** Files that say of themselves that they were sealed anew out of this one. */
      copiesOfFile: (record: Bytes): SqlRow[] =>
        sql.prepare("SELECT * FROM attachments WHERE copy_of = ? ORDER BY added_at, record").all(record),
      fileTakenOut: (record: Bytes): SqlRow | undefined =>
        sql.prepare("SELECT * FROM every_attachment WHERE record = ? AND is_out = 1").get(record),
      attachment: (record: Bytes): SqlRow | undefined =>
        sql.prepare("SELECT * FROM attachments WHERE record = ?").get(record),
    },
  };
}
