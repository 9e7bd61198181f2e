import { equalBytes } from "@alcove/bytes";
import { messages } from "@alcove/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../store/database.ts";
import { ServedDesk } from "../../store/served.ts";
import { readMessage, TestDevice } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";
import { TestClock } from "../../testing/test-clock.ts";

const clock = new TestClock();
let server: RunningServer;
let ada: TestDevice;
let ben: TestDevice;
beforeAll(async () => {
  server = await runServer({ clock });
  ada = await (await TestDevice.found(server.origin)).login();
  ben = await (await ada.addMember("clinician")).login();
});
afterAll(() => server.remove());

const served = async (by: TestDevice) => readMessage(messages.Served, await by.call("GET", "/v1/served")).devices;
const ofDevice = (all: Awaited<ReturnType<typeof served>>, one: TestDevice) =>
  all.find(({ device }) => equalBytes(device, one.device));

test("LEA-6 the server says up to where it sent a device what it is owed, and when: also after a restart", async () => {
  expect(await served(ada)).toEqual([]);
  const { bodiesNext } = await ada.sync(0, 0);
  expect(await served(ada)).toEqual([{ device: ada.device, to: bodiesNext, at: clock.wallMs() }]);
  // Nothing new is sent, and what was before stays: it never falls.
  await ada.sync(bodiesNext, bodiesNext);
  await ada.sync(bodiesNext, 0);
  expect(ofDevice(await served(ada), ada)?.to).toBe(bodiesNext);
  await ada.appendStatement([["freshness.confirm", ada.person.account, ada.device]]);
  const again = await ada.sync(bodiesNext, bodiesNext);
  expect(ofDevice(await served(ada), ada)?.to).toBe(again.bodiesNext);
  expect(again.bodiesNext).toBeGreaterThan(bodiesNext);
});

test("LEA-6 IN-01 to owners and officers of every device, to others of their own, to one that is not enrolled of none", async () => {
  for (const device of [ada, ben]) await device.sync(0, 0);
  expect((await served(ada)).length).toBe(2);
  expect((await served(ben)).map(({ device }) => device)).toEqual([ben.device]);
  const enrolling = await ada.sibling();
  await enrolling.login();
  await enrolling.sync(0, 0);
  expect((await enrolling.call("GET", "/v1/served")).code).toBe("not-entitled");
  expect((await served(ada)).length, "who is not enrolled is sent statements alone").toBe(2);
  const other = await (await TestDevice.found(server.origin)).login();
  expect(await served(other), "another practice").toEqual([]);
});

// Last: it stops the server to read its database.
test("LEA-6 what was noted is kept when the server ends", async () => {
  await ben.sync(0, 0);
  await server.close();
  const database = await openDatabase(server.dataFolder);
  const kept = await new ServedDesk(database.db).read(ada.person.practice);
  await database.close();
  expect(ofDevice(kept, ben)?.at).toBe(clock.wallMs());
});
