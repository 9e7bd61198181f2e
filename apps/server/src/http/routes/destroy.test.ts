/** What is destroyed leaves the server's files in the commit that says so, and nothing else does (docs/spec, DES-1 to DES-5). */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Bytes, type Hash, toHex } from "@alcove/bytes";
import { destroyedDigest, encodeLeaf, hash, leafBytes, parseBatch, type Tag } from "@alcove/crypto";
import { type OperationOf, parseKeyLogEntry } from "@alcove/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bodyPageBytes } from "../../store/body-log.ts";
import { TestDevice } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";

let server: RunningServer;
let device: TestDevice;
let kept: Awaited<ReturnType<TestDevice["openCompartment"]>>;
let gone: typeof kept;
/** Sealed keys and envelopes, as they were sent. */
let secret: Bytes[];
let others: Bytes[];

beforeEach(async () => {
  server = await runServer();
  device = await (await TestDevice.found(server.origin)).login();
  kept = await device.openCompartment();
  await device.appendBatch(kept, device.port.random(3000));
  gone = await device.openCompartment("psychotherapy");
  await device.appendBatch(gone, device.port.random(300), device.port.random(40_000));
  const again = await device.rotation(gone);
  await device.append([again.entry]);
  again.took();
  await device.appendBatch(kept, device.port.random(20_000));
  await device.appendBatch(gone, device.port.random(500));
  const bodies = await bodiesNow();
  secret = bodies.filter(({ of }) => of === toHex(gone.compartment)).flatMap(({ parts }) => parts);
  others = bodies.filter(({ of }) => of === toHex(kept.compartment)).flatMap(({ parts }) => parts);
});
afterEach(() => server.remove());

/** Each body with its compartment; `parts`: what lies beside the entry, and its back link, where it has one. */
async function bodiesNow() {
  const { bodies } = await device.sync();
  return bodies.map(({ index, entry, payload }) => {
    const keyLog = parseKeyLogEntry(entry)?.body;
    const id = keyLog?.compartment ?? parseBatch(entry)?.body.compartment;
    const link = keyLog?.operation[0] === "rotate" ? keyLog.operation[4] : null;
    return { index, of: id && toHex(id), parts: [...(link ? [link as Bytes] : []), ...payload] };
  });
}
/** How many of these are still to be found in what the server keeps, by pieces that no end of a page cuts through everywhere. */
function foundIn(all: readonly Bytes[], files = ["alcove.db", "alcove.db-wal"]): number {
  const there = files.map((name) => join(server.dataFolder, name)).filter((path) => existsSync(path));
  const bytes = Buffer.concat(there.map((path) => readFileSync(path)));
  const pieces = (one: Bytes) =>
    Array.from({ length: Math.ceil(one.length / 128) }, (_, n) => one.subarray(n * 128 + 8, n * 128 + 40));
  return all.filter((one) => pieces(one).some((piece) => bytes.includes(Buffer.from(piece)))).length;
}
async function leavesWithin(at: typeof gone, leaves: Bytes): Promise<Bytes[]> {
  const { bodies } = await device.sync();
  const within = bodies.filter(({ entry }) => {
    const id = parseKeyLogEntry(entry)?.body.compartment ?? parseBatch(entry)?.body.compartment;
    return id && toHex(id) === toHex(at.compartment);
  });
  return within.map(({ index }) => leaves.slice(index * leafBytes, (index + 1) * leafBytes) as Bytes);
}
async function digestOf(at = gone): Promise<[count: number, digest: Hash]> {
  const own = await leavesWithin(at, (await device.sync()).leaves);
  return [own.length, destroyedDigest(device.person.practice, at.compartment, own)];
}
const destroy = async (): Promise<OperationOf<"compartment.destroy">> => [
  "compartment.destroy",
  gone.compartment,
  ...(await digestOf()),
];

test("DES-1 sealed keys, back links and envelopes are in none of the server's files any more, and all else is", async () => {
  expect([foundIn(secret), foundIn(others)]).toEqual([6, 3]);
  const { leaves: before } = await device.sync();
  await device.appendStatement([await destroy()]);
  expect([foundIn(secret), foundIn(others)]).toEqual([0, 3]);
  // The page that was not full is written again with what comes next.
  await device.appendBatch(kept, device.port.random(100));
  expect([foundIn(secret), foundIn(others)]).toEqual([0, 3]);
  const { leaves, bodies } = await device.sync();
  expect(leaves.subarray(0, before.length), "the leaves stay").toEqual(before);
  for (const { index, entry } of bodies)
    expect(hash(entry)).toEqual(leaves.slice(index * leafBytes + 17, (index + 1) * leafBytes));
  expect((await bodiesNow()).filter(({ of }) => of === toHex(gone.compartment))).toEqual([]);
});

test("DES-1 what stands before the statement in the same append goes too", async () => {
  const { entry, took } = await device.batch(gone, [device.port.random(700)]);
  const { leaves } = await device.sync();
  const { body } = parseBatch(entry.entry) ?? {};
  const last = encodeLeaf({ kind: "batch", tag: body?.tag as Tag, bodyHash: hash(entry.entry) });
  const own = [...(await leavesWithin(gone, leaves)), last];
  const digest = destroyedDigest(device.person.practice, gone.compartment, own);
  const statement = await device.statement([["compartment.destroy", gone.compartment, own.length, digest]]);
  expect(await device.append([entry, statement])).toBeDefined();
  took();
  device.tookStatement(statement);
  expect([foundIn([...secret, ...entry.payload]), foundIn(others)]).toEqual([0, 3]);
  await device.appendBatch(kept, device.port.random(100));
  expect(foundIn([...secret, ...entry.payload])).toBe(0);
});

test("DES-4 a server that starts afterwards replays, serves and appends without the bodies", async () => {
  await device.appendStatement([await destroy()]);
  const { dataFolder, port } = server;
  await server.close();
  server = await runServer({ dataFolder, port });
  await device.login();
  expect(foundIn(secret)).toBe(0);
  await device.appendBatch(kept, device.port.random(100));
  expect((await bodiesNow()).filter(({ of }) => of === toHex(kept.compartment))).toHaveLength(4);
  const { entry } = await device.batch(gone, [device.port.random(100)]);
  expect((await device.tryAppend([entry])).code, "nobody writes there").toBe("not-entitled");
});

test("DES-4 zeros that nobody's statement accounts for are damage", async () => {
  const { dataFolder, port } = server;
  await server.close();
  const file = new DatabaseSync(join(dataFolder, "alcove.db"));
  const rows = file.prepare("select body_offset, compartment from leaf order by ledger_index").all();
  const ends = [...rows.slice(1).map((row) => Number(row["body_offset"])), Number.POSITIVE_INFINITY];
  const pages = file.prepare("select page, bytes from body_page").all();
  for (const [n, row] of rows.entries()) {
    const from = Number(row["body_offset"]);
    const of = row["compartment"] as Uint8Array | null;
    if (!of || toHex(of) !== toHex(gone.compartment)) continue;
    for (const { page, bytes } of pages as { page: number; bytes: Uint8Array }[]) {
      const begin = page * bodyPageBytes;
      bytes.fill(0, Math.max(0, from - begin), Math.max(0, (ends[n] as number) - begin));
      file.prepare("update body_page set bytes = ? where page = ?").run(bytes, page);
    }
  }
  file.close();
  server = await runServer({ dataFolder, port });
  expect((await device.tryLogin()).status).toBe(500);
});

test("DES-3 what its author has not seen is not destroyed", async () => {
  const [, , count, digest] = await destroy();
  const tries = [[count + 1, digest], [count, device.port.random(32) as Hash], [...(await digestOf(kept))]] as [
    number,
    Hash,
  ][];
  for (const [n, other] of tries) {
    const statement = await device.statement([["compartment.destroy", gone.compartment, n, other]]);
    expect((await device.tryAppend([statement])).code).toBe("head-moved");
  }
  await device.appendBatch(gone, device.port.random(100));
  const late = await device.statement([["compartment.destroy", gone.compartment, count, digest]]);
  expect((await device.tryAppend([late])).code, "one more came").toBe("head-moved");
  expect(foundIn(secret)).toBe(6);
});

test("DES-5 chunks of attachments there go, and none comes after", async () => {
  const chunk = device.port.random(5000);
  const path = (at: typeof kept, blob: string, query = "?chunks=1") =>
    `/v1/compartments/${toHex(at.compartment)}/blobs/${blob}/0${query}`;
  const [own, other] = [toHex(device.port.random(16)), toHex(device.port.random(16))];
  const octets = "application/octet-stream";
  for (const [at, blob] of [
    [gone, own],
    [kept, other],
  ] as const)
    expect((await device.call("PUT", path(at, blob), chunk, octets)).status).toBe(200);
  const folder = join(server.dataFolder, "blobs", toHex(device.person.practice));
  expect(readdirSync(folder).sort()).toEqual([own, other].sort());
  await device.appendStatement([await destroy()]);
  expect(readdirSync(folder)).toEqual([other]);
  expect((await device.call("PUT", path(gone, own), chunk, octets)).code).toBe("not-entitled");
  expect((await device.call("GET", path(gone, own, ""))).code).toBe("not-entitled");
  expect((await device.call("GET", path(kept, other, ""))).bytes).toEqual(chunk);
});
