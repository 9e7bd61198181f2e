/** Authenticators that are an account's second factor: public keys, and how often each was used. */

import type { AccountId, Bytes, PracticeId } from "@alcove/bytes";
import type { PublicKey } from "@alcove/crypto";
import { noteSecondFactor } from "./accounts.ts";
import type { Db } from "./tables.ts";

type Owner = { readonly practice: PracticeId; readonly account: AccountId };

export type Authenticator = {
  readonly credential: Bytes;
  /** COSE. */
  readonly publicKey: Bytes;
  /** As it counts its uses itself; many always say 0. */
  readonly counter: number;
  readonly host: string;
  readonly addedAt: number;
  readonly usedAt: number;
};

/** The first added first. */
export async function readAuthenticators(db: Db, { practice, account }: Owner): Promise<readonly Authenticator[]> {
  const rows = await db
    .selectFrom("authenticator")
    .selectAll()
    .where("practice", "=", practice)
    .where("account", "=", account)
    .orderBy("added_at")
    .execute();
  return rows.map((row) => ({
    credential: row.credential as Bytes,
    publicKey: row.public_key as Bytes,
    counter: row.counter,
    host: row.host,
    addedAt: row.added_at,
    usedAt: row.used_at,
  }));
}

/** Shown with it, on that device. The same again changes nothing. */
export async function addAuthenticator(
  db: Db,
  { practice, account }: Owner,
  added: Omit<Authenticator, "usedAt">,
  deviceKey: PublicKey,
): Promise<void> {
  const { credential, publicKey, counter, host, addedAt } = added;
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto("authenticator")
      .values({
        practice,
        account,
        credential,
        public_key: publicKey,
        counter,
        host,
        added_at: addedAt,
        used_at: addedAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await noteSecondFactor(trx, { practice, account, deviceKey, nowMs: addedAt });
  });
}

/** Its new counter, durably, before anything is granted for it; false when another request was quicker, or it was removed. */
export async function useAuthenticator(
  db: Db,
  { practice, account }: Owner,
  { credential, counter: before }: Authenticator,
  counter: number,
  shown: { readonly deviceKey: PublicKey; readonly nowMs: number },
): Promise<boolean> {
  const { deviceKey, nowMs } = shown;
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("authenticator")
      .set({ counter, used_at: nowMs })
      .where("practice", "=", practice)
      .where("account", "=", account)
      .where("credential", "=", credential)
      .where("counter", "=", before)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await noteSecondFactor(trx, { practice, account, deviceKey, nowMs });
    return true;
  });
}

export async function removeAuthenticator(db: Db, { practice, account }: Owner, credential: Bytes): Promise<void> {
  await db
    .deleteFrom("authenticator")
    .where("practice", "=", practice)
    .where("account", "=", account)
    .where("credential", "=", credential)
    .execute();
}
