import { afterAll, beforeAll, expect, test } from "vitest";
import { type AccountId, asId, parseCbor, toHex, utf8 } from "@alcove/bytes";
import { importVerifyKey, leafBytes } from "@alcove/crypto";
import { type Compartment, messages, parseAs, type Roster } from "@alcove/protocol";
import { TestDevice } from "../testing/device.ts";
import { type RunningServer, runServer } from "../testing/run-server.ts";
import { openDatabase } from "../store/database.ts";
import { createCryptoPort } from "../crypto-port.ts";
import { SignatureDesk } from "../signatures/signature-desk.ts";
import { loadPractice } from "./load.ts";
import { answerSync, type Audience } from "./sync.ts";

let server: RunningServer;
let device: TestDevice;
/** Leaves: practice.create, two compartments with their first epochs, a batch into each, a heartbeat. */
const size = 8;
beforeAll(async () => {
  server = await runServer();
  device = await (await TestDevice.found(server.origin)).login();
  const charts = [await device.openCompartment(), await device.openCompartment("psychotherapy")] as const;
  for (const chart of charts) await device.appendBatch(chart, utf8("a note"), utf8("another"));
  await device.append([await device.heartbeat()]);
});
afterAll(() => server.remove());

test("all leaves, all bodies that are owed, in order, with their payload", async () => {
  const synced = await device.sync();
  expect(synced.leaves.length).toBe(size * leafBytes);
  expect(synced.bodies.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(synced.bodies.map(({ payload }) => payload.length)).toEqual([0, 0, 1, 0, 1, 2, 2, 0]);
  expect(synced.bodiesNext).toBe(size);
});

test("an answer is deterministic CBOR whatever its lengths", async () => {
  for (const [leavesFrom, bodiesFrom] of [
    [0, 0],
    [8, 8],
    [8, 7],
    [3, 0],
  ] as const) {
    const answer = await device.trySync(leavesFrom, bodiesFrom);
    expect(parseCbor(answer.bytes)).toBeDefined();
    expect(parseAs(messages.SyncAnswer, answer.bytes)).toBeDefined();
  }
});

test("leaves and bodies go on from where they are asked", async () => {
  const synced = await device.sync(6, 5);
  expect(synced.leaves.length).toBe(2 * leafBytes);
  expect(synced.bodies.map(({ index }) => index)).toEqual([5, 6, 7]);
});

test("a small maxBytes sends at least one body and says where to go on", async () => {
  const seen: number[] = [];
  let from = 0;
  for (let round = 0; round < 20 && from < size; round++) {
    const synced = await device.sync(size, from, 1);
    expect(synced.bodies).toHaveLength(1);
    seen.push(...synced.bodies.map(({ index }) => index));
    from = synced.bodiesNext;
  }
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("HS-15 a device that knows more than the server gets the shorter checkpoint and nothing else", async () => {
  const synced = await device.sync(20, 8);
  expect([synced.leaves.length, synced.bodies.length, synced.bodiesNext]).toEqual([0, 0, 20]);
});

test("bodies beyond the leaves are malformed", async () => {
  expect((await device.trySync(0, 9)).code).toBe("request-malformed");
});

async function syncAs(audience: Audience, change: (compartment: Compartment) => Compartment): Promise<number[]> {
  const database = await openDatabase(server.dataFolder);
  const port = createCryptoPort(new SignatureDesk());
  const ledgerKey = await importVerifyKey(port, device.person.ledgerKey.publicKey);
  if (!ledgerKey) throw new Error("the ledger key is one");
  const state = await loadPractice({ db: database.db, port, ledgerKey }, device.person.practice);
  if (!state?.roster) throw new Error("the practice is there");
  const compartments = new Map([...state.roster.compartments].map(([id, each]) => [id, change(each)]));
  const roster: Roster = { ...state.roster, compartments };
  const request = { leavesFrom: 0, bodiesFrom: 0, maxBytes: 1_000_000 };
  const answer = await answerSync(database.db, { ...state, roster }, audience, request);
  await database.close();
  if (!answer.ok) throw new Error(answer.error.code);
  return parseAs(messages.SyncAnswer, answer.value)?.bodies.map(({ index }) => index) ?? [];
}

// Last: it stops the server to read its database.
test("IN-01 key logs and batches go to readers of their compartment only, roster and heartbeats to all", async () => {
  await server.close();
  const { account } = device.person;
  const other = asId<AccountId>(new Uint8Array(16).fill(7));
  const reader: Audience = { kind: "member", account };
  const stranger: Audience = { kind: "member", account: other };
  const same = (each: Compartment) => each;
  const isPsychotherapy = ({ kind }: Compartment) => kind === "psychotherapy";
  const withoutPsychotherapy = (each: Compartment) => (isPsychotherapy(each) ? { ...each, readers: [other] } : each);
  expect(await syncAs(reader, same)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(await syncAs(reader, withoutPsychotherapy)).toEqual([0, 1, 2, 3, 5, 7]);
  expect(await syncAs(stranger, withoutPsychotherapy)).toEqual([0, 1, 3, 4, 6, 7]);
  expect(await syncAs(stranger, same)).toEqual([0, 1, 3, 7]);
  // A right to write is none to read.
  expect(await syncAs(reader, (each) => ({ ...each, readers: [] }))).toEqual([0, 1, 3, 7]);
  expect(await syncAs({ kind: "rosterOnly" }, same)).toEqual([0, 1, 3]);
  expect(toHex(account)).not.toBe(toHex(other));
  server = await runServer({ dataFolder: server.dataFolder });
});
