/**
 * What devices have shown of charts. Rows of their own and none among the revisions: there are many, nobody changes them, and all
 * they say is in them. Each counts where it lies: what stands elsewhere under its id takes nothing from it.
 */

import type { Bytes } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import type { List, RevisionPlace, ToFold } from "./list.ts";

export const accesses = {
  schema: `
  CREATE TABLE accesses (revision BLOB NOT NULL, compartment BLOB NOT NULL, chart BLOB NOT NULL, device BLOB NOT NULL, at INTEGER NOT NULL, act TEXT NOT NULL, record BLOB, apart BLOB, emergency BLOB,
    PRIMARY KEY (revision, compartment)) WITHOUT ROWID;
  CREATE INDEX accesses_of_chart ON accesses (chart, at);
  `,
  tables: [],
  open: openAccesses,
} satisfies List;

/** In no compartment yet. */
const waiting = new Uint8Array(0) as Bytes;

function openAccesses(sql: MemorySql) {
  function settle(revision: Bytes, { compartment }: Extract<RevisionPlace, { kind: "ledger" }>): void {
    sql
      .prepare("UPDATE OR IGNORE accesses SET compartment = ? WHERE revision = ? AND compartment = ?")
      .run(compartment, revision, waiting);
  }

  return {
    add(
      { chart: around, author, place }: ToFold,
      { revision, writtenAt, act, record, apart, emergency, chart: named }: RevisionOf<"access">,
    ): void {
      const chart = around ?? named;
      if (!chart) return;
      const isThere = sql.prepare("SELECT 1 FROM accesses WHERE revision = ? AND device = ?").get(revision, author);
      // A late copy from the outbox.
      if (isThere && place.kind === "outbox") return;
      if (isThere && place.kind === "ledger") settle(revision, place);
      const compartment = place.kind === "ledger" ? place.compartment : waiting;
      sql
        .prepare("INSERT INTO accesses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .run(revision, compartment, chart, author, writtenAt, act, record ?? null, apart ?? null, emergency ?? null);
    },
    settle,
    forget(compartment: Bytes): void {
      sql.prepare("DELETE FROM accesses WHERE compartment = ?").run(compartment);
    },
    queries: {
      /** What devices say they have shown of the chart, oldest first. `compartment` is null where it waits. */
      accessesOf: (chart: Bytes): SqlRow[] =>
        sql
          .prepare(
            `SELECT revision, nullif(compartment, x'') AS compartment, chart, device, at, act, record, apart, emergency
             FROM accesses WHERE chart = ? ORDER BY at, revision`,
          )
          .all(chart),
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
