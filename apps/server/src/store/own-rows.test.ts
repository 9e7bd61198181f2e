import { rmSync } from "node:fs";
import { type AccountId, asHash, asId, type Branded, type PracticeId } from "@alcove/bytes";
import type { PublicKey } from "@alcove/crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDataFolder } from "../testing/run-server.ts";
import { insertAccount, readAccount, setSpareCodes, takeSpareCode } from "./accounts.ts";
import { addAuthenticator, readAuthenticators, removeAuthenticator, useAuthenticator } from "./authenticators.ts";
import { type Database, openDatabase } from "./database.ts";
import { eraseDraft, keepDraft, readDrafts, type SlotId } from "./drafts.ts";
import { keepPasskeys, readPasskeys } from "./passkeys.ts";
import { lastWitnessed, moveWitnessed } from "./witnessed.ts";
import { closeInvite, type InviteId, leaveMessage, openInvite, readInvite } from "./invites.ts";

const folder = makeDataFolder();
let database: Database;
beforeAll(async () => {
  database = await openDatabase(folder);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const id = <B extends Branded<string>>(byte: number) => asId<B>(new Uint8Array(16).fill(byte));
const practice = id<PracticeId>(1);
const ada = { practice, account: id<AccountId>(2) };
/** Of the same practice. */
const ben = { practice, account: id<AccountId>(3) };

const device = new Uint8Array(32) as PublicKey;

async function account(byte: number) {
  const owner = { practice, account: id<AccountId>(byte) };
  const bytes = (length: number) => new Uint8Array(length).fill(byte) as never;
  const keyring = { keyringVersion: 1, kdfVersion: 1, slot0: bytes(60), keyring: bytes(60) };
  const row = { ...owner, loginKey: bytes(32), emailSealed: bytes(40), keyring, totpSealed: null, totpStep: null };
  await database.db.transaction().execute((trx) => insertAccount(trx, row));
  return owner;
}

test("PSK-4 passkeys of two accounts of one practice are apart", async () => {
  const { db } = database;
  const [one, other] = [await account(20), await account(21)];
  const sealed = new Uint8Array(60).fill(1);
  expect(await keepPasskeys(db, one, { counter: 1, sealed })).toMatchObject({ ok: true });
  expect(await readPasskeys(db, one)).toEqual({ counter: 1, sealed });
  expect(await readPasskeys(db, other)).toEqual({ counter: 0, sealed: null });
});

test("WIT-4 of two that begin from the same checkpoint the quicker one has its way, the first time and later", async () => {
  const { db } = database;
  const [one, other, third] = [1, 2, 3].map((n) => ({ size: n, root: asHash(new Uint8Array(32).fill(n)) }));
  if (!one || !other || !third) throw new Error("three of them");
  expect(await moveWitnessed(db, "log.example", undefined, one)).toBe(true);
  expect(await moveWitnessed(db, "log.example", undefined, other)).toBe(false);
  expect(await moveWitnessed(db, "log.example", one, other)).toBe(true);
  expect(await moveWitnessed(db, "log.example", one, third)).toBe(false);
  expect(await moveWitnessed(db, "log.example", { ...other, root: third.root }, third)).toBe(false);
  expect(await lastWitnessed(db, "log.example")).toEqual(other);
  expect(await lastWitnessed(db, "log.example/else")).toBeUndefined();
});

test("SES-11 of two that take a spare code out of the same ones, the quicker one has it; another account's stay", async () => {
  const { db } = database;
  const [one, other] = [await account(22), await account(23)];
  const codes = new Uint8Array(64).fill(7);
  for (const owner of [one, other]) {
    const row = await readAccount(db, owner.practice, owner.account);
    if (row) await setSpareCodes(db, row, codes);
  }
  const row = await readAccount(db, one.practice, one.account);
  if (!row) throw new Error("there is an account");
  expect(await takeSpareCode(db, row, codes.slice(32), device, 0)).toBe(true);
  expect(await takeSpareCode(db, row, codes.slice(32), device, 0)).toBe(false);
  expect((await readAccount(db, one.practice, one.account))?.spareCodes).toHaveLength(32);
  expect((await readAccount(db, other.practice, other.account))?.spareCodes).toHaveLength(64);
});

test("DRA-4 slots of two accounts of one practice are apart, under one id too", async () => {
  const { db } = database;
  const slot = id<SlotId>(4);
  const sealed = (byte: number) => new Uint8Array(40).fill(byte);
  expect(await keepDraft(db, ada, slot, { counter: 5, sealed: sealed(1) })).toMatchObject({ ok: true });
  expect(await keepDraft(db, ben, slot, { counter: 1, sealed: sealed(2) })).toMatchObject({ ok: true });
  expect((await readDrafts(db, ada)).slots).toEqual([{ slot, counter: 5, sealed: sealed(1) }]);
  expect((await readDrafts(db, ben)).slots).toEqual([{ slot, counter: 1, sealed: sealed(2) }]);
  await eraseDraft(db, ben, slot);
  expect((await readDrafts(db, ben)).slots).toEqual([]);
  expect((await readDrafts(db, ada)).slots).toHaveLength(1);
});

test("DRA-4 one account keeps 200 slots at most, and another's don't count", async () => {
  const { db } = database;
  const clara = { practice, account: id<AccountId>(6) };
  const slotOf = (n: number) => asId<SlotId>(Uint8Array.from({ length: 16 }, (_, i) => (i === 0 ? n : 0)));
  const draft = { counter: 1, sealed: new Uint8Array(40) };
  for (let n = 0; n < 200; n++) expect(await keepDraft(db, clara, slotOf(n), draft)).toMatchObject({ ok: true });
  expect(await keepDraft(db, clara, slotOf(200), draft)).toMatchObject({ error: { code: "request-too-large" } });
  expect(await keepDraft(db, clara, slotOf(7), { ...draft, counter: 2 })).toMatchObject({ ok: true });
  expect(await keepDraft(db, ada, slotOf(200), draft)).toMatchObject({ ok: true });
});

test("PAIR-5 an invite is its inviter's: nobody else in the practice takes its id, answers for them, or ends it", async () => {
  const { db } = database;
  const invite = id<InviteId>(5);
  const terms = { blob: new Uint8Array(40), expiresAt: 2000, nowMs: 1000 };
  const codeOf = (result: Awaited<ReturnType<typeof openInvite>>) => (result.ok ? "ok" : result.error.code);
  expect(codeOf(await openInvite(db, ada, invite, terms))).toBe("ok");
  expect(codeOf(await openInvite(db, ben, invite, terms))).toBe("invitation-dead");
  const m1 = { step: "m1", body: new Uint8Array(1) } as const;
  const m2 = { step: "m2", body: new Uint8Array(2) } as const;
  expect(codeOf(await leaveMessage(db, invite, m1, { nowMs: 1000 }))).toBe("ok");
  expect(codeOf(await leaveMessage(db, invite, m2, { by: ben, nowMs: 1000 }))).toBe("invitation-unknown");
  expect(codeOf(await closeInvite(db, ben, invite))).toBe("invitation-unknown");
  expect((await readInvite(db, invite, 1000)).ok).toBe(true);
  expect(codeOf(await leaveMessage(db, invite, m2, { by: ada, nowMs: 1000 }))).toBe("ok");
  expect(codeOf(await closeInvite(db, ada, invite))).toBe("ok");
});

test("SES-12 of two uses of one authenticator at once the quicker one counts; another account's stays", async () => {
  const { db } = database;
  const [one, other] = [await account(24), await account(25)];
  const key = { credential: new Uint8Array(16).fill(9), publicKey: new Uint8Array(77), host: "localhost" };
  for (const owner of [one, other])
    await addAuthenticator(db, owner, { ...key, counter: 1, addedAt: 0 }, new Uint8Array(32).fill(9) as never);
  const [kept] = await readAuthenticators(db, one);
  if (!kept) throw new Error("it was added");
  const now = { deviceKey: device, nowMs: 5 };
  expect(await useAuthenticator(db, one, kept, 2, now)).toBe(true);
  expect(await useAuthenticator(db, one, kept, 2, now)).toBe(false);
  expect(await readAuthenticators(db, one)).toMatchObject([{ counter: 2, usedAt: 5 }]);
  expect(await readAuthenticators(db, other)).toMatchObject([{ counter: 1, usedAt: 0 }]);
  await removeAuthenticator(db, one, key.credential);
  expect(await readAuthenticators(db, one)).toEqual([]);
  expect(await readAuthenticators(db, other)).toHaveLength(1);
});
