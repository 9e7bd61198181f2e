/**
 * Invites: where inviter and newcomer leave messages for each other (transcripts.md, pairing). The server reads none of
 * them. Each message is left once; another one in its place ends the invite, and both sides are told.
 */

import {
  type AccountId,
  type Branded,
  type Bytes,
  type CompartmentId,
  equalBytes,
  fail,
  ok,
  type PracticeId,
  type Result,
} from "@alcove/bytes";
import { type Failure, failure, type Messages } from "@alcove/protocol";
import type { Db, Trx } from "./tables.ts";

/** 16 bytes, derived from the invite's secret; who knows it may read and answer. */
export type InviteId = Branded<"InviteId">;
export type Inviter = { readonly practice: PracticeId; readonly account: AccountId };
export type InviteStep = Messages["InviteMessage"]["step"];

/** Invites of one account that may be open at a time. */
export const mostInvites = 20;

type Row = {
  readonly practice: Uint8Array;
  readonly account: Uint8Array;
  readonly expires_at: number;
  readonly blob: Uint8Array;
  readonly m1: Uint8Array | null;
  readonly m2: Uint8Array | null;
  readonly rn: Uint8Array | null;
  readonly gift: Uint8Array | null;
  readonly dead: number;
  readonly portal: Uint8Array | null;
};
const columnOf = { m1: "m1", m2: "m2", rN: "rn", gift: "gift" } as const satisfies Record<InviteStep, keyof Row>;
/** What must be there before a step's message. */
const before = { m1: [], m2: ["m1"], rN: ["m1", "m2"], gift: ["rn"] } as const satisfies Record<
  InviteStep,
  readonly (keyof Row)[]
>;

/** Failures: `invitation-dead` (the id is taken), `slow-down` (too many are open). */
export async function openInvite(
  db: Db,
  inviter: Inviter,
  invite: InviteId,
  facts: {
    readonly blob: Bytes;
    readonly expiresAt: number;
    readonly nowMs: number;
    /** Where a client is invited. */
    readonly portal?: CompartmentId | undefined;
  },
): Promise<Result<undefined, Failure>> {
  const { practice, account } = inviter;
  const { blob, expiresAt, nowMs, portal = null } = facts;
  return db.transaction().execute(async (trx) => {
    const there = await readRow(trx, invite, nowMs);
    if (there) {
      const isAgain = isBy(there, inviter) && equalBytes(there.blob, blob);
      return isAgain ? ok() : fail(failure("invitation-dead"));
    }
    const open = await trx
      .selectFrom("invite")
      .select("expires_at")
      .where("practice", "=", practice)
      .where("account", "=", account)
      .where("expires_at", ">", nowMs)
      // One that has come to its end holds up nobody else's.
      .where("gift", "is", null)
      .execute();
    if (open.length >= mostInvites) return fail(failure("slow-down", { seconds: 60 }));
    await trx
      .insertInto("invite")
      .values({ practice, invite, account, expires_at: expiresAt, blob, dead: 0, portal })
      .execute();
    return ok();
  });
}

/** Failures: `invitation-unknown`, `invitation-dead`. */
export async function readInvite(
  db: Db,
  invite: InviteId,
  nowMs: number,
): Promise<
  Result<
    {
      readonly practice: PracticeId;
      readonly portal: CompartmentId | undefined;
      readonly state: Messages["InviteState"];
    },
    Failure
  >
> {
  const row = await readRow(db, invite, nowMs);
  if (!row) return fail(failure("invitation-unknown"));
  if (row.dead !== 0) return fail(failure("invitation-dead"));
  const bytes = (value: Uint8Array | null) => value as Bytes | null;
  return ok({
    practice: row.practice as PracticeId,
    portal: (row.portal ?? undefined) as CompartmentId | undefined,
    state: { blob: row.blob as Bytes, m1: bytes(row.m1), m2: bytes(row.m2), rN: bytes(row.rn), gift: bytes(row.gift) },
  });
}

/**
 * Leaves one message. `by`: the inviter whose session it is; absent for the newcomer.
 * Failures: `invitation-unknown`, `invitation-dead`, `request-malformed` (not this side's step, or not its turn).
 */
export async function leaveMessage(
  db: Db,
  invite: InviteId,
  { step, body }: Messages["InviteMessage"],
  { by, nowMs }: { readonly by?: Inviter; readonly nowMs: number },
): Promise<Result<undefined, Failure>> {
  const isInviters = step === "m2" || step === "gift";
  if (isInviters !== (by !== undefined)) return fail(failure("request-malformed"));
  return db.transaction().execute(async (trx) => {
    const row = await readRow(trx, invite, nowMs);
    if (!row || (by && !isBy(row, by))) return fail(failure("invitation-unknown"));
    if (row.dead !== 0) return fail(failure("invitation-dead"));
    if (before[step].some((earlier) => row[earlier] === null)) return fail(failure("request-malformed"));
    const there = row[columnOf[step]];
    if (there && equalBytes(there, body)) return ok();
    // Two different messages for one place: somebody else has the secret, or tries.
    const change = there ? { dead: 1 } : { [columnOf[step]]: body };
    await trx.updateTable("invite").set(change).where("invite", "=", invite).execute();
    return there ? fail(failure("invitation-dead")) : ok();
  });
}

/** Failures: `invitation-unknown` where it isn't this account's. */
export async function closeInvite(db: Db, inviter: Inviter, invite: InviteId): Promise<Result<undefined, Failure>> {
  const { numDeletedRows } = await db
    .deleteFrom("invite")
    .where("practice", "=", inviter.practice)
    .where("account", "=", inviter.account)
    .where("invite", "=", invite)
    .executeTakeFirst();
  return numDeletedRows === 0n ? fail(failure("invitation-unknown")) : ok();
}

/** Invites that have run out leave the disk. */
export async function sweepInvites(db: Db, nowMs: number): Promise<void> {
  await db.deleteFrom("invite").where("expires_at", "<=", nowMs).execute();
}

async function readRow(db: Db | Trx, invite: InviteId, nowMs: number): Promise<Row | undefined> {
  return db
    .selectFrom("invite")
    .selectAll()
    .where("invite", "=", invite)
    .where("expires_at", ">", nowMs)
    .executeTakeFirst();
}

function isBy(row: Row, { practice, account }: Inviter): boolean {
  return equalBytes(row.practice, practice) && equalBytes(row.account, account);
}
