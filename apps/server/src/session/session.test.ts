import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeCbor, toHex } from "@alcove/bytes";
import { encodeSessionHeader, limits, sessionHeader } from "@alcove/protocol";
import { send, TestDevice } from "../testing/device.ts";
import { type RunningServer, runServer } from "../testing/run-server.ts";
import { hours, TestClock } from "../testing/test-clock.ts";

const clock = new TestClock();
let server: RunningServer;
let device: TestDevice;
beforeAll(async () => {
  server = await runServer({ clock });
  device = await (await TestDevice.found(server.origin)).login();
});
afterAll(() => server.remove());

const sync = encodeCbor({ leavesFrom: 0, bodiesFrom: 0, maxBytes: 1000 });

async function sendSigned(counter: number, change: { method?: string; path?: string; body?: Uint8Array } = {}) {
  const header = device.sessionHeader("POST", "/v1/sync", sync, counter);
  const { method = "POST", path = "/v1/sync", body = sync } = change;
  return send(server.origin, method, path, body, { headers: { [sessionHeader]: header } });
}

test("NW-01 a request without a session header, or with a broken one, is refused as unsigned", async () => {
  const session = device.openSession();
  const headers = [
    undefined,
    "",
    "x",
    `${toHex(session.id)}.0.${"0".repeat(64)}`,
    `${toHex(session.id)}.1`,
    `${toHex(session.id).toUpperCase()}.1.${"0".repeat(64)}`,
    encodeSessionHeader(session.id, 900, new Uint8Array(32)),
  ];
  for (const header of headers) {
    const answer = await send(server.origin, "POST", "/v1/sync", sync, {
      headers: header === undefined ? {} : { [sessionHeader]: header },
    });
    expect([answer.status, answer.code], header).toEqual([401, "request-unsigned"]);
    expect(answer.headers.get("alcove-answer")).toBeNull();
  }
});

test("SES-4 NW-01 a MAC fits one method, path, query, body and counter only", async () => {
  const next = () => ++device.openSession().counter;
  const cases = [
    { body: encodeCbor({ leavesFrom: 0, bodiesFrom: 0, maxBytes: 1001 }) },
    { path: "/v1/append" },
    { path: "/v1/sync?a=1" },
    { path: "/v1/logout" },
  ];
  for (const change of cases) {
    const answer = await sendSigned(next(), change);
    expect(answer.code, JSON.stringify(change)).toBe("request-unsigned");
  }
  expect((await sendSigned(next())).status).toBe(200);
});

test("NW-01 a request that was taken is refused the second time, under the session's key", async () => {
  const counter = ++device.openSession().counter;
  expect((await sendSigned(counter)).status).toBe(200);
  const again = await sendSigned(counter);
  expect([again.status, again.code]).toEqual([401, "request-replayed"]);
  expect(again.headers.get("alcove-answer")).toMatch(/^[0-9a-f]{64}$/);
});

test("NW-01 requests may overtake each other within the window, and no further", async () => {
  const session = device.openSession();
  const first = session.counter + 1;
  session.counter += limits.counterWindow + 1;
  expect((await sendSigned(session.counter)).status).toBe(200);
  expect((await sendSigned(first)).code).toBe("request-replayed");
  expect((await sendSigned(first + 2)).status).toBe(200);
  expect((await sendSigned(first + 2)).code).toBe("request-replayed");
});

test("NW-01 a forged MAC uses up no counter", async () => {
  const session = device.openSession();
  const counter = ++session.counter;
  const forged = encodeSessionHeader(session.id, counter, new Uint8Array(32).fill(7));
  await send(server.origin, "POST", "/v1/sync", sync, { headers: { [sessionHeader]: forged } });
  expect((await sendSigned(counter)).status).toBe(200);
});

test("one session's key opens no other session", async () => {
  const other = await (await TestDevice.found(server.origin)).login();
  const counter = ++other.openSession().counter;
  const mine = device.sessionHeader("POST", "/v1/sync", sync, counter).split(".");
  const mixed = [toHex(other.openSession().id), mine[1], mine[2]].join(".");
  const answer = await send(server.origin, "POST", "/v1/sync", sync, { headers: { [sessionHeader]: mixed } });
  expect(answer.code).toBe("request-unsigned");
});

test("SES-5 answers inside a session are signed, failures included", async () => {
  const malformed = await device.call("POST", "/v1/sync", new Uint8Array([0x01]));
  expect([malformed.status, malformed.code]).toEqual([400, "request-malformed"]);
  expect(malformed.headers.get("alcove-answer")).not.toBeNull();
});

test("SES-8 a session ends on logout, and others of the account go on", async () => {
  const again = await device.sibling();
  await again.login();
  expect((await again.call("POST", "/v1/logout")).status).toBe(200);
  expect((await again.call("GET", "/v1/keyring")).code).toBe("session-ended");
  expect((await device.call("GET", "/v1/keyring")).status).toBe(200);
});

test("a device keeps its 16 newest sessions: what it forgot does not pile up", async () => {
  const one = await (await TestDevice.found(server.origin)).login();
  const first = await withSessionOf(one);
  const second = await withSessionOf(await one.login());
  for (let i = 0; i < 15; i++) await one.login();
  expect(await first()).toBe("session-ended");
  expect(await second()).toBeUndefined();
});

/** Asks in the session that the device has now, also when it has begun others. */
async function withSessionOf(one: TestDevice): Promise<() => Promise<string | undefined>> {
  const header = one.sessionHeader("GET", "/v1/keyring", new Uint8Array(0), 900);
  const headers = { [sessionHeader]: header };
  return async () => (await send(server.origin, "GET", "/v1/keyring", undefined, { headers })).code;
}

test("SES-8 a session ends after 12 hours of use, not before", async () => {
  const one = await (await TestDevice.found(server.origin)).login();
  clock.pass(hours(12) - 1);
  expect((await one.trySync()).status).toBe(200);
  clock.pass(1);
  expect((await one.trySync()).code).toBe("session-ended");
  await one.login();
  expect((await one.trySync()).status).toBe(200);
});

test("a wall clock set a year ahead or back ends no session", async () => {
  const one = await (await TestDevice.found(server.origin)).login();
  const now = clock.wallMs();
  for (const off of [365, -365]) {
    clock.setWall(now + off * 86_400_000);
    expect((await one.trySync()).status).toBe(200);
  }
  clock.setWall(now);
});

test("SES-8 HS-16 a revocation ends the revoked device's sessions in its commit, and it can't sign in again", async () => {
  const owner = await (await TestDevice.found(server.origin)).login();
  const lost = await owner.sibling();
  await owner.enrol(lost, "pairing");
  await lost.login();
  expect((await lost.trySync()).status).toBe(200);
  await owner.appendStatement([["device.revoke", owner.person.account, lost.device, "lost"]]);
  expect((await lost.trySync()).code).toBe("session-ended");
  expect((await lost.tryLogin()).code).toBe("device-revoked");
});

test("SES-8 EX-01 a removal ends the member's sessions in its commit, and they sign in no more, on no device", async () => {
  const owner = await (await TestDevice.found(server.origin)).login();
  const leaver = await (await owner.addMember("clinician")).login();
  const further = await (await leaver.sibling()).login();
  for (const one of [leaver, further]) expect((await one.trySync()).status).toBe(200);
  await owner.appendStatement([["member.remove", leaver.person.account]]);
  for (const one of [leaver, further]) expect((await one.trySync()).code).toBe("session-ended");
  expect((await leaver.tryLogin()).code).toBe("device-revoked");
  expect((await further.tryLogin()).code).toBe("login-refused");
  expect((await owner.trySync()).status).toBe(200);
});
