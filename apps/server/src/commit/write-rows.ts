/** The rows of one commit, in the transaction that makes them durable together. */

import type { CompiledQuery } from "kysely";
import type { PracticeDraft } from "../practice/state.ts";
import type { BodyPage, BodyTail } from "../store/body-log.ts";
import type { Db, Trx } from "../store/tables.ts";

export type CommitRows = {
  readonly draft: PracticeDraft;
  /** Ledger index of the draft's first leaf. */
  readonly firstIndex: number;
  /** Where the draft's first body begins. */
  readonly firstOffset: number;
  readonly pages: readonly BodyPage[];
  readonly bodyTail: BodyTail;
  readonly size: number;
  readonly checkpoint: string;
};

/** Rows that one statement writes; each count up to it is compiled once. */
const rowsAtOnce = 32;

/** Statements are compiled once for each number of rows: building one costs more than running it. */
export function createRowWriter(db: Db, now: () => number): (trx: Trx, rows: CommitRows) => Promise<void> {
  const none = new Uint8Array(0);
  const leafRow = { practice: none, ledger_index: 0, leaf: none, compartment: none, body_offset: 0 };
  const placeRow = {
    practice: none,
    device: none,
    compartment: none,
    device_counter: 0,
    compartment_counter: 0,
    previous: none,
  };
  const insertLeaves = compiled((count) => db.insertInto("leaf").values(repeat(leafRow, count)).compile());
  const upsertPage = db
    .insertInto("body_page")
    .values({ practice: none, page: 0, bytes: none })
    .onConflict((conflict) =>
      conflict.columns(["practice", "page"]).doUpdateSet((row) => ({ bytes: row.ref("excluded.bytes") })),
    )
    .compile();
  const upsertPlaces = compiled((count) =>
    db
      .insertInto("author_place")
      .values(repeat(placeRow, count))
      .onConflict((conflict) =>
        conflict.columns(["practice", "device", "compartment"]).doUpdateSet((row) => ({
          device_counter: row.ref("excluded.device_counter"),
          compartment_counter: row.ref("excluded.compartment_counter"),
          previous: row.ref("excluded.previous"),
        })),
      )
      .compile(),
  );

  return async (trx, { draft, firstIndex, firstOffset, pages, bodyTail, size, checkpoint }) => {
    const { practice } = draft;
    let offset = firstOffset;
    for (let at = 0; at < draft.leaves.length; at += rowsAtOnce) {
      const leaves = draft.leaves.slice(at, at + rowsAtOnce);
      const parameters = leaves.flatMap(({ leaf, compartment, bodyBytes }, i) => {
        const row = [practice, firstIndex + at + i, leaf, compartment, offset];
        offset += bodyBytes;
        return row;
      });
      await trx.executeQuery({ ...insertLeaves(leaves.length), parameters });
    }
    for (const { page, bytes } of pages) await trx.executeQuery({ ...upsertPage, parameters: [practice, page, bytes] });
    const places = [...draft.places.written().values()];
    for (let at = 0; at < places.length; at += rowsAtOnce) {
      const some = places.slice(at, at + rowsAtOnce);
      await trx.executeQuery({
        ...upsertPlaces(some.length),
        parameters: some.flatMap(({ device, compartment, deviceCounter, compartmentCounter, previous }) => [
          practice,
          device,
          compartment,
          deviceCounter,
          compartmentCounter,
          previous,
        ]),
      });
    }
    for (const { device, sequence } of draft.heartbeats.written().values()) {
      await trx
        .insertInto("heartbeat_place")
        .values({ practice, device, sequence })
        .onConflict((conflict) => conflict.columns(["practice", "device"]).doUpdateSet({ sequence }))
        .execute();
    }
    for (const { key, account } of draft.enrolled) {
      // Whoever enrolled it was signed in with a second factor: the new device's month begins now.
      await trx
        .insertInto("device")
        .values({ practice, device_key: key, account, second_factor_at: now() })
        .onConflict((conflict) => conflict.columns(["practice", "device_key"]).doNothing())
        .execute();
    }
    await trx
      .insertInto("practice")
      .values({ practice, size, body_bytes: bodyTail.end, checkpoint })
      .onConflict((conflict) => conflict.column("practice").doUpdateSet({ size, body_bytes: bodyTail.end, checkpoint }))
      .execute();
  };
}

function compiled(compile: (count: number) => CompiledQuery): (count: number) => CompiledQuery {
  const byCount = new Map<number, CompiledQuery>();
  return (count) => {
    const query = byCount.get(count) ?? compile(count);
    byCount.set(count, query);
    return query;
  };
}

function repeat<Row>(row: Row, count: number): Row[] {
  return Array.from({ length: count }, () => row);
}
