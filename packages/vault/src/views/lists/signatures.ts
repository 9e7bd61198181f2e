/** Who signed which note, as the records say it. Nothing is verified here but the form: what is shown of an opened note is (SIG-2). */

import type { Bytes } from "@alcove/bytes";
import { parseNoteSignature } from "@alcove/protocol";
import type { RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import type { Handlers, List, ToFold } from "./list.ts";

export const signatures = {
  schema: `
  CREATE TABLE signatures (
    revision BLOB PRIMARY KEY, record BLOB NOT NULL, note BLOB NOT NULL, envelope BLOB NOT NULL, account BLOB NOT NULL, intent TEXT NOT NULL,
    signed BLOB NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX signatures_of_note ON signatures (note);
  `,
  tables: ["signatures"],
  open: openSignatures,
} satisfies List;

function openSignatures(sql: MemorySql) {
  const handlers = {
    // Each revision by itself: one that comes over another takes nothing back.
    signature({ record }: ToFold, { revision, signed }: RevisionOf<"signature">) {
      const body = parseNoteSignature(signed)?.body;
      if (!body) return;
      sql
        .prepare("INSERT INTO signatures VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .run(revision, record, body.record, body.envelope, body.account, body.intent, signed);
    },
  } satisfies Handlers;
  return {
    handlers,
    queries: {
      /** Of those that lie where the note lies, or wait; with the device that wrote each, and its place. */
      signaturesOf: (note: Bytes): SqlRow[] =>
        sql
          .prepare(
            `SELECT s.*, r.author, r.position, r.compartment, r.written_at FROM signatures AS s JOIN revisions AS r USING (revision)
             WHERE note = ? AND (r.compartment IS NULL OR r.compartment IN (SELECT compartment FROM revisions WHERE record = ?))
             ORDER BY r.position IS NULL, r.position, r.part, s.revision`,
          )
          .all(note, note),
      /** Progress notes of this day or later that somebody signed, as the records say; oldest first. */
      signedSince: (day: string): Bytes[] =>
        sql
          .prepare(
            `SELECT record FROM notes WHERE kind = 'progress' AND date >= ?
             AND EXISTS (SELECT 1 FROM signatures WHERE note = notes.record AND intent = 'sign') ORDER BY docid`,
          )
          .all(day)
          .map((row) => row["record"] as Bytes),
      /** Progress notes without a signature by an author, from the day of the first one on that this account signed; newest day first. */
      unsignedSince: (account: Bytes): Bytes[] =>
        sql
          .prepare(
            `SELECT record FROM notes WHERE kind = 'progress'
             AND date >= (SELECT min(date) FROM notes JOIN signatures ON note = notes.record WHERE account = ? AND intent = 'sign')
             AND NOT EXISTS (SELECT 1 FROM signatures WHERE note = notes.record AND intent = 'sign')
             AND NOT EXISTS (SELECT 1 FROM sources WHERE sources.record = notes.record)
             ORDER BY docid DESC`,
          )
          .all(account)
          .map((row) => row["record"] as Bytes),
    },
  };
}
