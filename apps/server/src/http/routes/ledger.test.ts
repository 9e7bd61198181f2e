import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  asHash,
  asId,
  type ChartId,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  type GroupId,
  utf8,
} from "@alcove/bytes";
import { leafBytes } from "@alcove/crypto";
import { type AppendEntry, limits, messages } from "@alcove/protocol";
import { readMessage, TestDevice } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";

let server: RunningServer;
let device: TestDevice;
let chart: Awaited<ReturnType<TestDevice["openCompartment"]>>;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.remove());
beforeEach(async () => {
  device = await (await TestDevice.found(server.origin)).login();
  chart = await device.openCompartment();
});

const note = utf8("a note");

/** The ledger is where it was. */
async function expectUnchanged(size: number): Promise<void> {
  expect((await device.sync(size, size)).leaves.length).toBe(0);
  expect(device.chains.checkpoint.size).toBe(size);
}

async function refusalOf(entries: readonly AppendEntry[]): Promise<string | undefined> {
  const answer = await device.tryAppend(entries);
  await expectUnchanged(3);
  return answer.code;
}

test("an append answers with the leaves from where the device stood, and a checkpoint over them", async () => {
  const { entry, took } = await device.batch(chart, [note, note]);
  const answer = readMessage(messages.Appended, await device.tryAppend([entry], 1));
  took();
  expect(answer.first).toBe(3);
  expect(answer.leaves.length).toBe(3 * leafBytes);
  expect(device.chains.checkpoint.size).toBe(4);
});

test("HS-07 a batch that stands already is refused, and the counts are told", async () => {
  const { entry } = await device.batch(chart, [note]);
  await device.append([entry]);
  const again = await device.tryAppend([entry]);
  expect([again.status, again.code]).toEqual([409, "counter-wrong"]);
  expect(again.value).toMatchObject({ facts: { deviceCounter: 1, compartmentCounter: 1 } });
});

test("counters that skip, repeat or hang on another batch are refused", async () => {
  const skipping = await device.batch(chart, [note], { deviceCounter: 2 });
  expect(await refusalOf([skipping.entry])).toBe("counter-wrong");
  const elsewhere = await device.batch(chart, [note], { previous: asHash(new Uint8Array(32).fill(1)) });
  expect(await refusalOf([elsewhere.entry])).toBe("counter-wrong");
  const inCompartment = await device.batch({ ...chart, counter: 1 }, [note]);
  expect(await refusalOf([inCompartment.entry])).toBe("counter-wrong");
});

test("HS-16 a batch under an epoch that is not the current one is refused", async () => {
  const ahead = await device.batch({ ...chart, epoch: 2 }, [note]);
  expect(await refusalOf([ahead.entry])).toBe("epoch-stale");
});

test("HS-16 after a lost device the compartment is stale until somebody rotates", async () => {
  const lost = await device.sibling();
  await device.enrol(lost, "pairing");
  await device.appendStatement([["device.revoke", device.person.account, lost.device, "lost"]]);
  const before = await device.batch(chart, [note]);
  const answer = await device.tryAppend([before.entry]);
  expect([answer.status, answer.code]).toEqual([409, "epoch-stale"]);
  const rotation = await device.rotation(chart);
  await device.append([rotation.entry]);
  rotation.took();
  await device.appendBatch(chart, note);
});

test("HS-13 a batch with a changed byte in body or signature is refused", async () => {
  const { entry } = await device.batch(chart, [note]);
  for (const at of [20, entry.entry.length - 1]) {
    const changed = new Uint8Array(entry.entry);
    changed[at] = (changed[at] as number) ^ 1;
    const code = await refusalOf([{ ...entry, entry: changed }]);
    expect(["signature-wrong", "envelope-mismatch", "request-malformed"]).toContain(code);
  }
  const flipped = new Uint8Array(entry.entry);
  flipped[flipped.length - 1] = (flipped[flipped.length - 1] as number) ^ 1;
  expect(await refusalOf([{ ...entry, entry: flipped }])).toBe("signature-wrong");
});

test("HS-08 envelopes other than the signed ones are refused: changed, left out, added, swapped", async () => {
  const { entry } = await device.batch(chart, [note, note]);
  const [one, two] = entry.payload as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
  const changed = new Uint8Array(one);
  changed[changed.length - 1] = (changed[changed.length - 1] as number) ^ 1;
  for (const payload of [[], [one], [changed, two], [two, one], [one, two, two]])
    expect(await refusalOf([{ ...entry, payload }])).toBe("envelope-mismatch");
});

test("HS-09 an envelope of another compartment does not pass under this batch", async () => {
  const other = await device.openCompartment();
  const elsewhere = await device.batch(other, [note]);
  const wrong = await device.batch(
    { ...other, compartment: chart.compartment, epoch: chart.epoch, counter: chart.counter },
    [note],
  );
  expect((await device.tryAppend([{ ...wrong.entry, payload: elsewhere.entry.payload }])).code).toBe(
    "envelope-mismatch",
  );
});

test("a compartment that nobody made, or that has no key yet, is not entitled", async () => {
  const unknown = await device.batch({ ...chart, compartment: asId<CompartmentId>(new Uint8Array(16)) }, [note]);
  expect(await refusalOf([unknown.entry])).toBe("not-entitled");
  const compartment = asId<CompartmentId>(device.port.random(16));
  const chartId = asId<ChartId>(device.port.random(16));
  await device.appendStatement([["compartment.create", compartment, "clinical", chartId]]);
  const keyless = await device.batch({ ...chart, compartment }, [note]);
  expect((await device.tryAppend([keyless.entry])).code).toBe("not-entitled");
});

test("a batch signed by another device of the same person is refused in this session", async () => {
  const other = await device.sibling();
  await device.enrol(other, "pairing");
  const theirs = await other.batch(chart, [note]);
  expect((await device.tryAppend([theirs.entry])).code).toBe("not-entitled");
  await other.login();
  expect((await other.tryAppend([theirs.entry])).status).toBe(200);
});

test("a batch that names a roster head or a checkpoint from nowhere is refused", async () => {
  const { rosterHead, checkpoint } = device.chains;
  device.chains.rosterHead = asHash(new Uint8Array(32).fill(5));
  const unknownHead = await device.batch(chart, [note]);
  device.chains.rosterHead = rosterHead;
  device.chains.checkpoint = { size: 1000, root: asHash(new Uint8Array(32)) };
  const future = await device.batch(chart, [note]);
  device.chains.checkpoint = checkpoint;
  expect(await refusalOf([unknownHead.entry])).toBe("head-moved");
  expect(await refusalOf([future.entry])).toBe("head-moved");
});

test("statements: an old head is told, a wrong one refused, a device can't speak for another", async () => {
  const compartment = asId<CompartmentId>(device.port.random(16));
  const make = () => device.statement([["compartment.create", compartment, "directory", null]]);
  const stale = await make();
  device.chains.sequence++;
  const ahead = await make();
  device.chains.sequence--;
  await device.appendStatement([["compartment.create", asId<CompartmentId>(device.port.random(16)), "schedule", null]]);
  expect((await device.tryAppend([stale])).code).toBe("head-moved");
  expect((await device.tryAppend([ahead])).code).toBe("head-moved");
  const withChart = await device.statement([["compartment.create", compartment, "clinical", null]]);
  expect((await device.tryAppend([withChart])).code).toBe("statement-refused");
  const ghost = await device.sibling();
  expect(
    (await device.tryAppend([await ghost.statement([["compartment.create", compartment, "directory", null]])])).code,
  ).toBe("not-entitled");
});

test("HS-02 a statement with the signature of another identity is refused", async () => {
  const stranger = await TestDevice.found(server.origin);
  const forged = new TestDevice(
    device.port,
    device.address,
    { ...device.person, identity: stranger.person.identity },
    device,
    device.chains,
  );
  const entry = await forged.statement([
    ["compartment.create", asId<CompartmentId>(device.port.random(16)), "directory", null],
  ]);
  expect(await refusalOf([entry])).toBe("signature-wrong");
});

test("key log: sealed keys must be the signed ones, and the head the newest", async () => {
  const rotation = await device.rotation(chart);
  const other = await device.rotation(chart);
  expect(await refusalOf([{ ...rotation.entry, payload: other.entry.payload }])).toBe("envelope-mismatch");
  expect(await refusalOf([{ ...rotation.entry, payload: [] }])).toBe("envelope-mismatch");
  await device.append([rotation.entry]);
  expect((await device.tryAppend([other.entry])).code).toBe("head-moved");
});

test("a key-log entry signed by another device of the same person is refused in this session", async () => {
  const other = await device.sibling();
  await device.enrol(other, "pairing");
  const { entry } = await other.rotation(chart);
  expect((await device.tryAppend([entry])).code).toBe("not-entitled");
  await other.login();
  expect((await other.tryAppend([entry])).status).toBe(200);
});

test("heartbeats count without gaps, from the session's own device", async () => {
  expect(await refusalOf([await device.heartbeat(2)])).toBe("counter-wrong");
  await device.append([await device.heartbeat(1)]);
  const again = await device.tryAppend([await device.heartbeat(1)]);
  expect([again.code, again.value]).toMatchObject(["counter-wrong", { facts: { sequence: 1 } }]);
  await device.append([await device.heartbeat(2)]);
  const other = await device.sibling();
  expect((await device.tryAppend([await other.heartbeat(1)])).code).toBe("not-entitled");
});

test("an append is taken whole or not at all, and a refusal leaves later ones in place", async () => {
  const first = await device.batch(chart, [note]);
  const compartment = asId<CompartmentId>(device.port.random(16));
  const statement = await device.statement([["compartment.create", compartment, "directory", null]]);
  expect(await refusalOf([statement, first.entry, first.entry])).toBe("counter-wrong");
  // Had the refused statement or batch left a trace in memory, these would not stand.
  await device.append([statement, first.entry]);
  expect(device.chains.checkpoint.size).toBe(5);
});

test("batches of one group over two compartments stand together", async () => {
  const other = await device.openCompartment("psychotherapy");
  const group = asId<GroupId>(device.port.random(16));
  const one = await device.batch(chart, [note], { group });
  one.took();
  const two = await device.batch(other, [note], { group });
  const { first } = await device.append([one.entry, two.entry]);
  expect((await device.sync(0, first)).bodies.map(({ index }) => index)).toEqual([first, first + 1]);
});

test("what is no append is malformed: empty, too many, payload where none belongs, from beyond the end", async () => {
  const { entry } = await device.batch(chart, [note]);
  const heartbeat = await device.heartbeat();
  const many = Array.from({ length: limits.entriesPerAppend + 1 }, () => heartbeat);
  const bodies = [
    { from: 0, entries: [] },
    { from: 0, entries: many },
    { from: -1, entries: [entry] },
    { from: 0, entries: [{ ...entry, kind: "server" }] },
    { from: 0, entries: [{ ...entry, extra: 1 }] },
    { from: 0, entries: [{ ...heartbeat, payload: entry.payload }] },
    { from: 0, entries: [{ ...entry, kind: "keyLog" }] },
    { from: 0, entries: [{ ...entry, kind: "roster", payload: [] }] },
    { from: 4, entries: [entry] },
  ];
  for (const body of bodies) {
    const answer = await device.call("POST", "/v1/append", encodeCbor(body as never));
    expect(answer.code, JSON.stringify(Object.keys(body))).toBe("request-malformed");
  }
  await expectUnchanged(3);
});

test("an enrolling session appends its own device.enrol and nothing else", async () => {
  const fresh = await (await device.sibling()).login();
  const { account } = device.person;
  const stranger = await device.sibling();
  const enrol = (who: TestDevice, deviceId: DeviceId = who.device) =>
    ["device.enrol", account, deviceId, who.key.publicKey, "kit", null] as const;
  const refusals = [
    [await fresh.statement([["compartment.create", chart.compartment, "directory", null]])],
    [await fresh.statement([[...enrol(stranger)]])],
    [await stranger.statement([[...enrol(stranger)]])],
    [await fresh.statement([[...enrol(fresh)], [...enrol(stranger)]])],
    [await fresh.statement([[...enrol(fresh)]]), await fresh.heartbeat()],
    [await fresh.heartbeat()],
    [(await fresh.batch(chart, [note])).entry],
  ];
  for (const entries of refusals) expect((await fresh.tryAppend(entries)).code).toBe("not-entitled");
  await device.enrol(fresh, "kit");
  await fresh.login();
  expect(fresh.openSession().scope).toBe("full");
});
