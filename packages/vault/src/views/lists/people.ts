/** What members say of themselves: their wills, and when they are to be expected. */

import type { Bytes } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import type { Handlers, List, ToFold } from "./list.ts";

export const people = {
  schema: `
  CREATE TABLE wills (
    revision BLOB PRIMARY KEY, record BLOB NOT NULL, number INTEGER NOT NULL, author BLOB NOT NULL, confirmed TEXT, notes_stay_closed INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE presences (revision BLOB PRIMARY KEY, record BLOB NOT NULL, member BLOB NOT NULL, workdays TEXT NOT NULL, away_from TEXT, away_until TEXT) WITHOUT ROWID;
  `,
  tables: ["wills", "presences"],
  open: openPeople,
} satisfies List;

function openPeople(sql: MemorySql) {
  const handlers = {
    // Each revision: whose will it is follows from who wrote it.
    will({ record, number, author }: ToFold, { revision, confirmed, notesStayClosed }: RevisionOf<"will">) {
      sql
        .prepare("INSERT INTO wills VALUES (?, ?, ?, ?, ?, ?)")
        .run(revision, record, number, author, confirmed ?? null, Number(notesStayClosed));
    },
    presence({ record }: ToFold, { revision, member, workdays, away }: RevisionOf<"presence">) {
      sql
        .prepare("INSERT INTO presences VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .run(revision, record, member, workdays.join(), away?.from ?? null, away?.until ?? null);
    },
  } satisfies Handlers;
  return {
    handlers,
    queries: {
      /** Every revision of every will, the newest of each record first. */
      wills: (): SqlRow[] => sql.prepare("SELECT * FROM wills ORDER BY number DESC, revision DESC").all(),
      /** All that was said of when this member is to be expected, the newest first; what waits in the outbox is newer than the ledger. */
      presencesOf: (member: Bytes): SqlRow[] =>
        sql
          .prepare(
            `SELECT p.record, workdays, away_from, away_until, author FROM presences AS p JOIN revisions USING (revision)
           WHERE member = ? ORDER BY position IS NULL DESC, coalesce(position, outbox) DESC, part DESC`,
          )
          .all(member),
    },
  };
}
