/**
 * What devices have shown of charts. Rows of their own and none among the revisions: there are many, nobody changes them, and all
 * they say is in them.
 */

import type { Bytes } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import type { List, RevisionPlace, ToFold } from "./list.ts";

export const accesses = {
  schema: `
  CREATE TABLE accesses (revision BLOB PRIMARY KEY, compartment BLOB, chart BLOB NOT NULL, device BLOB NOT NULL, at INTEGER NOT NULL, act TEXT NOT NULL, record BLOB, apart BLOB, emergency BLOB) WITHOUT ROWID;
  CREATE INDEX accesses_of_chart ON accesses (chart, at);
  `,
  tables: [],
  open: openAccesses,
} satisfies List;

function openAccesses(sql: MemorySql) {
  return {
    add(
      { chart: around, author, place }: ToFold,
      { revision, writtenAt, act, record, apart, emergency, chart: named }: RevisionOf<"access">,
    ): void {
      const chart = around ?? named;
      if (!chart) return;
      const compartment = place.kind === "ledger" ? place.compartment : null;
      sql
        .prepare(
          `INSERT INTO accesses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (revision)
          DO UPDATE SET compartment = excluded.compartment WHERE accesses.compartment IS NULL`,
        )
        .run(revision, compartment, chart, author, writtenAt, act, record ?? null, apart ?? null, emergency ?? null);
    },
    settle(revision: Bytes, { compartment }: Extract<RevisionPlace, { kind: "ledger" }>): void {
      sql.prepare("UPDATE accesses SET compartment = ? WHERE revision = ?").run(compartment, revision);
    },
    forget(compartment: Bytes): void {
      sql.prepare("DELETE FROM accesses WHERE compartment = ?").run(compartment);
    },
    queries: {
      /** What devices say they have shown of the chart, oldest first. */
      accessesOf: (chart: Bytes): SqlRow[] =>
        sql.prepare("SELECT * FROM accesses WHERE chart = ? ORDER BY at, revision").all(chart),
      /** Of those after `from` and up to `to` by one device. `apart`: of these psychotherapy notes; null: of the others. */
      accessesBetween: (from: number, to: number, chart: Bytes, device: Bytes, apart: Bytes | null): SqlRow[] =>
        sql
          .prepare(
            "SELECT act, record FROM accesses WHERE at > ? AND at <= ? AND chart = ? AND device = ? AND apart IS ?",
          )
          .all(from, to, chart, device, apart),
    },
  };
}
