/** Recovery at the server: who gets what with a set's id, with its key, and after it was used. */

import { asId, type CompartmentId, encodeCbor, type RecoverySetId, toHex } from "@alcove/bytes";
import { hash, importSigningKey, sealingPublicKeyOf, type SealingSeed, type SigningSeed } from "@alcove/crypto";
import { encodeStatementBody, loginBytes, messages, type Operation, signBy, signerKinds } from "@alcove/protocol";
import { createSet, recovery, setParts, type Signer, type TestSet } from "@alcove/protocol/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readMessage, send, TestDevice } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";
import { askedInSession, SoftAuthenticator } from "../../testing/soft-authenticator.ts";
import { days, seconds, TestClock } from "../../testing/test-clock.ts";
import { codeAt } from "../../testing/totp.ts";

const clock = new TestClock();
let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ clock });
});
afterAll(() => server.remove());
beforeEach(() => clock.pass(days(1)));

const secret = new Uint8Array(20).map((_, i) => i);
const keysOf = ({ set, signKey }: TestSet) => ({ set, key: signKey });
const roster = (set: RecoverySetId, query = "") =>
  send(server.origin, "GET", `/v1/recovery/${toHex(set)}/roster${query}`);

/** A practice with a recovery set, a note in a chart, and a second factor. */
async function withSet() {
  const owner = await (await TestDevice.found(server.origin)).login();
  const made = await createSet({ port: owner.port, practice: owner.person.practice });
  await owner.appendStatement([["recovery.set", ...setParts(made)]]);
  const factor = { secret, code: codeAt(secret, clock.wallMs()), totp: null };
  expect((await owner.call("POST", "/v1/second-factor", encodeCbor(factor))).status).toBe(200);
  return { owner, made };
}

/** A fresh device of the same account, and what it says with the cards' key. */
async function fresh(
  owner: TestDevice,
  made: TestSet,
  changes: { readonly account?: Uint8Array; readonly version?: number } = {},
) {
  const { port, person, chains } = owner;
  const device = await owner.sibling();
  const login = await importSigningKey(port, port.random(32) as SigningSeed);
  const signSeed = port.random(32) as SigningSeed;
  const sealSeed = port.random(32) as SealingSeed;
  const signKey = await importSigningKey(port, signSeed);
  const account = (changes.account ?? person.account) as typeof person.account;
  const member = { account, signSeed, signKey, sealSeed, sealKey: await sealingPublicKeyOf(sealSeed) };
  const signer: Signer = { member, device: { device: device.device, seed: signSeed, key: device.key } };
  const next = await createSet({ port, practice: person.practice });
  const operation = recovery(made, signer, next, { keyringVersion: changes.version ?? 2 });
  const say = async (operations: readonly Operation[] = [operation]) => {
    const body = encodeStatementBody({
      sequence: chains.sequence + 1,
      previous: chains.rosterHead,
      account,
      device: device.device,
      checkpoint: chains.checkpoint,
      operations,
    });
    return signBy(port, "statement", person.practice, body, [
      { kind: signerKinds.recoverySet, id: made.set, key: made.signKey },
      { kind: signerKinds.device, id: device.device, key: device.key },
      { kind: signerKinds.nextIdentity, id: account, key: signKey },
    ]);
  };
  const keyring = { keyringVersion: 2, kdfVersion: 1, slot0: port.random(60), keyring: port.random(300) };
  const request = async (operations?: readonly Operation[]) => ({
    from: chains.checkpoint.size,
    statement: await say(operations),
    loginKey: login.publicKey,
    keyring,
  });
  const person2 = { ...person, login, identity: signKey, sealing: member.sealKey };
  const after = () => new TestDevice(port, server.origin, person2, { device: device.device, key: device.key }, chains);
  return { device, request, operation, next, after, keyring };
}

const use = (device: TestDevice, request: object) =>
  device.call("POST", "/v1/recovery", encodeCbor(request as { [name: string]: never }));

test("API-6 whoever knows a set gets statements, leaves and checkpoint, and nothing else; another id nothing", async () => {
  const { owner, made } = await withSet();
  await owner.openCompartment("psychotherapy");
  const answer = await roster(made.set);
  const { bodies, leaves } = readMessage(messages.SyncAnswer, answer);
  expect(bodies.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(leaves.length).toBe(4 * 49);
  expect(readMessage(messages.SyncAnswer, await roster(made.set, "?leavesFrom=3&bodiesFrom=2")).leaves.length).toBe(49);
  expect((await roster(asId(owner.port.random(16)))).code).toBe("recovery-set-unknown");
  expect((await roster(made.set, "?leavesFrom=x")).code).toBe("request-malformed");
  expect((await send(server.origin, "GET", "/v1/recovery/short/roster")).code).toBe("request-malformed");
});

test("SES-10 the set's key and the device's sign in for the account; anything else is answered alike", async () => {
  const { owner, made } = await withSet();
  const stranger = await createSet({ port: owner.port, practice: owner.person.practice });
  const other = await owner.sibling();
  const wrongs: [string, Parameters<TestDevice["tryRecover"]>][] = [
    ["another set's key", [{ set: made.set, key: stranger.signKey }]],
    ["another set", [keysOf(stranger)]],
    ["another set's id over the right key", [{ set: stranger.set, key: made.signKey }]],
    ["another device's signature", [keysOf(made), { signer: other.key }]],
    ["the bytes of a login", [keysOf(made), { signed: loginBytes }]],
    ["another practice", [keysOf(made), { practice: asId(owner.port.random(16)) }]],
  ];
  for (const [what, args] of wrongs) {
    const device = await owner.sibling();
    const answer = await device.tryRecover(...args);
    expect([what, answer.status, answer.code]).toEqual([what, 401, "login-refused"]);
  }
  const right = await owner.sibling();
  expect(readMessage(messages.LoginAnswer, await right.tryRecover(keysOf(made))).scope).toBe("recovering");
});

test("SES-10 a session by cards gives no keyring, no ciphertext and no append", async () => {
  const { owner, made } = await withSet();
  const { device, request } = await fresh(owner, made);
  await device.tryRecover(keysOf(made));
  expect((await device.call("GET", "/v1/keyring")).code).toBe("not-entitled");
  expect((await device.call("GET", "/v1/drafts")).code).toBe("not-entitled");
  const { statement } = await request();
  const entry = { kind: "roster", entry: statement, payload: [] as never[] } as const;
  expect((await device.tryAppend([entry])).code).toBe("not-entitled");
  const { account } = owner.person;
  const byKit = await device.statement([["device.enrol", account, device.device, device.key.publicKey, "kit", null]]);
  expect((await device.tryAppend([byKit])).code, "not even what a login key may enrol").toBe("not-entitled");
  const synced = await device.call("POST", "/v1/sync", encodeCbor({ leavesFrom: 0, bodiesFrom: 0, maxBytes: 10_000 }));
  expect(readMessage(messages.SyncAnswer, synced).bodies.length).toBe(2);
  const past = { compartments: [owner.port.random(16)], bodiesFrom: 0, to: 1, maxBytes: 1000 };
  expect((await device.call("POST", "/v1/past", encodeCbor(past))).code).toBe("not-entitled");
});

test("API-7 what does not belong to the session, or is no use of the cards, changes nothing", async () => {
  const { owner, made } = await withSet();
  const { device, request, operation } = await fresh(owner, made);
  const right = await request();
  expect((await use(owner, right)).code).toBe("not-entitled");
  await device.tryRecover(keysOf(made));
  const changed = (at: number, value: unknown) =>
    (operation as readonly unknown[]).with(at, value) as unknown as Operation;
  const create: Operation = ["compartment.create", asId<CompartmentId>(owner.port.random(16)), "directory", null];
  const wrongs: [string, object, string][] = [
    ["rubbish", { ...right, statement: owner.port.random(50) }, "request-malformed"],
    ["another operation", await request([create]), "not-entitled"],
    ["another set", await request([changed(1, owner.port.random(16))]), "not-entitled"],
    ["another account", await request([changed(2, owner.port.random(16))]), "not-entitled"],
    ["another device key", await request([changed(6, owner.port.random(32))]), "not-entitled"],
    ["another keyring version", { ...right, keyring: { ...right.keyring, keyringVersion: 3 } }, "request-malformed"],
    ["a place beyond the ledger", { ...right, from: 99 }, "request-malformed"],
    ["a new set of one card", await request([changed(10, 1)]), "statement-refused"],
    ["more beside it", await request([operation, create]), "statement-refused"],
  ];
  for (const [what, sent, code] of wrongs) expect([what, (await use(device, sent)).code]).toEqual([what, code]);
  await owner.login({ totp: codeAt(secret, clock.wallMs()) });
  expect(readMessage(messages.StoredKeyring, await owner.call("GET", "/v1/keyring")).keyringVersion).toBe(1);
  expect((await use(device, right)).status).toBe(200);
});

test("API-7 PSK-4 with the statement go login key, keyring, passkeys and second factor, and every session of before", async () => {
  const { owner, made } = await withSet();
  clock.pass(seconds(60));
  const codes = Array.from({ length: 10 }, () => owner.port.random(10));
  const spare = encodeCbor({ codes, totp: codeAt(secret, clock.wallMs()) });
  expect((await owner.call("POST", "/v1/spare-codes", spare)).status).toBe(200);
  const list = { counter: 3, sealed: owner.port.random(60) };
  expect((await owner.call("PUT", "/v1/passkeys", encodeCbor(list))).status).toBe(200);
  const { challenge, nonce } = await askedInSession(owner);
  const key = new SoftAuthenticator().make(challenge, { origin: server.origin });
  const added = encodeCbor({ nonce, ...key, totp: codeAt(secret, clock.wallMs()) });
  expect((await owner.call("POST", "/v1/authenticators", added)).status).toBe(200);
  const { device, request, next, after, keyring } = await fresh(owner, made);
  clock.pass(seconds(60));
  const enrolling = await owner.sibling();
  expect((await enrolling.tryLogin({ totp: codeAt(secret, clock.wallMs()) })).status).toBe(200);
  await device.tryRecover(keysOf(made));
  const appended = readMessage(messages.Appended, await use(device, await request()));
  expect(appended.first).toBe(owner.chains.checkpoint.size);
  expect((await owner.call("GET", "/v1/keyring")).code).toBe("session-ended");
  expect((await enrolling.call("GET", "/v1/keyring")).code).toBe("session-ended");
  const recovered = after();
  const login = readMessage(messages.LoginAnswer, await recovered.tryLogin());
  expect(login.scope).toBe("full");
  expect(readMessage(messages.StoredKeyring, await recovered.call("GET", "/v1/keyring"))).toEqual(keyring);
  const passkeys = readMessage(messages.Passkeys, await recovered.call("GET", "/v1/passkeys"));
  expect(passkeys).toEqual({ counter: 3, sealed: null });
  const factor = readMessage(messages.SecondFactorFacts, await recovered.call("GET", "/v1/second-factor"));
  expect(factor).toEqual({ set: false, app: false, spareCodes: 0, authenticators: [] });
  expect((await owner.tryLogin({ totp: codeAt(secret, clock.wallMs()) })).status).not.toBe(200);
  const another = await owner.sibling();
  expect((await another.tryRecover(keysOf(made))).code).toBe("login-refused");
  const byNew = await owner.sibling();
  expect((await byNew.tryRecover(keysOf(next))).status).toBe(200);
  for (const set of [made.set, next.set]) expect((await roster(set)).status).toBe(200);
});

test("a set that another practice names too stays the first one's, and nobody's append fails for it", async () => {
  const { owner, made } = await withSet();
  const thief = await (await TestDevice.found(server.origin)).login();
  const own = await createSet({ port: thief.port, practice: thief.person.practice });
  await thief.appendStatement([["recovery.set", ...setParts({ ...own, set: made.set })]]);
  const { bodies } = readMessage(messages.SyncAnswer, await roster(made.set));
  expect(hash(bodies[0]?.entry as Uint8Array)).not.toEqual(thief.chains.rosterHead);
  expect(bodies.length).toBe(2);
  expect(owner.chains.sequence).toBe(1);
});
