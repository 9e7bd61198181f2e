import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeCbor, utf8 } from "@alcove/bytes";
import { appendLeaves, emptyFrontier, leafBytes, openCheckpoint, rootOf } from "@alcove/crypto";
import { messages } from "@alcove/protocol";
import { readMessage, send, TestDevice } from "../testing/device.ts";
import { type RunningServer, runServer } from "../testing/run-server.ts";

const connections = 32;
const each = 6;

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.remove());

async function commitsSoFar(): Promise<number> {
  const text = new TextDecoder().decode((await send(server.origin, "GET", "/v1/metrics")).bytes);
  return Number(/alcove_commit_seconds_count (\d+)/.exec(text)?.[1]);
}

test("32 devices append at once: all stand, each once, in one verifiable ledger, in far fewer commits", async () => {
  const first = await (await TestDevice.found(server.origin)).login();
  const chart = await first.openCompartment();
  const devices = [first];
  while (devices.length < connections) {
    const device = await first.sibling();
    await first.enrol(device, "pairing");
    await device.login();
    devices.push(device);
  }
  const size = first.chains.checkpoint.size;
  // Signed ahead, so that the test device's own work does not thin out the load.
  const planned = await Promise.all(
    devices.map(async (device) => {
      const at = { ...chart, counter: 0 };
      const bodies: Uint8Array[] = [];
      for (let i = 0; i < each; i++) {
        const { entry, took } = await device.batch(at, [utf8(`note ${i}`)]);
        took();
        bodies.push(encodeCbor({ from: size, entries: [entry] }));
      }
      return { device, bodies };
    }),
  );
  const before = await commitsSoFar();
  const firsts = await Promise.all(
    planned.map(async ({ device, bodies }) => {
      const indexes: number[] = [];
      for (const body of bodies) {
        const answer = readMessage(messages.Appended, await device.call("POST", "/v1/append", body));
        // Acknowledged means: in the leaves under the checkpoint that came with it.
        const checkpoint = await openCheckpoint(
          device.port,
          device.person.ledgerKey,
          device.person.practice,
          answer.checkpoint,
        );
        expect(answer.leaves.length / leafBytes).toBe((checkpoint?.size ?? 0) - size);
        expect(answer.first).toBeLessThan(checkpoint?.size ?? 0);
        indexes.push(answer.first);
      }
      return indexes;
    }),
  );
  const commits = (await commitsSoFar()) - before;
  const total = connections * each;
  expect(firsts.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, i) => size + i));
  for (const indexes of firsts) expect(indexes).toEqual([...indexes].sort((a, b) => a - b));
  expect(commits).toBeLessThan(total / 2);

  const synced = await first.sync();
  const leaves = Array.from({ length: size + total }, (_, i) =>
    synced.leaves.subarray(i * leafBytes, (i + 1) * leafBytes),
  );
  const checkpoint = await openCheckpoint(first.port, first.person.ledgerKey, first.person.practice, synced.checkpoint);
  expect(checkpoint).toEqual({ size: size + total, root: rootOf(appendLeaves(emptyFrontier, leaves)) });
});

test("appends of one commit are judged one after the other: of two batches with one counter one stands", async () => {
  const device = await (await TestDevice.found(server.origin)).login();
  const chart = await device.openCompartment();
  const [one, two] = [await device.batch(chart, [utf8("one")]), await device.batch(chart, [utf8("two")])];
  const codes = (await Promise.all([device.tryAppend([one.entry]), device.tryAppend([two.entry])])).map(
    ({ code }) => code,
  );
  expect(new Set(codes)).toEqual(new Set(["counter-wrong", undefined]));
});

test("a revocation and an append of the revoked device in one commit: what the ledger's order says", async () => {
  const owner = await (await TestDevice.found(server.origin)).login();
  const chart = await owner.openCompartment();
  const other = await owner.sibling();
  await owner.enrol(other, "pairing");
  await other.login();
  const { entry } = await other.batch(chart, [utf8("late")]);
  const revoke = await owner.statement([["device.revoke", owner.person.account, other.device, "retired"]]);
  const [revoked, late] = await Promise.all([owner.tryAppend([revoke]), other.tryAppend([entry])]);
  expect(revoked.status).toBe(200);
  const first = (answer: typeof late) => readMessage(messages.Appended, answer).first;
  if (late.status === 200) expect(first(late)).toBeLessThan(first(revoked));
  else expect(["device-revoked", "session-ended"]).toContain(late.code);
});

test("what is refused leaves nothing behind in a commit that takes others", async () => {
  const owner = await (await TestDevice.found(server.origin)).login();
  const devices = [owner];
  while (devices.length < 16) {
    const device = await owner.sibling();
    await owner.enrol(device, "pairing");
    devices.push(await device.login());
  }
  const size = owner.chains.checkpoint.size;
  // Every second device sends its first heartbeat twice in one append: the first of the two stands by itself.
  const planned = await Promise.all(
    devices.map(async (device, i) => {
      const heartbeat = await device.heartbeat(1);
      return { device, heartbeat, entries: i % 2 === 0 ? [heartbeat] : [heartbeat, heartbeat] };
    }),
  );
  const codes = await Promise.all(
    planned.map(async ({ device, entries }) => (await device.tryAppend(entries, size)).code),
  );
  expect(codes).toEqual(devices.map((_, i) => (i % 2 === 0 ? undefined : "counter-wrong")));
  expect((await owner.sync(size, size)).leaves.length / leafBytes).toBe(8);
  const again = await Promise.all(
    planned.filter((_, i) => i % 2 === 1).map(({ device, heartbeat }) => device.tryAppend([heartbeat], size)),
  );
  expect(again.map(({ code }) => code)).toEqual(again.map(() => undefined));
});
