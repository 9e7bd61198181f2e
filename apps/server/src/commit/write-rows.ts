/** The rows of one commit, in the transaction that makes them durable together. */

import type { CompiledQuery } from "kysely";
import type { PracticeDraft } from "../practice/state.ts";
import type { Db, Trx } from "../store/tables.ts";

export type CommitRows = {
  readonly draft: PracticeDraft;
  /** Ledger index of the draft's first leaf. */
  readonly firstIndex: number;
  readonly size: number;
  readonly checkpoint: string;
};

/** Rows that one statement writes; each count up to it is compiled once. */
const rowsAtOnce = 32;

/** Statements are compiled once for each number of rows: building one costs more than running it. */
export function createRowWriter(db: Db, now: () => number): (trx: Trx, rows: CommitRows) => Promise<void> {
  const none = new Uint8Array(0);
  const leafRow = { practice: none, ledger_index: 0, leaf: none, compartment: none, body_bytes: 0 };
  const bodyRow = { practice: none, ledger_index: 0, body: none };
  const placeRow = {
    practice: none,
    device: none,
    compartment: none,
    device_counter: 0,
    compartment_counter: 0,
    previous: none,
  };
  const insertLeaves = compiled((count) => db.insertInto("leaf").values(repeat(leafRow, count)).compile());
  const insertBodies = compiled((count) => db.insertInto("body").values(repeat(bodyRow, count)).compile());
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

  return async (trx, { draft, firstIndex, size, checkpoint }) => {
    const { practice } = draft;
    for (let at = 0; at < draft.leaves.length; at += rowsAtOnce) {
      const leaves = draft.leaves.slice(at, at + rowsAtOnce);
      const first = firstIndex + at;
      await trx.executeQuery({
        ...insertLeaves(leaves.length),
        parameters: leaves.flatMap(({ leaf, compartment, bodyBytes }, i) => [
          practice,
          first + i,
          leaf,
          compartment,
          bodyBytes,
        ]),
      });
      await trx.executeQuery({
        ...insertBodies(leaves.length),
        parameters: leaves.flatMap(({ body }, i) => [practice, first + i, body]),
      });
    }
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
      .values({ practice, size, checkpoint })
      .onConflict((conflict) => conflict.column("practice").doUpdateSet({ size, checkpoint }))
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
