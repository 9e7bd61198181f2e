import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type AccountId, asId, encodeCbor, type PracticeId } from "@alcove/bytes";
import { importSigningKey, type SigningSeed } from "@alcove/crypto";
import { limits, messages } from "@alcove/protocol";
import { type HttpAnswer, readMessage, TestDevice } from "../testing/device.ts";
import { type RunningServer, runServer } from "../testing/run-server.ts";
import { days, seconds, TestClock } from "../testing/test-clock.ts";
import { codeAt, wrongCode } from "../testing/totp.ts";

const clock = new TestClock();
let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ clock });
});
afterAll(() => server.remove());
// Waits after failures belong to one address, and all tests share it.
beforeEach(() => clock.pass(days(1)));

const secret = new Uint8Array(20).map((_, i) => i);

async function withSecondFactor(): Promise<TestDevice> {
  const device = await (await TestDevice.found(server.origin)).login();
  const set = await device.call(
    "POST",
    "/v1/second-factor",
    encodeCbor({ secret, code: codeAt(secret, clock.wallMs()), totp: null }),
  );
  expect(set.status).toBe(200);
  clock.pass(seconds(60));
  return device;
}

async function strangerKey(device: TestDevice) {
  return importSigningKey(device.port, device.port.random(32) as SigningSeed);
}

function shapeOf(answer: HttpAnswer) {
  return { status: answer.status, code: answer.code, bytes: answer.bytes.length, headers: [...answer.headers.keys()] };
}

test("SES-9 an unknown account, an unknown practice and wrong keys are answered alike, at hello and at login", async () => {
  const device = await TestDevice.found(server.origin);
  const account = asId<AccountId>(device.port.random(16));
  const practice = asId<PracticeId>(device.port.random(16));
  const hellos = [await device.hello(), await device.hello({ account }), await device.hello({ practice })];
  expect(new Set(hellos.map(({ answer }) => JSON.stringify(shapeOf(answer)))).size).toBe(1);

  const login = await strangerKey(device);
  const refused = [
    await device.tryLogin({ account }),
    await device.tryLogin({ practice }),
    await device.tryLogin({ login }),
    await device.tryLogin({ signer: await strangerKey(device) }),
  ];
  expect(refused[0]?.code).toBe("login-refused");
  expect(new Set(refused.map((answer) => JSON.stringify(shapeOf(answer)))).size).toBe(1);
});

test("an unknown account costs as much time as wrong keys to a known one", async () => {
  const device = await TestDevice.found(server.origin);
  const login = await strangerKey(device);
  const account = asId<AccountId>(device.port.random(16));
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let i = 0; i < 30; i++) {
    for (const kind of ["known", "unknown"] as const) {
      clock.pass(days(1));
      const start = performance.now();
      await device.tryLogin(kind === "known" ? { login } : { login, account });
      times[kind].push(performance.now() - start);
    }
  }
  // The quicker quarter: what other programs do on the machine only ever adds.
  const typical = (list: number[]) => [...list].sort((x, y) => x - y)[7] as number;
  // Both do two verifications and derive one key; a decoy that was skipped would save a third.
  expect(typical(times.unknown) / typical(times.known)).toBeGreaterThan(0.75);
  expect(typical(times.unknown) / typical(times.known)).toBeLessThan(1.35);
});

test("SES-2 a login must be signed for the pinned origin", async () => {
  const device = await TestDevice.found(server.origin);
  const elsewhere = new TestDevice(
    device.port,
    device.address,
    { ...device.person, origin: "https://evil.example" },
    device,
    device.chains,
  );
  expect((await elsewhere.tryLogin()).code).toBe("login-refused");
});

test("SES-8 NW-01 a hello serves one login, right or wrong, and lives three minutes", async () => {
  const device = await TestDevice.found(server.origin);
  const ask = device.hello.bind(device);
  const used = await ask();
  device.hello = () => Promise.resolve(used);
  expect((await device.tryLogin()).status).toBe(200);
  expect((await device.tryLogin()).code).toBe("login-refused");
  const spoilt = await ask();
  device.hello = () => Promise.resolve(spoilt);
  expect((await device.tryLogin({ login: await strangerKey(device) })).code).toBe("login-refused");
  expect((await device.tryLogin()).code).toBe("login-refused");
  device.hello = async (change) => {
    const hello = await ask(change);
    clock.pass(limits.helloMs);
    return hello;
  };
  expect((await device.tryLogin()).code).toBe("login-refused");
});

test("login answers carry the newest checkpoint and the first MAC of the session", async () => {
  const device = await TestDevice.found(server.origin);
  const answer = await device.tryLogin();
  expect(readMessage(messages.LoginAnswer, answer).scope).toBe("full");
  expect(device.chains.checkpoint.size).toBe(1);
  expect(answer.headers.get("alcove-answer")).toMatch(/^[0-9a-f]{64}$/);
});

test("a new device needs the second factor once one is set, and an enrolled one does not", async () => {
  const device = await withSecondFactor();
  expect((await device.tryLogin()).status).toBe(200);
  const fresh = await device.sibling();
  expect((await fresh.tryLogin()).code).toBe("second-factor-needed");
  expect((await fresh.tryLogin({ totp: wrongCode(secret, clock.wallMs()) })).code).toBe("second-factor-wrong");
  const right = await fresh.tryLogin({ totp: codeAt(secret, clock.wallMs()) });
  expect(readMessage(messages.LoginAnswer, right).scope).toBe("enrolling");
});

test("guesses side by side wait like guesses one after the other", async () => {
  const device = await withSecondFactor();
  const fresh = await Promise.all(Array.from({ length: 16 }, () => device.sibling()));
  const answers = await Promise.all(fresh.map((one) => one.tryLogin({ totp: wrongCode(secret, clock.wallMs()) })));
  const codes = answers.map(({ code }) => code);
  expect(codes.filter((code) => code === "second-factor-wrong")).toHaveLength(6);
  expect(codes.filter((code) => code === "slow-down")).toHaveLength(10);
});

test("wrong keys are not told whether a second factor is set", async () => {
  const device = await withSecondFactor();
  const fresh = await device.sibling();
  expect((await fresh.tryLogin({ login: await strangerKey(device) })).code).toBe("login-refused");
});

test("each code is taken once an account, by whichever device", async () => {
  const device = await withSecondFactor();
  const [one, two] = [await device.sibling(), await device.sibling()];
  const totp = codeAt(secret, clock.wallMs());
  expect((await one.tryLogin({ totp })).status).toBe(200);
  expect((await two.tryLogin({ totp })).code).toBe("second-factor-wrong");
  clock.pass(seconds(30));
  expect((await two.tryLogin({ totp: codeAt(secret, clock.wallMs()) })).status).toBe(200);
});

test("two logins with one code at the same moment: one passes", async () => {
  const device = await withSecondFactor();
  const siblings = await Promise.all([1, 2, 3, 4].map(() => device.sibling()));
  const totp = codeAt(secret, clock.wallMs());
  const answers = await Promise.all(siblings.map((sibling) => sibling.tryLogin({ totp })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test("an enrolled device is asked again 30 days after it last showed one", async () => {
  const device = await withSecondFactor();
  clock.pass(days(30) - seconds(61));
  expect((await device.tryLogin()).status).toBe(200);
  clock.pass(seconds(61));
  expect((await device.tryLogin()).code).toBe("second-factor-needed");
  expect((await device.tryLogin({ totp: codeAt(secret, clock.wallMs()) })).status).toBe(200);
  expect((await device.tryLogin()).status).toBe(200);
});

test("what is shown within a session counts for 30 days too, as what is shown to begin one", async () => {
  const device = await withSecondFactor();
  const show = () =>
    device.call("POST", "/v1/second-factor/shown", encodeCbor({ totp: codeAt(secret, clock.wallMs()) }));
  clock.pass(days(29));
  await device.login();
  expect((await show()).status).toBe(200);
  clock.pass(days(30) - seconds(1));
  expect((await device.tryLogin()).status).toBe(200);
  clock.pass(seconds(1));
  expect((await device.tryLogin()).code).toBe("second-factor-needed");
});

test("a paired device begins its 30 days when it is enrolled; a kit device has just shown its code", async () => {
  const device = await withSecondFactor();
  const paired = await device.sibling();
  await device.enrol(paired, "pairing");
  expect((await paired.tryLogin()).status).toBe(200);
  const byKit = await device.sibling();
  await byKit.login({ totp: codeAt(secret, clock.wallMs()) });
  await device.enrol(byKit, "kit");
  expect(readMessage(messages.LoginAnswer, await byKit.tryLogin()).scope).toBe("full");
  clock.pass(days(30));
  expect((await paired.tryLogin()).code).toBe("second-factor-needed");
});

test("a second factor is set with a right code only, and replaced only just after the present one was shown", async () => {
  const device = await (await TestDevice.found(server.origin)).login();
  const set = (body: object) => device.call("POST", "/v1/second-factor", encodeCbor({ totp: null, ...body }));
  expect((await set({ secret, code: wrongCode(secret, clock.wallMs()) })).code).toBe("second-factor-wrong");
  expect((await set({ secret: secret.slice(1), code: "000000" })).code).toBe("request-malformed");
  expect((await set({ secret, code: codeAt(secret, clock.wallMs()), totp: null })).status).toBe(200);
  clock.pass(seconds(60));

  const other = new Uint8Array(20).fill(9);
  const replace = () => set({ secret: other, code: codeAt(other, clock.wallMs()) });
  expect((await replace()).code).toBe("second-factor-needed");
  clock.pass(days(30));
  await device.login({ totp: codeAt(secret, clock.wallMs()) });
  expect((await replace()).status).toBe(200);
  clock.pass(seconds(60));
  const fresh = await device.sibling();
  expect((await fresh.tryLogin({ totp: codeAt(secret, clock.wallMs()) })).code).toBe("second-factor-wrong");
  expect((await fresh.tryLogin({ totp: codeAt(other, clock.wallMs()) })).status).toBe(200);
});

test("wrong codes make the account wait longer and longer, and never for good", async () => {
  const device = await withSecondFactor();
  const fresh = await device.sibling();
  const waits: number[] = [];
  for (let i = 0; i < 9; i++) {
    const answer = await fresh.tryLogin({ totp: wrongCode(secret, clock.wallMs()) });
    if (answer.code !== "slow-down") continue;
    const told = answer.value as { facts: { seconds: number } };
    waits.push(told.facts.seconds);
    clock.pass(seconds(told.facts.seconds));
  }
  expect(waits).toEqual([1, 2]);
  await fresh.tryLogin({ totp: wrongCode(secret, clock.wallMs()) });
  const last = await fresh.tryLogin({ totp: codeAt(secret, clock.wallMs()) });
  expect(last.code).toBe("slow-down");
  expect(last.value).toMatchObject({ facts: { seconds: 4 } });
  clock.pass(seconds(4));
  expect((await fresh.tryLogin({ totp: codeAt(secret, clock.wallMs()) })).status).toBe(200);
});

test("wrong keys make their address wait, and a right login ends that", async () => {
  const device = await TestDevice.found(server.origin);
  const login = await strangerKey(device);
  const codes: (string | undefined)[] = [];
  for (let i = 0; i < 12; i++) codes.push((await device.tryLogin({ login })).code);
  expect(codes.slice(0, 11)).toEqual(Array.from({ length: 11 }, () => "login-refused"));
  expect(codes[11]).toBe("slow-down");
  clock.pass(seconds(60));
  expect((await device.tryLogin()).status).toBe(200);
  expect((await device.tryLogin({ login })).code).toBe("login-refused");
});
