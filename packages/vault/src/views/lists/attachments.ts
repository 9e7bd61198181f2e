/** Files of charts and notes, and of the practice, which have no chart. Those of a note that was taken out of its chart are listed nowhere. */

import type { Bytes } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import type { Handlers, List, ToFold } from "./list.ts";

export const attachments = {
  schema: `
  CREATE TABLE every_attachment (record BLOB PRIMARY KEY, chart BLOB, note BLOB, name TEXT NOT NULL, media_type TEXT NOT NULL, bytes INTEGER NOT NULL, added_at INTEGER NOT NULL, current BLOB NOT NULL, blob BLOB NOT NULL);
  CREATE INDEX attachments_of_note ON every_attachment (note);
  CREATE INDEX attachments_of_blob ON every_attachment (blob);
  CREATE VIEW attachments AS SELECT * FROM every_attachment
    WHERE note IS NULL OR note NOT IN (SELECT record FROM every_note WHERE is_out = 1);
  `,
  tables: ["every_attachment"],
  open: openAttachments,
} satisfies List;

function openAttachments(sql: MemorySql) {
  const handlers = {
    attachment({ record, chart }: ToFold, file: RevisionOf<"attachment">) {
      const { note, name, mediaType, bytes, writtenAt, revision, blob } = file;
      sql
        .prepare("INSERT INTO every_attachment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .run(record, chart, note ?? null, name, mediaType, bytes, writtenAt, revision, blob);
    },
  } satisfies Handlers;
  return {
    handlers,
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
      attachment: (record: Bytes): SqlRow | undefined =>
        sql.prepare("SELECT * FROM attachments WHERE record = ?").get(record),
    },
  };
}
