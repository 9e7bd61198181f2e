/** The rows of one commit, in the transaction that makes them durable together. */

import type { PracticeDraft } from "../practice/state.ts";
import type { Db, Trx } from "../store/tables.ts";

export type CommitRows = {
  readonly draft: PracticeDraft;
  /** Ledger index of the draft's first leaf. */
  readonly firstIndex: number;
  readonly size: number;
  readonly checkpoint: string;
};

/** Compiles the statements of the append path once; each row then costs its binding only. */
export function createRowWriter(db: Db, now: () => number): (trx: Trx, rows: CommitRows) => Promise<void> {
  const none = new Uint8Array(0);
  const insertLeaf = db
    .insertInto("leaf")
    .values({ practice: none, ledger_index: 0, leaf: none, compartment: none, body_bytes: 0 })
    .compile();
  const insertBody = db.insertInto("body").values({ practice: none, ledger_index: 0, body: none }).compile();
  const upsertPlace = db
    .insertInto("author_place")
    .values({
      practice: none,
      device: none,
      compartment: none,
      device_counter: 0,
      compartment_counter: 0,
      previous: none,
    })
    .onConflict((conflict) =>
      conflict.columns(["practice", "device", "compartment"]).doUpdateSet((row) => ({
        device_counter: row.ref("excluded.device_counter"),
        compartment_counter: row.ref("excluded.compartment_counter"),
        previous: row.ref("excluded.previous"),
      })),
    )
    .compile();

  return async (trx, { draft, firstIndex, size, checkpoint }) => {
    const { practice } = draft;
    const run = (query: typeof insertLeaf, parameters: readonly unknown[]) =>
      trx.executeQuery({ ...query, parameters });
    for (const [i, { leaf, compartment, body, bodyBytes }] of draft.leaves.entries()) {
      await run(insertLeaf, [practice, firstIndex + i, leaf, compartment, bodyBytes]);
      await run(insertBody, [practice, firstIndex + i, body]);
    }
    for (const place of draft.places.written().values()) {
      const { device, compartment, deviceCounter, compartmentCounter, previous } = place;
      await run(upsertPlace, [practice, device, compartment, deviceCounter, compartmentCounter, previous]);
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
