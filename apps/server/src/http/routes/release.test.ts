/** Release parts of guarded compartments by raw requests (docs/spec, GRD-4, LOG-12, LOG-13). */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bytes, encodeCbor, type Hash, toHex } from "@alcove/bytes";
import { encodeLeaf, hash, type ReleasePart, type Tag } from "@alcove/crypto";
import { messages, type OpeningBody, parseOpening, signOpening } from "@alcove/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readMessage, TestDevice } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";
import { seconds, TestClock } from "../../testing/test-clock.ts";

const clock = new TestClock();
let server: RunningServer;
let device: TestDevice;
let chart: Awaited<ReturnType<TestDevice["openCompartment"]>>;
let opened = 0;
beforeAll(async () => {
  server = await runServer({ clock });
});
afterAll(() => server.remove());
beforeEach(async () => {
  device = await (await TestDevice.found(server.origin)).login();
  chart = await device.openCompartment();
  opened = 0;
});

/** The guard, and the first epoch under it; gives the release part that the server keeps. */
async function guard(): Promise<ReleasePart> {
  await device.appendStatement([["guard.set", [chart.compartment]]]);
  return rotate();
}
async function rotate(): Promise<ReleasePart> {
  const { entry, release, took } = await device.guardedRotation(chart);
  const answer = await device.tryAppend([entry], undefined, [release]);
  expect(answer.code).toBeUndefined();
  took();
  return release;
}
/** The next one of this device, where nothing else is said. */
const opening = (change: Partial<OpeningBody> = {}, by = device): Promise<Bytes> =>
  signOpening(device.port, by.key, device.person.practice, {
    compartment: chart.compartment,
    epoch: chart.epoch,
    account: device.person.account,
    device: device.device,
    at: 1_764_000_000_000,
    sequence: opened + 1,
    tag: device.port.random(16) as Tag,
    checkpoint: { size: 1, root: new Uint8Array(32) as Hash },
    ...change,
  });
async function ask(bytes: Bytes, from = 0) {
  const answer = await device.call("POST", "/v1/release", encodeCbor({ from, opening: bytes }));
  if (answer.code === undefined) opened++;
  return answer;
}

test("GRD-4 LOG-13 the part that came with the rotation is given, once the opening stands in the ledger", async () => {
  const release = await guard();
  const before = (await device.sync(0, 0)).bodiesNext;
  const signed = await opening();
  const { part, first, leaves } = readMessage(messages.ReleaseAnswer, await ask(signed, before));
  expect(part).toEqual(release);
  const tag = parseOpening(signed)?.body.tag as Tag;
  expect([first, toHex(leaves as Bytes)]).toEqual([
    before,
    toHex(encodeLeaf({ kind: "server", tag, bodyHash: hash(signed) })),
  ]);
  const { bodies } = await device.sync(before, before);
  expect(bodies.map(({ entry }) => toHex(entry as Bytes))).toEqual([toHex(signed)]);
  expect(parseOpening(bodies[0]?.entry as Bytes)?.body.epoch).toBe(2);
});

test("GRD-4 of another epoch, by another device's key or of nobody's compartment: refused, and nothing is recorded", async () => {
  await guard();
  const size = (await device.sync(0, 0)).bodiesNext;
  const stranger = await (await TestDevice.found(server.origin)).login();
  const tries = [
    [await opening({ epoch: 1 }), "epoch-stale"],
    [await opening({ epoch: 3 }), "epoch-stale"],
    [await opening({}, stranger), "signature-wrong"],
    [await opening({ account: stranger.person.account }), "not-entitled"],
    [await opening({ device: stranger.device }), "not-entitled"],
    [await opening({ compartment: device.port.random(16) as never }), "not-entitled"],
    [await opening({ checkpoint: { size: 10_000, root: new Uint8Array(32) as Hash } }), "head-moved"],
    [await opening({ sequence: 2 }), "counter-wrong"],
    [new Uint8Array(9), "request-malformed"],
  ] as const;
  for (const [bytes, code] of tries) expect((await ask(bytes)).code).toBe(code);
  expect((await ask(await opening(), 10_000)).code, "from beyond the ledger").toBe("request-malformed");
  const theirs = await stranger.call("POST", "/v1/release", encodeCbor({ from: 0, opening: await opening() }));
  expect(theirs.code).toBe("not-entitled");
  expect((await device.sync(size, size)).bodies).toEqual([]);
});

test("LOG-13 a guarded rotation brings exactly the part it committed to, and nothing else brings one", async () => {
  await device.appendStatement([["guard.set", [chart.compartment]]]);
  const { entry, release, took } = await device.guardedRotation(chart);
  const other = device.port.random(32) as ReleasePart;
  expect((await device.tryAppend([entry])).code).toBe("request-malformed");
  expect((await device.tryAppend([entry], undefined, [other])).code).toBe("request-malformed");
  expect((await device.tryAppend([entry], undefined, [release, other])).code).toBe("request-malformed");
  const statement = await device.statement([["freshness.confirm", device.person.account, device.device]]);
  expect((await device.tryAppend([statement], undefined, [release])).code).toBe("request-malformed");
  expect((await device.tryAppend([entry], undefined, [release])).code).toBeUndefined();
  took();
  const bodies = (await device.sync(0, 0)).bodies.map(({ entry: each, payload }) => [each, payload]);
  expect(toHex(encodeCbor(bodies as never)).includes(toHex(release)), "sent with no entry").toBe(false);
});

test("GRD-11 a device's openings are counted: none twice, none left out, also after the server was started anew", async () => {
  await guard();
  const first = await opening();
  expect((await ask(first)).code).toBeUndefined();
  expect((await ask(first)).value).toEqual({ code: "counter-wrong", facts: { last: 1 } });
  expect((await ask(await opening({ sequence: 3 }))).code).toBe("counter-wrong");
  const { dataFolder } = server;
  await server.close();
  server = await runServer({ clock, dataFolder, port: Number(new URL(server.origin).port) });
  await device.login();
  expect((await ask(await opening({ sequence: 1 }))).code).toBe("counter-wrong");
  expect((await ask(await opening({ sequence: 2 }))).code).toBeUndefined();
});

test("GRD-4 LOG-13 the newest epoch's part alone is kept, and none once the guard has ended", async () => {
  await guard();
  const second = await rotate();
  expect(readMessage(messages.ReleaseAnswer, await ask(await opening())).part).toEqual(second);
  expect((await ask(await opening({ epoch: 2 }))).code).toBe("epoch-stale");
  await device.appendStatement([["guard.unset", [chart.compartment]]]);
  const { entry, took } = await device.rotation(chart);
  await device.append([entry]);
  took();
  expect((await ask(await opening())).code).toBe("epoch-stale");
});

test("LOG-12 sealed keys of before the guard are sent to nobody once a guarded epoch stands", async () => {
  const payloads = async () =>
    (await device.sync(0, 0)).bodies.filter(({ index }) => index > 1).map(({ payload }) => payload.length);
  await device.appendStatement([["guard.set", [chart.compartment]]]);
  expect(await payloads(), "not before that: who guards needs them").toEqual([1, 0]);
  await rotate();
  expect(await payloads()).toEqual([0, 0, 1]);
  const past = encodeCbor({ compartments: [chart.compartment], bodiesFrom: 0, to: 5, maxBytes: 100_000 });
  const answer = readMessage(messages.PastAnswer, await device.call("POST", "/v1/past", past));
  expect(answer.bodies.map(({ payload }) => payload.length)).toEqual([0, 1]);
});

test("GRD-4 after twenty openings in ten minutes the next one waits", async () => {
  await guard();
  for (let n = 0; n < 21; n++) expect((await ask(await opening())).code, `opening ${n}`).toBeUndefined();
  expect((await ask(await opening())).code).toBe("slow-down");
  clock.pass(seconds(3));
  expect((await ask(await opening())).code).toBeUndefined();
});

test("GRD-4 DT-01 the database and its log hold the part sealed only", async () => {
  const release = await guard();
  const held = (bytes: Uint8Array) =>
    readdirSync(server.dataFolder, { withFileTypes: true })
      .filter((each) => each.isFile())
      .some(({ name }) => readFileSync(join(server.dataFolder, name)).includes(Buffer.from(bytes)));
  // What stands there in the clear is found: else nothing that is missing would say anything.
  expect(held(chart.compartment)).toBe(true);
  expect(held(release)).toBe(false);
});
