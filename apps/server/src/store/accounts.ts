/** Accounts: login keys, sealed keyrings, second factors. */

import type { AccountId, Bytes, PracticeId } from "@alcove/bytes";
import type { PublicKey } from "@alcove/crypto";
import type { Messages } from "@alcove/protocol";
import type { Db, Trx } from "./tables.ts";

export type AccountRow = {
  readonly practice: PracticeId;
  readonly account: AccountId;
  readonly loginKey: PublicKey;
  readonly emailSealed: Bytes;
  readonly keyring: Messages["StoredKeyring"];
  /** Null until a second factor is set. */
  readonly totpSealed: Bytes | null;
  /** The newest step that was used; null for none. */
  readonly totpStep: number | null;
  /** HMACs of those that are left. */
  readonly spareCodes: Bytes | null;
};

export async function insertAccount(trx: Trx, row: Omit<AccountRow, "spareCodes">): Promise<void> {
  await trx
    .insertInto("account")
    .values({
      practice: row.practice,
      account: row.account,
      login_key: row.loginKey,
      email_sealed: row.emailSealed,
      keyring_version: row.keyring.keyringVersion,
      kdf_version: row.keyring.kdfVersion,
      slot0: row.keyring.slot0,
      keyring: row.keyring.keyring,
      totp_sealed: row.totpSealed,
      totp_step: row.totpStep,
    })
    .execute();
}

export async function readAccount(db: Db, practice: PracticeId, account: AccountId): Promise<AccountRow | undefined> {
  const row = await db
    .selectFrom("account")
    .selectAll()
    .where("practice", "=", practice)
    .where("account", "=", account)
    .executeTakeFirst();
  return (
    row && {
      practice,
      account,
      loginKey: row.login_key as PublicKey,
      emailSealed: row.email_sealed as Bytes,
      keyring: {
        keyringVersion: row.keyring_version,
        kdfVersion: row.kdf_version,
        slot0: row.slot0 as never,
        keyring: row.keyring as Bytes,
      },
      totpSealed: row.totp_sealed as Bytes | null,
      totpStep: row.totp_step,
      spareCodes: row.spare_codes as Bytes | null,
    }
  );
}

/**
 * Login key and sealed keys of an account for new ones; the login key of before is remembered. `false`: somebody replaced
 * the keyring since `before` was read, and nothing was written.
 */
export async function replaceKeys(
  trx: Trx,
  { practice, account, loginKey, keyring: before }: AccountRow,
  next: { readonly loginKey: PublicKey; readonly keyring: Messages["StoredKeyring"] },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("account")
    .set({
      login_key: next.loginKey,
      keyring_version: next.keyring.keyringVersion,
      kdf_version: next.keyring.kdfVersion,
      slot0: next.keyring.slot0,
      keyring: next.keyring.keyring,
    })
    .where("practice", "=", practice)
    .where("account", "=", account)
    .where("keyring_version", "=", before.keyringVersion)
    .executeTakeFirst();
  const isReplaced = numUpdatedRows > 0n;
  if (!isReplaced) return false;
  await trx
    .insertInto("former_login_key")
    .values({ practice, account, login_key: loginKey })
    // Somebody who came back to an older passphrase leaves it a second time.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return isReplaced;
}

/** Login keys that the account had before, and that grant nothing but the roster to a device that is enrolled. */
export async function readFormerLoginKeys(db: Db, practice: PracticeId, account: AccountId): Promise<PublicKey[]> {
  const rows = await db
    .selectFrom("former_login_key")
    .select("login_key")
    .where("practice", "=", practice)
    .where("account", "=", account)
    .execute();
  return rows.map((row) => row.login_key as PublicKey);
}

/** Another identity has the account from now on, whatever keyring there was; a second factor was the one before's. */
export async function resetKeys(
  trx: Trx,
  { practice, account, loginKey: before }: Pick<AccountRow, "practice" | "account" | "loginKey">,
  { loginKey, keyring }: Pick<AccountRow, "loginKey" | "keyring">,
): Promise<void> {
  await trx
    .updateTable("account")
    .set({
      login_key: loginKey,
      keyring_version: keyring.keyringVersion,
      kdf_version: keyring.kdfVersion,
      slot0: keyring.slot0,
      keyring: keyring.keyring,
      totp_sealed: null,
      totp_step: null,
      spare_codes: null,
      passkeys: null,
    })
    .where("practice", "=", practice)
    .where("account", "=", account)
    .execute();
  await trx.deleteFrom("authenticator").where("practice", "=", practice).where("account", "=", account).execute();
  await trx
    .insertInto("former_login_key")
    .values({ practice, account, login_key: before })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** `undefined`: this device has shown none yet. Milliseconds since 1970. */
export async function readSecondFactorAt(
  db: Db,
  practice: PracticeId,
  deviceKey: PublicKey,
): Promise<number | undefined> {
  const row = await db
    .selectFrom("device")
    .select("second_factor_at")
    .where("practice", "=", practice)
    .where("device_key", "=", deviceKey)
    .executeTakeFirst();
  return row?.second_factor_at;
}

/** Uses `step` up, durably, before anything is granted for it; false when another request was quicker. */
export async function useSecondFactor(
  db: Db,
  { practice, account }: AccountRow,
  step: number,
  deviceKey: PublicKey,
  nowMs: number,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("account")
      .set({ totp_step: step })
      .where("practice", "=", practice)
      .where("account", "=", account)
      .where((is) => is.or([is("totp_step", "is", null), is("totp_step", "<", step)]))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await noteSecondFactor(trx, { practice, account, deviceKey, nowMs });
    return true;
  });
}

/** In the place of those there were; null: none are left. */
export async function setSpareCodes(db: Db, { practice, account }: AccountRow, codes: Bytes): Promise<void> {
  await db
    .updateTable("account")
    .set({ spare_codes: codes })
    .where("practice", "=", practice)
    .where("account", "=", account)
    .execute();
}

/** Takes one out, durably, before anything is granted for it; false when another request was quicker. */
export async function takeSpareCode(
  db: Db,
  { practice, account, spareCodes }: AccountRow,
  left: Bytes,
  deviceKey: PublicKey,
  nowMs: number,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows: taken } = await trx
      .updateTable("account")
      .set({ spare_codes: left })
      .where("practice", "=", practice)
      .where("account", "=", account)
      .where("spare_codes", "=", spareCodes)
      .executeTakeFirst();
    if (taken === 0n) return false;
    await noteSecondFactor(trx, { practice, account, deviceKey, nowMs });
    return true;
  });
}

/** Sets the account's second factor; its first code, of `step`, is thereby used. */
export async function setSecondFactor(
  db: Db,
  { practice, account }: AccountRow,
  factor: { readonly sealed: Bytes; readonly step: number; readonly deviceKey: PublicKey; readonly nowMs: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable("account")
      .set({ totp_sealed: factor.sealed, totp_step: factor.step })
      .where("practice", "=", practice)
      .where("account", "=", account)
      .execute();
    await noteSecondFactor(trx, { practice, account, deviceKey: factor.deviceKey, nowMs: factor.nowMs });
  });
}

/** Nothing is left of the app's secret. */
export async function endSecondFactor(db: Db, { practice, account }: AccountRow): Promise<void> {
  await db
    .updateTable("account")
    .set({ totp_sealed: null, totp_step: null })
    .where("practice", "=", practice)
    .where("account", "=", account)
    .execute();
}

/** That a device has just shown a second factor. */
export async function noteSecondFactor(
  trx: Trx,
  shown: {
    readonly practice: PracticeId;
    readonly account: AccountId;
    readonly deviceKey: PublicKey;
    readonly nowMs: number;
  },
): Promise<void> {
  const { practice, account, deviceKey, nowMs } = shown;
  await trx
    .insertInto("device")
    .values({ practice, device_key: deviceKey, account, second_factor_at: nowMs })
    .onConflict((conflict) => conflict.columns(["practice", "device_key"]).doUpdateSet({ second_factor_at: nowMs }))
    .execute();
}
