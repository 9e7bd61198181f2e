/** Draft slots: the newest sealed state of each draft, between one person's devices. Nothing older is kept. */

import {
  type AccountId,
  type Branded,
  type Bytes,
  equalBytes,
  fail,
  ok,
  type PracticeId,
  type Result,
} from "@alcove/bytes";
import { type Failure, failure, type Messages } from "@alcove/protocol";
import { sql } from "kysely";
import type { Db } from "./tables.ts";

/** 16 random bytes, by the device. */
export type SlotId = Branded<"SlotId">;
export type DraftOwner = { readonly practice: PracticeId; readonly account: AccountId };

/** What one account may keep in all its slots. */
export const draftsBytes = 32 * 1024 * 1024;
export const mostSlots = 200;

/**
 * Failures: `head-moved` (a newer or another state with this counter is kept), `request-too-large` (all slots together).
 */
export async function keepDraft(
  db: Db,
  { practice, account }: DraftOwner,
  slot: SlotId,
  { counter, sealed }: Messages["DraftSlot"],
): Promise<Result<undefined, Failure>> {
  return db.transaction().execute(async (trx) => {
    const slots = await trx
      .selectFrom("draft")
      .select(["slot", "counter", sql<number>`length(sealed)`.as("bytes")])
      .where("practice", "=", practice)
      .where("account", "=", account)
      .execute();
    const there = slots.find((each) => equalBytes(each.slot, slot));
    if (there && there.counter >= counter) {
      const kept = await trx
        .selectFrom("draft")
        .select("sealed")
        .where("practice", "=", practice)
        .where("account", "=", account)
        .where("slot", "=", slot)
        .executeTakeFirstOrThrow();
      const isAgain = there.counter === counter && equalBytes(kept.sealed, sealed);
      return isAgain ? ok() : fail(failure("head-moved"));
    }
    const others = slots.filter((each) => each !== there);
    const bytes = others.reduce((sum, each) => sum + each.bytes, sealed.length);
    if (bytes > draftsBytes || others.length >= mostSlots)
      return fail(failure("request-too-large", { bytes, limit: draftsBytes }));
    await trx
      .insertInto("draft")
      .values({ practice, account, slot, counter, sealed })
      .onConflict((conflict) => conflict.columns(["practice", "account", "slot"]).doUpdateSet({ counter, sealed }))
      .execute();
    return ok();
  });
}

export async function readDrafts(db: Db, { practice, account }: DraftOwner): Promise<Messages["DraftSlots"]> {
  const rows = await db
    .selectFrom("draft")
    .select(["slot", "counter", "sealed"])
    .where("practice", "=", practice)
    .where("account", "=", account)
    .orderBy("slot")
    .execute();
  return {
    slots: rows.map(({ slot, counter, sealed }) => ({ slot: slot as never, counter, sealed: sealed as Bytes })),
  };
}

/** Gone for good, and overwritten on disk; also where there was none. */
export async function eraseDraft(db: Db, { practice, account }: DraftOwner, slot: SlotId): Promise<void> {
  await db
    .deleteFrom("draft")
    .where("practice", "=", practice)
    .where("account", "=", account)
    .where("slot", "=", slot)
    .execute();
}
