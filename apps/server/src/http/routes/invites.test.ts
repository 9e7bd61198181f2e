import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { encodeCbor, toHex } from "@alcove/bytes";
import { limits, messages } from "@alcove/protocol";
import { type HttpAnswer, readMessage, send, TestDevice } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";
import { days, hours, TestClock } from "../../testing/test-clock.ts";

const clock = new TestClock();
let server: RunningServer;
let inviter: TestDevice;
let id: string;
beforeAll(async () => {
  server = await runServer({ clock });
});
afterAll(() => server.remove());
beforeEach(async () => {
  inviter = await (await TestDevice.found(server.origin)).login();
  id = toHex(inviter.port.random(16));
});

const blob = new Uint8Array([1, 2, 3]);
const invite = (expiresAt = clock.wallMs() + hours(1), who = inviter) =>
  who.call("PUT", `/v1/invites/${id}`, encodeCbor({ blob, expiresAt }));
const read = () => send(server.origin, "GET", `/v1/invites/${id}`);
const state = async () => readMessage(messages.InviteState, await read());
const asNewcomer = (step: string, body: Uint8Array): Promise<HttpAnswer> =>
  send(server.origin, "POST", `/v1/invites/${id}/newcomer`, encodeCbor({ step, body }));
const asInviter = (step: string, body: Uint8Array, who = inviter): Promise<HttpAnswer> =>
  who.call("POST", `/v1/invites/${id}/inviter`, encodeCbor({ step, body }));
const bytes = (...list: number[]) => new Uint8Array(list);

test("both sides leave their messages in turn, each once", async () => {
  expect((await invite()).status).toBe(200);
  expect(await state()).toEqual({ blob, m1: null, m2: null, rN: null, gift: null });
  for (const answer of [
    await asNewcomer("m1", bytes(1)),
    await asInviter("m2", bytes(2)),
    await asNewcomer("rN", bytes(3)),
    await asInviter("gift", bytes(4)),
  ])
    expect(answer.status).toBe(200);
  expect(await state()).toEqual({ blob, m1: bytes(1), m2: bytes(2), rN: bytes(3), gift: bytes(4) });
});

test("no message comes before its turn, or from the wrong side", async () => {
  await invite();
  expect((await asInviter("m2", bytes(1))).code).toBe("request-malformed");
  await asNewcomer("m1", bytes(1));
  expect((await asNewcomer("rN", bytes(1))).code).toBe("request-malformed");
  expect((await asNewcomer("m2", bytes(1))).code).toBe("request-malformed");
  expect((await asInviter("rN", bytes(1))).code).toBe("request-malformed");
  expect((await asInviter("gift", bytes(1))).code).toBe("request-malformed");
});

test.each(["m1", "m2", "rN", "gift"] as const)(
  "PAIR-5 HS-19 a second, different %s ends the invite, and both sides see it",
  async (step) => {
    await invite();
    const turns = { m1: asNewcomer, m2: asInviter, rN: asNewcomer, gift: asInviter };
    for (const each of ["m1", "m2", "rN", "gift"] as const) {
      await turns[each](each, bytes(1));
      if (each === step) break;
    }
    expect((await turns[step](step, bytes(1))).status).toBe(200);
    const second = await turns[step](step, bytes(2));
    expect([second.status, second.code]).toEqual([409, "invitation-dead"]);
    for (const answer of [await read(), await asNewcomer("m1", bytes(1)), await asInviter("m2", bytes(1))])
      expect(answer.code).toBe("invitation-dead");
  },
);

test("of two answers at the same moment one stands or none", async () => {
  await invite();
  const answers = await Promise.all([1, 2, 3].map((each) => asNewcomer("m1", bytes(each))));
  expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  expect((await read()).code).toBe("invitation-dead");
});

test("an invite runs out when its inviter says, and after 72 hours at the latest", async () => {
  await invite(clock.wallMs() + hours(1));
  clock.pass(hours(1) - 1);
  expect((await read()).status).toBe(200);
  clock.pass(1);
  expect((await read()).code).toBe("invitation-unknown");
  expect((await asNewcomer("m1", bytes(1))).code).toBe("invitation-unknown");

  id = toHex(inviter.port.random(16));
  await inviter.login();
  await invite(clock.wallMs() + days(365));
  clock.pass(limits.inviteMs - 1);
  expect((await read()).status).toBe(200);
  clock.pass(1);
  expect((await read()).code).toBe("invitation-unknown");
});

test("an inviter whose clock is a year behind can still invite", async () => {
  await invite(clock.wallMs() - days(365));
  expect((await read()).status).toBe(200);
});

test("an invite's id can't be taken by another, nor answered for its inviter", async () => {
  await invite();
  expect((await invite()).status).toBe(200);
  const stranger = await (await TestDevice.found(server.origin)).login();
  expect((await invite(clock.wallMs() + hours(1), stranger)).code).toBe("invitation-dead");
  await asNewcomer("m1", bytes(1));
  expect((await asInviter("m2", bytes(2), stranger)).code).toBe("invitation-unknown");
  expect((await stranger.call("DELETE", `/v1/invites/${id}`)).code).toBe("invitation-unknown");
  expect((await state()).m2).toBeNull();
});

test("an inviter closes an invite, dead or alive", async () => {
  await invite();
  expect((await inviter.call("DELETE", `/v1/invites/${id}`)).status).toBe(200);
  const gone = await read();
  expect([gone.status, gone.code]).toEqual([404, "invitation-unknown"]);
});

test("one account has at most 20 invites open; one that has come to its end is not counted", async () => {
  await invite();
  await asNewcomer("m1", bytes(1));
  await asInviter("m2", bytes(2));
  await asNewcomer("rN", bytes(3));
  expect((await asInviter("gift", bytes(4))).status).toBe(200);
  const codes: (string | undefined)[] = [];
  for (let i = 0; i < 21; i++) {
    id = toHex(inviter.port.random(16));
    codes.push((await invite()).code);
  }
  expect(codes.filter((code) => code === undefined)).toHaveLength(20);
  expect(codes.at(-1)).toBe("slow-down");
});

test("who knows the id gets roster, leaves and checkpoint, and no other body", async () => {
  const chart = await inviter.openCompartment();
  await inviter.appendBatch(chart, bytes(1));
  await inviter.append([await inviter.heartbeat()]);
  await invite();
  const path = `/v1/invites/${id}/roster`;
  const whole = readMessage(messages.SyncAnswer, await send(server.origin, "GET", path));
  expect(whole.leaves.length).toBe(5 * 49);
  expect(whole.bodies.map(({ index }) => index)).toEqual([0, 1]);
  await inviter.takeCheckpoint(whole.checkpoint);
  const rest = readMessage(messages.SyncAnswer, await send(server.origin, "GET", `${path}?leavesFrom=3&bodiesFrom=1`));
  expect([rest.leaves.length, rest.bodies.map(({ index }) => index)]).toEqual([2 * 49, [1]]);
  expect((await send(server.origin, "GET", `${path}?leavesFrom=x`)).code).toBe("request-malformed");
  id = toHex(inviter.port.random(16));
  expect((await send(server.origin, "GET", `/v1/invites/${id}/roster`)).code).toBe("invitation-unknown");
});
