import { encodeCbor } from "@alcove/bytes";
import {
  hash,
  importSigningKey,
  sealingPublicKeyOf,
  type SealingSeed,
  type SigningKey,
  type SigningSeed,
} from "@alcove/crypto";
import {
  encodeStatementBody,
  type Messages,
  messages,
  type Operation,
  signAsPerson,
  signerKinds,
} from "@alcove/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readMessage, TestDevice } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";
import { days, seconds, TestClock } from "../../testing/test-clock.ts";
import { codeAt, wrongCode } from "../../testing/totp.ts";

const clock = new TestClock();
let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ clock });
});
afterAll(() => server.remove());
// Waits after failures belong to one address, and all tests share it.
beforeEach(() => clock.pass(days(1)));

const secret = new Uint8Array(20).map((_, i) => i);

const draw = (device: TestDevice) => importSigningKey(device.port, device.port.random(32) as SigningSeed);

async function founded(): Promise<TestDevice> {
  return (await TestDevice.found(server.origin)).login();
}

async function setSecondFactor(device: TestDevice): Promise<void> {
  const set = { secret, code: codeAt(secret, clock.wallMs()), totp: null };
  expect((await device.call("POST", "/v1/second-factor", encodeCbor(set))).status).toBe(200);
  clock.pass(seconds(60));
}

function keysOf(device: TestDevice, login: SigningKey, version = 2, totp: string | null = null) {
  const { port } = device;
  const keyring = { keyringVersion: version, kdfVersion: 1, slot0: port.random(60), keyring: port.random(300) };
  return { loginKey: login.publicKey, keyring, totp };
}

async function storedVersion(device: TestDevice): Promise<number> {
  return readMessage(messages.StoredKeyring, await device.call("GET", "/v1/keyring")).keyringVersion;
}

const ask = (device: TestDevice, keys: object) =>
  device.call("POST", "/v1/passphrase", encodeCbor(keys as Messages["PassphraseRequest"]));

/** A statement with these operations, by the person, the device and the identity to come. */
async function rekeyStatement(
  device: TestDevice,
  change: { readonly version?: number; readonly more?: readonly Operation[]; readonly account?: Uint8Array } = {},
) {
  const { person, chains, port } = device;
  const next = await draw(device);
  const account = (change.account ?? person.account) as typeof person.account;
  const sealing = await sealingPublicKeyOf(port.random(32) as SealingSeed);
  const body = encodeStatementBody({
    sequence: chains.sequence + 1,
    previous: chains.rosterHead,
    account: person.account,
    device: device.device,
    checkpoint: chains.checkpoint,
    operations: [
      ["member.rekey", account, next.publicKey, sealing, change.version ?? 2, "exposed"],
      ...(change.more ?? []),
    ],
  });
  const signer = {
    account: person.account,
    identity: person.identity,
    device: device.device,
    deviceKey: device.key,
    after: { kind: signerKinds.nextIdentity, id: person.account, key: next },
  };
  const statement = await signAsPerson(port, "statement", person.practice, body, signer);
  return { statement, next, sealing };
}

test("OWN-1 another passphrase: login key, slot and keyring are those of the request from then on", async () => {
  const device = await founded();
  const login = await draw(device);
  const keys = keysOf(device, login);
  expect((await ask(device, keys)).status).toBe(200);
  expect(readMessage(messages.StoredKeyring, await device.call("GET", "/v1/keyring"))).toEqual(keys.keyring);
  await device.login({ login });
  expect(device.openSession().scope).toBe("full");
});

test("OWN-1 somebody who comes back to an older passphrase, and leaves it again, is served each time", async () => {
  const device = await founded();
  const [a, b] = [device.person.login, await draw(device)];
  for (const [i, login] of [b, a, b, a].entries())
    expect((await ask(device, keysOf(device, login, i + 2))).status).toBe(200);
  await device.login({ login: a });
  expect(device.openSession().scope).toBe("full");
});

test("OWN-1 a keyring that does not follow the stored one, a key that is none or the same, an unknown cost: refused", async () => {
  const device = await founded();
  const login = await draw(device);
  const right = keysOf(device, login);
  const small = new Uint8Array(32);
  small[0] = 1;
  const cases: readonly (readonly [object, string])[] = [
    [keysOf(device, login, 1), "head-moved"],
    [keysOf(device, login, 3), "head-moved"],
    [{ ...right, loginKey: device.person.login.publicKey }, "request-malformed"],
    [{ ...right, loginKey: small }, "request-malformed"],
    [{ ...right, keyring: { ...right.keyring, kdfVersion: 4 } }, "kdf-version-unknown"],
    [{ ...right, keyring: { ...right.keyring, slot0: new Uint8Array(59) } }, "request-malformed"],
  ];
  for (const [keys, code] of cases) expect((await ask(device, keys)).code).toBe(code);
  expect(await storedVersion(device)).toBe(1);
  await device.login();
  expect(device.openSession().scope).toBe("full");
});

test("OWN-2 where there is a second factor both acts ask for its digits, and digits count once", async () => {
  const device = await founded();
  await setSecondFactor(device);
  const login = await draw(device);
  expect((await ask(device, keysOf(device, login))).code).toBe("second-factor-needed");
  const wrong = wrongCode(secret, clock.wallMs());
  expect((await ask(device, keysOf(device, login, 2, wrong))).code).toBe("second-factor-wrong");
  const { statement } = await rekeyStatement(device);
  const rekey = { from: 1, statement, ...keysOf(device, login) };
  expect((await device.call("POST", "/v1/rekey", encodeCbor(rekey as never))).code).toBe("second-factor-needed");
  expect(await storedVersion(device)).toBe(1);
  const code = codeAt(secret, clock.wallMs());
  expect((await ask(device, keysOf(device, login, 2, code))).status).toBe(200);

  await device.login({ login });
  expect((await ask(device, keysOf(device, await draw(device), 3, code))).code).toBe("second-factor-wrong");
});

test("OWN-2 digits of a moment ago count for trying again in the same session, and not in another or later", async () => {
  const device = await founded();
  await setSecondFactor(device);
  const code = codeAt(secret, clock.wallMs());
  const login = await draw(device);
  const { statement } = await rekeyStatement(device);
  const moved = { from: 99, statement, ...keysOf(device, login, 2, code) };
  expect((await device.call("POST", "/v1/rekey", encodeCbor(moved as never))).code).toBe("request-malformed");
  const early = device.openSession();
  await device.login();
  expect((await ask(device, keysOf(device, login))).code).toBe("second-factor-needed");
  device.session = early;
  clock.pass(seconds(121));
  expect((await ask(device, keysOf(device, login))).code).toBe("second-factor-needed");
  clock.pass(-seconds(1));
  expect((await ask(device, keysOf(device, login))).status).toBe(200);
});

test("OWN-3 the account's other sessions end with its keys, and a login by the former ones is told the roster alone", async () => {
  const device = await founded();
  const sibling = await device.sibling();
  await sibling.login();
  await sibling.append([
    await sibling.statement([
      ["device.enrol", device.person.account, sibling.device, sibling.key.publicKey, "kit", null],
    ]),
  ]);
  await sibling.login();
  expect(sibling.openSession().scope).toBe("full");
  const login = await draw(device);
  expect((await ask(device, keysOf(device, login))).status).toBe(200);
  expect((await sibling.call("GET", "/v1/keyring")).code).toBe("session-ended");
  expect(await storedVersion(device)).toBe(2);

  await sibling.login();
  expect(sibling.openSession().scope).toBe("replaced");
  const sync = { leavesFrom: 0, bodiesFrom: 0, maxBytes: 100_000 };
  const page = readMessage(messages.SyncAnswer, await sibling.call("POST", "/v1/sync", encodeCbor(sync)));
  expect(page.bodies).toHaveLength(2);
  for (const [method, path] of [
    ["GET", "/v1/keyring"],
    ["POST", "/v1/keyring"],
    ["GET", "/v1/drafts"],
    ["POST", "/v1/passphrase"],
    ["POST", "/v1/rekey"],
  ] as const)
    expect((await sibling.call(method, path)).code, path).toBe("not-entitled");
  expect((await sibling.tryAppend([await sibling.heartbeat(1)])).code).toBe("not-entitled");
});

test("OWN-3 a former login key opens nothing to a device that is not enrolled, or was revoked", async () => {
  const device = await founded();
  const login = await draw(device);
  const former = device.person.login;
  expect((await ask(device, keysOf(device, login))).status).toBe(200);
  const stranger = await device.sibling();
  expect((await stranger.tryLogin({ login: former })).code).toBe("login-refused");
  expect((await device.tryLogin({ login: await draw(device) })).code).toBe("login-refused");
  expect((await device.tryLogin({ login: former, signer: await draw(device) })).code).toBe("login-refused");

  await stranger.login({ login });
  const { account } = device.person;
  await stranger.append([
    await stranger.statement([["device.enrol", account, stranger.device, stranger.key.publicKey, "kit", null]]),
  ]);
  device.chains.sequence++;
  await stranger.login({ login: former });
  expect(stranger.openSession().scope).toBe("replaced");
});

test("OWN-4 PSK-4 a rekey stands whole: statement, login key, slot and keyring; the list of passkeys ends with it", async () => {
  const device = await founded();
  const list = { counter: 3, sealed: device.port.random(60) };
  expect((await device.call("PUT", "/v1/passkeys", encodeCbor(list))).status).toBe(200);
  const login = await draw(device);
  const { statement, next, sealing } = await rekeyStatement(device);
  const keys = keysOf(device, login);
  const answer = await device.call("POST", "/v1/rekey", encodeCbor({ from: 1, statement, ...keys } as never));
  const { first, leaves } = readMessage(messages.Appended, answer);
  expect(first).toBe(1);
  expect(leaves.subarray(17)).toEqual(hash(statement));
  expect(readMessage(messages.StoredKeyring, await device.call("GET", "/v1/keyring"))).toEqual(keys.keyring);
  const passkeys = readMessage(messages.Passkeys, await device.call("GET", "/v1/passkeys"));
  expect(passkeys).toEqual({ counter: 3, sealed: null });

  const { person } = device;
  device.tookStatement({ kind: "roster", entry: statement, payload: [] });
  const after = new TestDevice(
    device.port,
    device.address,
    { ...person, login, identity: next, sealing },
    device,
    device.chains,
  );
  await after.login();
  expect(after.openSession().scope).toBe("full");
  await after.openCompartment("directory");
  await device.login();
  expect(device.openSession().scope).toBe("replaced");
});

test("OWN-4 half a rekey is refused: without keys, with others', beside another, or for a keyring it does not name", async () => {
  const device = await founded();
  const login = await draw(device);
  const { statement } = await rekeyStatement(device);
  expect((await device.tryAppend([{ kind: "roster", entry: statement, payload: [] }])).code).toBe("statement-refused");

  const tryRekey = async (keys: object, of: { readonly statement: Uint8Array }) =>
    (await device.call("POST", "/v1/rekey", encodeCbor({ from: 1, statement: of.statement, ...keys } as never))).code;
  expect(await tryRekey(keysOf(device, login), await rekeyStatement(device, { version: 3 }))).toBe("statement-refused");
  expect(await tryRekey(keysOf(device, login, 3), await rekeyStatement(device, { version: 3 }))).toBe("head-moved");
  const other = device.port.random(16);
  expect(await tryRekey(keysOf(device, login), await rekeyStatement(device, { account: other }))).toBe(
    "statement-refused",
  );
  const without = await device.statement([["freshness.confirm", device.person.account, device.device]]);
  expect(await tryRekey(keysOf(device, login), { statement: without.entry })).toBe("statement-refused");
  const unsigned = new Uint8Array(statement);
  unsigned[unsigned.length - 1] = (unsigned.at(-1) as number) ^ 1;
  expect(await tryRekey(keysOf(device, login), { statement: unsigned })).toBe("signature-wrong");

  expect(await storedVersion(device)).toBe(1);
  await device.login();
  expect(device.openSession().scope).toBe("full");
  expect(await tryRekey(keysOf(device, login), { statement })).toBeUndefined();
});

test("OWN-4 of two rekeys or changes at once one stands, whole", async () => {
  for (const rekeyFirst of [true, false, true, false]) {
    const device = await founded();
    const [byRekey, byChange] = [await draw(device), await draw(device)];
    const { statement } = await rekeyStatement(device);
    const rekey = encodeCbor({ from: 1, statement, ...keysOf(device, byRekey) } as never);
    const asks = [
      async () => ({ login: byRekey, ...(await device.call("POST", "/v1/rekey", rekey)) }),
      async () => ({ login: byChange, ...(await ask(device, keysOf(device, byChange))) }),
    ];
    const answers = await Promise.all((rekeyFirst ? asks : asks.reverse()).map((each) => each()));
    expect(answers.map(({ code }) => code ?? "ok").sort()).toEqual(["head-moved", "ok"]);
    const taken = answers.find(({ code }) => code === undefined);
    await device.login({ login: taken?.login as SigningKey });
    expect(device.openSession().scope).toBe("full");
  }
});

test("OWN-5 asking what counts ends the device's other sessions, so that nothing asked in them is done afterwards", async () => {
  const device = await founded();
  const early = device.openSession();
  await device.login();
  const late = device.openSession();
  const stored = readMessage(messages.StoredKeyring, await device.call("POST", "/v1/keyring"));
  expect(stored.keyringVersion).toBe(1);
  device.session = early;
  expect((await ask(device, keysOf(device, await draw(device)))).code).toBe("session-ended");
  device.session = late;
  expect(await storedVersion(device)).toBe(1);
});

test("OWN-5 asking what counts waits for a change that is under way", async () => {
  const device = await founded();
  const early = device.openSession();
  await device.login();
  const login = await draw(device);
  const { statement } = await rekeyStatement(device);
  const late = device.openSession();
  device.session = early;
  const changing = device.call(
    "POST",
    "/v1/rekey",
    encodeCbor({ from: 1, statement, ...keysOf(device, login) } as never),
  );
  device.session = late;
  const stored = device.call("POST", "/v1/keyring");
  const [changed, answer] = await Promise.all([changing, stored]);
  // Either the change came first and is what counts, or it came second and was refused.
  const version = answer.code === undefined ? readMessage(messages.StoredKeyring, answer).keyringVersion : "ended";
  expect(changed.code === undefined ? [2, "ended"] : [1]).toContain(version);
});
