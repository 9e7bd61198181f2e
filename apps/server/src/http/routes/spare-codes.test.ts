import { encodeCbor, toBase32 } from "@alcove/bytes";
import { messages } from "@alcove/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readMessage, TestDevice } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";
import { days, seconds, TestClock } from "../../testing/test-clock.ts";
import { codeAt } from "../../testing/totp.ts";

const clock = new TestClock();
let server: RunningServer;
let device: TestDevice;
beforeAll(async () => {
  server = await runServer({ clock });
});
afterAll(() => server.remove());
beforeEach(async () => {
  // Waits after failures belong to one address, and all tests share it.
  clock.pass(days(1));
  device = await (await TestDevice.found(server.origin)).login();
});

const secret = new Uint8Array(20).map((_, i) => i);
async function setSecondFactor(): Promise<void> {
  const set = { secret, code: codeAt(secret, clock.wallMs()), totp: null };
  expect((await device.call("POST", "/v1/second-factor", encodeCbor(set))).status).toBe(200);
  clock.pass(seconds(60));
}
const digits = () => codeAt(secret, clock.wallMs());
const draw = () => Array.from({ length: 10 }, () => device.port.random(10));
const ask = (codes: readonly Uint8Array[], totp: string | null) =>
  device.call("POST", "/v1/spare-codes", encodeCbor({ codes, totp }));
const facts = async () => readMessage(messages.SecondFactorFacts, await device.call("GET", "/v1/second-factor"));
const shown = (code: Uint8Array | undefined) => toBase32(code ?? new Uint8Array(0));

async function made(): Promise<Uint8Array[]> {
  await setSecondFactor();
  const codes = draw();
  expect((await ask(codes, digits())).status).toBe(200);
  clock.pass(seconds(180));
  return codes;
}

test("SES-11 codes are made where there is a second factor, and shown it; ten of ten bytes", async () => {
  expect(await facts()).toMatchObject({ set: false, spareCodes: 0 });
  expect((await ask(draw(), null)).code).toBe("second-factor-needed");
  await setSecondFactor();
  clock.pass(seconds(600));
  expect((await ask(draw(), null)).code).toBe("second-factor-needed");
  expect((await ask(draw(), "123456")).code).toBe("second-factor-wrong");
  for (const codes of [draw().slice(1), [...draw(), device.port.random(10)], draw().with(3, device.port.random(9))])
    expect((await ask(codes, digits())).code).toBe("request-malformed");
  expect(await facts()).toMatchObject({ set: true, spareCodes: 0 });
  expect((await ask(draw(), digits())).status).toBe(200);
  expect(await facts()).toMatchObject({ set: true, spareCodes: 10 });
});

test("SES-11 the first ones are made without digits for ten minutes after the factor was set, in that session", async () => {
  await setSecondFactor();
  const settingSession = device.session;
  await device.login();
  expect((await ask(draw(), null)).code, "another session").toBe("second-factor-needed");
  device.session = settingSession;
  expect((await ask(draw(), null)).status).toBe(200);
  expect((await ask(draw(), null)).code, "there are some").toBe("second-factor-needed");

  device = await (await TestDevice.found(server.origin)).login();
  await setSecondFactor();
  clock.pass(seconds(9 * 60 + 1));
  expect((await ask(draw(), null)).code, "more than ten minutes").toBe("second-factor-needed");
});

test("SES-11 a code stands in for the digits at a new device's login, once", async () => {
  const codes = await made();
  const sibling = await device.sibling();
  expect((await sibling.tryLogin()).code).toBe("second-factor-needed");
  expect((await sibling.tryLogin({ totp: shown(codes[4]) })).status).toBe(200);
  expect(await facts()).toMatchObject({ set: true, spareCodes: 9 });
  const another = await device.sibling();
  expect((await another.tryLogin({ totp: shown(codes[4]) })).code).toBe("second-factor-wrong");
  expect((await another.tryLogin({ totp: shown(codes[0]).toLowerCase() })).status).toBe(200);
  expect(await facts()).toMatchObject({ set: true, spareCodes: 8 });
});

test("SES-11 of two uses of one code at once one is taken; every code is taken once, and then none is left", async () => {
  const codes = await made();
  const siblings = await Promise.all([device.sibling(), device.sibling()]);
  const both = await Promise.all(siblings.map((one) => one.tryLogin({ totp: shown(codes[0]) })));
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  clock.pass(days(1));
  await device.login();
  for (const [n, code] of codes.slice(1).entries()) {
    const sibling = await device.sibling();
    expect((await sibling.tryLogin({ totp: shown(code) })).status).toBe(200);
    expect((await facts()).spareCodes).toBe(8 - n);
  }
});

test("SES-11 a code counts for new codes and new keys too, and the ones of before end", async () => {
  const codes = await made();
  const next = draw();
  expect((await ask(next, shown(codes[0]))).status).toBe(200);
  expect((await facts()).spareCodes).toBe(10);
  const sibling = await device.sibling();
  expect((await sibling.tryLogin({ totp: shown(codes[1]) })).code).toBe("second-factor-wrong");
  expect((await sibling.tryLogin({ totp: shown(next[1]) })).status).toBe(200);
});

test("SES-11 a code of another account is none, and wrong ones are slowed down as wrong digits are", async () => {
  const codes = await made();
  const other = device;
  device = await (await TestDevice.found(server.origin)).login();
  await made();
  const stranger = await device.sibling();
  expect((await stranger.tryLogin({ totp: shown(codes[0]) })).code).toBe("second-factor-wrong");
  for (let tried = 0; tried < 5; tried++)
    expect((await stranger.tryLogin({ totp: shown(device.port.random(10)) })).code).toBe("second-factor-wrong");
  expect((await stranger.tryLogin({ totp: shown(device.port.random(10)) })).code).toBe("slow-down");
  expect((await stranger.tryLogin({ totp: digits() })).code).toBe("slow-down");
  device = other;
  expect((await facts()).spareCodes).toBe(10);
});

test("SES-11 another authenticator takes the place of the one there is when that one, or a code, is shown with it", async () => {
  const codes = await made();
  await device.login();
  const other = new Uint8Array(20).fill(7);
  const replace = (code: string, totp: string | null) =>
    device.call("POST", "/v1/second-factor", encodeCbor({ secret: other, code, totp }));
  const right = () => codeAt(other, clock.wallMs());
  expect((await replace(right(), null)).code).toBe("second-factor-needed");
  expect((await replace(right(), shown(device.port.random(10)))).code).toBe("second-factor-wrong");
  clock.pass(seconds(180));
  const wrong = right() === "000000" ? "000001" : "000000";
  expect((await replace(wrong, shown(codes[0]))).code, "the new one is not proven").toBe("second-factor-wrong");
  expect((await facts()).spareCodes, "and nothing is spent on it").toBe(10);
  expect((await replace(right(), shown(codes[0]))).status).toBe(200);
  expect(await facts()).toMatchObject({ set: true, spareCodes: 9 });
  clock.pass(seconds(180));
  const fresh = await device.sibling();
  expect((await fresh.tryLogin({ totp: digits() })).code, "the one of before").toBe("second-factor-wrong");
  clock.pass(days(1));
  expect((await fresh.tryLogin({ totp: right() })).status).toBe(200);
});
