/** One account's list of passkeys, sealed: the newest only, by a counter that never falls. */

import { type AccountId, type Bytes, equalBytes, fail, ok, type PracticeId, type Result } from "@alcove/bytes";
import { type Failure, failure, type Messages } from "@alcove/protocol";
import type { Db, Trx } from "./tables.ts";

type Owner = { readonly practice: PracticeId; readonly account: AccountId };

export async function readPasskeys(db: Db, { practice, account }: Owner): Promise<Messages["Passkeys"] | undefined> {
  const row = await db
    .selectFrom("account")
    .select(["passkeys", "passkeys_counter"])
    .where("practice", "=", practice)
    .where("account", "=", account)
    .executeTakeFirst();
  return row && { counter: row.passkeys_counter, sealed: row.passkeys as Bytes | null };
}

/** The same again is kept already. Failure: `head-moved` (the counter does not rise). */
export async function keepPasskeys(
  db: Db,
  owner: Owner,
  { counter, sealed }: Messages["PasskeysRequest"],
): Promise<Result<undefined, Failure>> {
  const { numUpdatedRows } = await db
    .updateTable("account")
    .set({ passkeys: sealed, passkeys_counter: counter })
    .where("practice", "=", owner.practice)
    .where("account", "=", owner.account)
    .where("passkeys_counter", "<", counter)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return ok();
  const kept = await readPasskeys(db, owner);
  const isAgain = kept?.sealed && kept.counter === counter && equalBytes(kept.sealed, sealed);
  return isAgain ? ok() : fail(failure("head-moved"));
}

/** With the keyring key that it was sealed under. The counter stays, so that no list of before comes after it. */
export async function forgetPasskeys(trx: Trx, { practice, account }: Owner): Promise<void> {
  await trx
    .updateTable("account")
    .set({ passkeys: null })
    .where("practice", "=", practice)
    .where("account", "=", account)
    .execute();
}
