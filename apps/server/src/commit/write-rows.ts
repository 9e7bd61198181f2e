/** The rows of one commit, in the transaction that makes them durable together. */

import type { CompiledQuery } from "kysely";
import type { PracticeDraft } from "../practice/state.ts";
import { markDestroyedBlobs } from "../store/blobs.ts";
import type { BodyPage, BodyTail } from "../store/body-log.ts";
import type { Db, Trx } from "../store/tables.ts";

/** What one practice adds. */
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

type Row = readonly unknown[];
type WriteRows = (trx: Trx, rows: readonly Row[]) => Promise<void>;

/**
 * One statement a table for all practices of a commit, compiled once for each number of rows: building one, and passing
 * one through the query builder, cost more than running it.
 */
export function createRowWriter(
  db: Db,
  now: () => number,
): (trx: Trx, practices: readonly CommitRows[]) => Promise<void> {
  const none = new Uint8Array(0);
  const leafRow = { practice: none, ledger_index: 0, leaf: none, compartment: none, body_offset: 0 };
  const pageRow = { practice: none, page: 0, bytes: none };
  const placeRow = {
    practice: none,
    device: none,
    compartment: none,
    device_counter: 0,
    compartment_counter: 0,
    previous: none,
  };
  const openingRow = { practice: none, device: none, compartment: none, sequence: 0, asked: none };
  const heartbeatRow = { practice: none, device: none, sequence: 0 };
  const deviceRow = { practice: none, device_key: none, account: none, second_factor_at: 0 };
  const setRow = { practice: none, recovery_set: none };
  const practiceRow = { practice: none, size: 0, body_bytes: 0, checkpoint: "" };

  const writeLeaves = writer((count) => db.insertInto("leaf").values(repeat(leafRow, count)).compile());
  const writePages = writer((count) =>
    db
      .insertInto("body_page")
      .values(repeat(pageRow, count))
      .onConflict((conflict) =>
        conflict.columns(["practice", "page"]).doUpdateSet((row) => ({ bytes: row.ref("excluded.bytes") })),
      )
      .compile(),
  );
  const writePlaces = writer((count) =>
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
  const writeOpenings = writer((count) =>
    db
      .insertInto("opening_place")
      .values(repeat(openingRow, count))
      .onConflict((conflict) =>
        conflict
          .columns(["practice", "device", "compartment"])
          .doUpdateSet((row) => ({ sequence: row.ref("excluded.sequence"), asked: row.ref("excluded.asked") })),
      )
      .compile(),
  );
  const writeHeartbeats = writer((count) =>
    db
      .insertInto("heartbeat_place")
      .values(repeat(heartbeatRow, count))
      .onConflict((conflict) =>
        conflict.columns(["practice", "device"]).doUpdateSet((row) => ({ sequence: row.ref("excluded.sequence") })),
      )
      .compile(),
  );
  const writeDevices = writer((count) =>
    db
      .insertInto("device")
      .values(repeat(deviceRow, count))
      .onConflict((conflict) => conflict.columns(["practice", "device_key"]).doNothing())
      .compile(),
  );
  // Another practice may have taken the id of one it knows: whose it is stays as it was.
  const writeSets = writer((count) =>
    db
      .insertInto("recovery_set")
      .values(repeat(setRow, count))
      .onConflict((conflict) => conflict.doNothing())
      .compile(),
  );
  const writePractices = writer((count) =>
    db
      .insertInto("practice")
      .values(repeat(practiceRow, count))
      .onConflict((conflict) =>
        conflict.column("practice").doUpdateSet((row) => ({
          size: row.ref("excluded.size"),
          body_bytes: row.ref("excluded.body_bytes"),
          checkpoint: row.ref("excluded.checkpoint"),
        })),
      )
      .compile(),
  );

  return async (trx, practices) => {
    await writeLeaves(trx, practices.flatMap(leafRows));
    await writePages(
      trx,
      practices.flatMap(({ draft, pages }) => pages.map(({ page, bytes }) => [draft.practice, page, bytes])),
    );
    await writePlaces(trx, practices.flatMap(placeRows));
    await writeOpenings(
      trx,
      practices.flatMap(({ draft }) =>
        [...draft.openings.written().values()].map(({ device, compartment, sequence, asked }) => [
          draft.practice,
          device,
          compartment,
          sequence,
          asked,
        ]),
      ),
    );
    await writeHeartbeats(
      trx,
      practices.flatMap(({ draft }) =>
        [...draft.heartbeats.written().values()].map(({ device, sequence }) => [draft.practice, device, sequence]),
      ),
    );
    // Whoever enrolled them was signed in with a second factor: a new device's month begins now.
    await writeDevices(
      trx,
      practices.flatMap(({ draft }) => draft.enrolled.map(({ key, account }) => [draft.practice, key, account, now()])),
    );
    await writeSets(
      trx,
      practices.flatMap(({ draft }) => draft.madeSets.map((set) => [draft.practice, set])),
    );
    for (const { draft } of practices) {
      await writeReleaseParts(trx, draft);
      await markDestroyedBlobs(trx, draft.practice, draft.destroyed);
    }
    await writePractices(
      trx,
      practices.map(({ draft, size, bodyTail, checkpoint }) => [draft.practice, size, bodyTail.end, checkpoint]),
    );
  };
}

/** The newest epoch's part takes the place of the one before; a compartment that is guarded no more has none. */
async function writeReleaseParts(trx: Trx, { practice, releaseParts }: PracticeDraft): Promise<void> {
  for (const { compartment, part } of releaseParts) {
    await trx
      .deleteFrom("release_part")
      .where("practice", "=", practice)
      .where("compartment", "=", compartment)
      .execute();
    if (!part) continue;
    const row = { practice, compartment, epoch: part.epoch, part_sealed: part.sealed };
    await trx.insertInto("release_part").values(row).execute();
  }
}

function leafRows({ draft, firstIndex, firstOffset }: CommitRows): Row[] {
  let offset = firstOffset;
  return draft.leaves.map(({ leaf, compartment, bodyBytes }, i) => {
    const row = [draft.practice, firstIndex + i, leaf, compartment, offset];
    offset += bodyBytes;
    return row;
  });
}

function placeRows({ draft }: CommitRows): Row[] {
  return [...draft.places.written().values()].map(
    ({ device, compartment, deviceCounter, compartmentCounter, previous }) => [
      draft.practice,
      device,
      compartment,
      deviceCounter,
      compartmentCounter,
      previous,
    ],
  );
}

function writer(compile: (count: number) => CompiledQuery): WriteRows {
  const byCount = new Map<number, CompiledQuery>();
  return async (trx, rows) => {
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      const some = rows.slice(at, at + rowsAtOnce);
      const query = byCount.get(some.length) ?? compile(some.length);
      byCount.set(some.length, query);
      await trx.executeQuery({ ...query, parameters: some.flat() });
    }
  };
}

function repeat<Values>(row: Values, count: number): Values[] {
  return Array.from({ length: count }, () => row);
}
