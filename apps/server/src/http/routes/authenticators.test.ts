import { type Bytes, encodeCbor, toBase32 } from "@alcove/bytes";
import { messages } from "@alcove/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type HttpAnswer, readMessage, TestDevice } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";
import { askedInSession, SoftAuthenticator, type Told } from "../../testing/soft-authenticator.ts";
import { days, seconds, TestClock } from "../../testing/test-clock.ts";
import { codeAt } from "../../testing/totp.ts";

const clock = new TestClock();
const appPage = "http://localhost:7421";
let server: RunningServer;
let device: TestDevice;
let page: Told;
beforeAll(async () => {
  server = await runServer({ clock, appOrigins: [appPage] });
  page = { origin: server.origin };
});
afterAll(() => server.remove());
beforeEach(async () => {
  // Waits after failures belong to one account; the clock is for the addresses.
  clock.pass(days(1));
  device = await (await TestDevice.found(server.origin)).login();
});

const post = (path: string, body: object) => device.call("POST", path, encodeCbor(body as never));
const facts = async () => readMessage(messages.SecondFactorFacts, await device.call("GET", "/v1/second-factor"));

const asked = () => askedInSession(device);

async function add(key: SoftAuthenticator, told: Told = page, totp: string | null = null): Promise<HttpAnswer> {
  const { challenge, nonce } = await asked();
  return post("/v1/authenticators", { nonce, ...key.make(challenge, told), totp });
}
async function added(key = new SoftAuthenticator(), told = page): Promise<SoftAuthenticator> {
  expect((await add(key, told)).status).toBe(200);
  return key;
}
async function show(key: SoftAuthenticator, told: Told = page): Promise<HttpAnswer> {
  const { challenge, nonce } = await asked();
  return post("/v1/authenticators/shown", { nonce, shown: key.show(challenge, told) });
}
const enter = async (key: SoftAuthenticator, told: Told = page) =>
  (await device.sibling()).tryLogin({ authenticator: (challenge) => key.show(challenge, told) });

const secret = new Uint8Array(20).map((_, i) => i);
const digits = () => codeAt(secret, clock.wallMs());
const spare = (totp: string | null) =>
  post("/v1/spare-codes", { codes: Array.from({ length: 10 }, () => device.port.random(10)), totp });

test("SES-12 an authenticator that was added lets a new device in, at each login by a challenge of its own", async () => {
  expect((await (await device.sibling()).tryLogin()).status, "none is set").toBe(200);
  const key = await added();
  expect(await facts()).toMatchObject({
    set: true,
    app: false,
    spareCodes: 0,
    authenticators: [{ host: "localhost" }],
  });
  expect((await (await device.sibling()).tryLogin()).code).toBe("second-factor-needed");
  expect((await enter(key)).status).toBe(200);
  expect((await enter(key)).status).toBe(200);
  expect((await enter(new SoftAuthenticator())).code, "another one").toBe("authenticator-wrong");
  const [{ usedAt, addedAt } = { usedAt: 0, addedAt: 0 }] = (await facts()).authenticators;
  expect(usedAt).toBe(addedAt);
  clock.pass(seconds(90));
  expect((await enter(key, { origin: appPage })).status, "a page of the same host").toBe(200);
  expect((await facts()).authenticators[0]?.usedAt).toBe(addedAt + 90_000);
});

test("SES-12 what one signed for another login, page, host or kind of act counts for nothing, nor without a touch", async () => {
  // One that does not count its uses: that it is taken once is the challenge's part.
  const key = await added(new SoftAuthenticator(0));
  const stolen: ReturnType<SoftAuthenticator["show"]>[] = [];
  const kept = await (await device.sibling()).tryLogin({
    authenticator: (challenge) => {
      stolen.push(key.show(challenge, page));
      return stolen[0] as never;
    },
  });
  expect(kept.status).toBe(200);
  const again = await device.sibling();
  expect((await again.tryLogin({ authenticator: () => stolen[0] as never })).code).toBe("authenticator-wrong");
  for (const told of [
    { origin: "http://localhost:9999" },
    { origin: "https://alcove.example" },
    { ...page, rpId: "alcove.example" },
    { ...page, type: "webauthn.create" },
  ]) {
    clock.pass(days(1));
    expect((await enter(key, told)).code, JSON.stringify(told)).toBe("authenticator-wrong");
  }
  clock.pass(days(1));
  expect((await enter(key, { ...page, present: false })).code).toBe("authenticator-wrong");
  clock.pass(days(1));
  expect((await enter(key)).status).toBe(200);
});

test("SES-12 an authenticator whose counter goes back is a copy, and refused; one that never counts is not", async () => {
  const key = await added(new SoftAuthenticator(5));
  expect((await enter(key)).status).toBe(200);
  key.counter = 6;
  expect((await enter(key)).code).toBe("authenticator-wrong");
  key.counter = 7;
  expect((await enter(key)).status).toBe(200);
  const silent = new SoftAuthenticator(0);
  expect((await show(key)).status).toBe(200);
  await added(silent);
  expect((await enter(silent)).status).toBe(200);
  expect((await enter(silent)).status).toBe(200);
});

test("SES-12 wrong ones are slowed down as wrong digits are, and so is the next right one", async () => {
  const key = await added();
  for (let tried = 0; tried < 6; tried++)
    expect((await enter(key, { ...page, present: false })).code).toBe("authenticator-wrong");
  expect((await enter(key)).code).toBe("slow-down");
  clock.pass(seconds(1));
  expect((await enter(key)).status).toBe(200);
});

test("SES-13 within a session it counts once for a nonce of the server's, and not after three minutes", async () => {
  // One that does not count its uses: that it is taken once is the nonce's part.
  const key = await added(new SoftAuthenticator(0));
  clock.pass(seconds(600) + 1);
  expect((await spare(null)).code).toBe("second-factor-needed");
  const { challenge, nonce } = await asked();
  const shown = key.show(challenge, page);
  const other = await asked();
  expect((await post("/v1/authenticators/shown", { nonce, shown })).code, "another nonce since").toBe(
    "authenticator-wrong",
  );
  expect((await post("/v1/authenticators/shown", { nonce: other.nonce, shown })).code, "used up").toBe(
    "authenticator-wrong",
  );
  expect((await spare(null)).code).toBe("second-factor-needed");
  const late = await asked();
  clock.pass(seconds(180));
  const tooLate = { nonce: late.nonce, shown: key.show(late.challenge, page) };
  expect((await post("/v1/authenticators/shown", tooLate)).code).toBe("authenticator-wrong");
  const now = await asked();
  const right = { nonce: now.nonce, shown: key.show(now.challenge, page) };
  expect((await post("/v1/authenticators/shown", right)).status).toBe(200);
  expect((await post("/v1/authenticators/shown", right)).code, "again").toBe("authenticator-wrong");
  expect((await spare(null)).status).toBe(200);
  clock.pass(seconds(121));
  expect((await spare(null)).code).toBe("second-factor-needed");
});

test("SES-13 what was signed in another session, or for another device or account, counts for nothing", async () => {
  const key = await added();
  const { challenge, nonce } = await asked();
  const shown = key.show(challenge, page);
  const first = device.session;
  await device.login();
  await asked();
  expect((await post("/v1/authenticators/shown", { nonce, shown })).code).toBe("authenticator-wrong");
  device.session = first;
  expect((await post("/v1/authenticators/shown", { nonce, shown })).status).toBe(200);
  device = await (await TestDevice.found(server.origin)).login();
  await added();
  expect((await show(key)).code, "of another account").toBe("authenticator-wrong");
});

test("SES-14 one is added only over the session's challenge, at a page of this server, and by a touch", async () => {
  const { nonce } = await asked();
  const elsewhere = new SoftAuthenticator().make(device.port.random(32), page);
  expect((await post("/v1/authenticators", { nonce, ...elsewhere, totp: null })).code).toBe("authenticator-wrong");
  for (const told of [
    { origin: "https://alcove.example" },
    { origin: "http://localhost:9999" },
    { ...page, rpId: "alcove.example" },
    { ...page, type: "webauthn.get" },
    { ...page, present: false },
  ]) {
    expect((await add(new SoftAuthenticator(), told)).code, JSON.stringify(told)).toBe("authenticator-wrong");
  }
  const { challenge, nonce: own } = await asked();
  const renamed = { ...new SoftAuthenticator().make(challenge, page), credential: device.port.random(16) };
  expect((await post("/v1/authenticators", { nonce: own, ...renamed, totp: null })).code).toBe("authenticator-wrong");
  expect((await facts()).set).toBe(false);
});

test("SES-14 where there is a second factor it is shown first: by digits, by a spare code, or by another one", async () => {
  const set = { secret, code: digits(), totp: null };
  expect((await post("/v1/second-factor", set)).status).toBe(200);
  clock.pass(seconds(60));
  const key = new SoftAuthenticator();
  expect((await add(key)).code).toBe("second-factor-needed");
  expect((await add(key, page, "000000")).code).toBe("second-factor-wrong");
  expect((await add(key, page, digits())).status).toBe(200);
  expect(await facts()).toMatchObject({ set: true, app: true });
  clock.pass(seconds(600));
  const next = new SoftAuthenticator();
  expect((await add(next)).code).toBe("second-factor-needed");
  expect((await show(key)).status).toBe(200);
  expect((await add(next)).status).toBe(200);
  const codes = Array.from({ length: 10 }, () => device.port.random(10));
  expect((await post("/v1/spare-codes", { codes, totp: null })).status).toBe(200);
  clock.pass(seconds(600));
  expect((await add(new SoftAuthenticator(), page, toBase32(codes[0] as Bytes))).status).toBe(200);
});

test("SES-14 ten at most; the last second factor stays, and one that was removed opens nothing", async () => {
  const key = await added();
  const remove = (which: SoftAuthenticator, totp: string | null = null) =>
    post("/v1/authenticators/removed", { credential: which.credential, totp });
  expect((await remove(key)).code).toBe("second-factor-last");
  const others: SoftAuthenticator[] = [];
  for (let n = 1; n < 10; n++) {
    expect((await show(key)).status).toBe(200);
    others.push(await added());
  }
  expect((await show(key)).status).toBe(200);
  expect(await add(new SoftAuthenticator())).toMatchObject({ code: "authenticators-full" });
  clock.pass(seconds(121));
  expect((await remove(others[0] as SoftAuthenticator)).code).toBe("second-factor-needed");
  expect((await show(others[1] as SoftAuthenticator)).status).toBe(200);
  expect((await remove(others[0] as SoftAuthenticator)).status).toBe(200);
  expect((await enter(others[0] as SoftAuthenticator)).code).toBe("authenticator-wrong");
  expect((await facts()).authenticators).toHaveLength(9);
  expect((await enter(key)).status).toBe(200);
});

test("SES-14 the app for six digits ends while there is another second factor, and asks for one", async () => {
  const secret = device.port.random(20);
  const digits = () => codeAt(secret, clock.wallMs());
  const end = (totp: string | null = null) => post("/v1/second-factor/ended", { totp });
  expect((await post("/v1/second-factor", { secret, code: digits(), totp: null })).status).toBe(200);
  expect((await end()).code).toBe("second-factor-last");
  clock.pass(seconds(30));
  const key = new SoftAuthenticator();
  expect((await add(key, page, digits())).status).toBe(200);
  clock.pass(seconds(601));
  expect((await end()).code).toBe("second-factor-needed");
  expect((await facts()).app).toBe(true);
  expect((await show(key)).status).toBe(200);
  expect((await end()).status).toBe(200);
  expect(await facts()).toMatchObject({ set: true, app: false });
  clock.pass(seconds(121));
  expect((await end(digits())).code).toBe("second-factor-wrong");
});
