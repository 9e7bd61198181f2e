/** Files of charts and notes. */

import type { Bytes } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import type { Handlers, List, ToFold } from "./list.ts";

export const attachments = {
  schema: `
  CREATE TABLE attachments (record BLOB PRIMARY KEY, chart BLOB NOT NULL, note BLOB, name TEXT NOT NULL, media_type TEXT NOT NULL, bytes INTEGER NOT NULL, added_at INTEGER NOT NULL, current BLOB NOT NULL, blob BLOB NOT NULL);
  CREATE INDEX attachments_of_note ON attachments (note);
  CREATE INDEX attachments_of_blob ON attachments (blob);
  `,
  tables: ["attachments"],
  open: openAttachments,
} satisfies List;

function openAttachments(sql: MemorySql) {
  const handlers = {
    attachment({ record, chart }: ToFold, file: RevisionOf<"attachment">) {
      if (!chart) return;
      const { note, name, mediaType, bytes, writtenAt, revision, blob } = file;
      sql
        .prepare("INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
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
        sql.prepare("SELECT * FROM attachments WHERE blob = ? ORDER BY rowid LIMIT 1").get(blob),
      /** Blobs of the files whose records lie there. */
      blobsIn: (compartment: Bytes): Bytes[] =>
        sql
          .prepare(
            "SELECT DISTINCT blob FROM attachments WHERE record IN (SELECT record FROM revisions WHERE compartment = ?)",
          )
          .all(compartment)
          .map((row) => row["blob"] as Bytes),
      /** Blobs of files whose records wait to be sent. */
      blobsWaiting: (): Bytes[] =>
        sql
          .prepare("SELECT DISTINCT blob FROM attachments JOIN revisions USING (record) WHERE outbox IS NOT NULL")
          .all()
          .map((row) => row["blob"] as Bytes),
      attachment: (record: Bytes): SqlRow | undefined =>
        sql.prepare("SELECT * FROM attachments WHERE record = ?").get(record),
    },
  };
}
