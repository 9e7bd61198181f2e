/** What was filled in and who signed it: where it stands, and no answer of it but how many speak of danger. */

import type { Bytes } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import { dangersAnswered } from "../answers.ts";
import type { Handlers, Leads, List, ToFold } from "./list.ts";

export const forms = {
  schema: `
  CREATE TABLE responses (
    record BLOB PRIMARY KEY, chart BLOB NOT NULL, belongs TEXT NOT NULL, form TEXT NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL,
    signatures INTEGER NOT NULL, state TEXT NOT NULL, on_day TEXT NOT NULL, ends TEXT, person BLOB, author BLOB NOT NULL,
    written_at INTEGER NOT NULL, current BLOB NOT NULL, dangers INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX responses_of_chart ON responses (chart);
  CREATE TABLE form_acts (
    revision BLOB PRIMARY KEY, record BLOB NOT NULL, response BLOB NOT NULL, version BLOB NOT NULL, act TEXT NOT NULL, name TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX form_acts_of_response ON form_acts (response);
  `,
  tables: ["responses", "form_acts"],
  open: openForms,
} satisfies List;

function openForms(sql: MemorySql, leads: Leads) {
  const handlers = {
    "form-response"({ record, chart, author }: ToFold, said: RevisionOf<"form-response">) {
      if (!chart || !leads(record, said.revision)) return;
      const { belongs, form, version, title, signatures, state, on, ends, person, writtenAt, revision } = said;
      const end = [ends ?? null, person ?? null, author, writtenAt, revision, dangersAnswered(said.answers)];
      sql
        .prepare("INSERT OR REPLACE INTO responses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(record, chart, belongs, form, version, title, signatures, state, on, ...end);
    },
    // Each revision by itself: one that comes over another takes nothing back.
    "form-act"({ record }: ToFold, { revision, response, version, act, name }: RevisionOf<"form-act">) {
      sql
        .prepare("INSERT INTO form_acts VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .run(revision, record, response, version, act, name);
    },
  } satisfies Handlers;
  return {
    handlers,
    queries: {
      responsesOf: (chart: Bytes): SqlRow[] =>
        sql.prepare("SELECT * FROM responses WHERE chart = ? ORDER BY on_day DESC, written_at DESC, record").all(chart),
      response: (record: Bytes): SqlRow | undefined =>
        sql.prepare("SELECT * FROM responses WHERE record = ?").get(record),
      /** Completed and of this day or later, or of which this is no later than the last day and not long before it. */
      responsesAround: (since: string, today: string, soon: string): SqlRow[] =>
        sql
          .prepare(
            "SELECT * FROM responses WHERE state = 'completed' AND ((signatures > 0 AND on_day >= ?) OR (ends >= ? AND ends <= ?))",
          )
          .all(since, today, soon),
      /** Completed on this day or later, with answers that speak of danger. */
      responsesOfDanger: (since: string): SqlRow[] =>
        sql.prepare("SELECT * FROM responses WHERE state = 'completed' AND dangers > 0 AND on_day >= ?").all(since),
      /** Those with an act that no signature is over which the same device wrote; another device of its member's may have. */
      responsesUnconfirmed: (): SqlRow[] =>
        sql
          .prepare(
            `SELECT * FROM responses WHERE record IN
             (SELECT response FROM form_acts AS a JOIN revisions AS r USING (revision) WHERE NOT EXISTS
              (SELECT 1 FROM signatures AS s JOIN revisions AS w ON w.revision = s.revision
               WHERE s.note = a.record AND s.envelope = r.envelope AND w.author = r.author))`,
          )
          .all(),
      /** Of those that lie where the response lies, or wait; in the ledger's order. */
      formActsOf: (response: Bytes): SqlRow[] =>
        sql
          .prepare(
            `SELECT a.*, r.author, r.position, r.compartment, r.envelope FROM form_acts AS a JOIN revisions AS r USING (revision)
             WHERE response = ? AND (r.compartment IS NULL OR r.compartment IN (SELECT compartment FROM revisions WHERE record = ?))
             ORDER BY r.position IS NULL, r.position, r.part, a.revision`,
          )
          .all(response, response),
    },
  };
}
