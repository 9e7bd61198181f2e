import { afterAll, beforeAll, expect, test } from "vitest";
import { appendLeaves, emptyFrontier, leafBytes, openCheckpoint, rootOf } from "@alcove/crypto";
import { TestDevice } from "./testing/device.ts";
import { type RunningServer, runServer } from "./testing/run-server.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.remove());

test("founds, signs in, appends a note and syncs it to a second device enrolled by kit", async () => {
  const first = await (await TestDevice.found(server.origin)).login();
  const chart = await first.openCompartment();
  await first.appendBatch(chart, new TextEncoder().encode("She slept better this week."));

  const second = await first.sibling();
  await second.login();
  expect(second.openSession().scope).toBe("enrolling");
  await first.enrol(second, "kit");
  await second.login();
  expect(second.openSession().scope).toBe("full");

  const synced = await second.sync();
  expect(synced.leaves.length / leafBytes).toBe(5);
  expect(synced.bodies.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  expect(synced.bodiesNext).toBe(5);
  const leaves = [0, 1, 2, 3, 4].map((i) => synced.leaves.subarray(i * leafBytes, (i + 1) * leafBytes));
  const root = rootOf(appendLeaves(emptyFrontier, leaves));
  const checkpoint = await openCheckpoint(
    second.port,
    second.person.ledgerKey,
    second.person.practice,
    synced.checkpoint,
  );
  expect(checkpoint).toEqual({ size: 5, root });
});
