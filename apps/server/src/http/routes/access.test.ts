import { afterAll, beforeAll, expect, test } from "vitest";
import { asId, encodeCbor, type PracticeId } from "@alcove/bytes";
import { messages } from "@alcove/protocol";
import { readMessage, send, TestDevice } from "../../testing/device.ts";
import { type RunningServer, runServer } from "../../testing/run-server.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.remove());

test("the server tells its version, its checkpoint key and whether practices may be founded", async () => {
  const facts = readMessage(messages.ServerFacts, await send(server.origin, "GET", "/v1/server"));
  expect(facts).toMatchObject({ version: 1, founding: true });
  expect(facts.ledgerKey.length).toBe(32);
});

test("founding answers with the first leaf and a checkpoint over it", async () => {
  const { answer } = await TestDevice.tryFound(server.origin);
  const appended = readMessage(messages.Appended, answer);
  expect(appended.first).toBe(0);
  expect(appended.leaves.length).toBe(49);
});

test("a first statement that pins something else than is true here is refused", async () => {
  const foreign = (await TestDevice.tryFound(server.origin)).device.key.publicKey;
  const cases = [
    { origin: "https://elsewhere.example" },
    { origin: `${server.origin}/` },
    { ledgerKey: foreign },
    { requestPractice: asId<PracticeId>(new Uint8Array(16).fill(9)) },
  ];
  for (const change of cases) {
    const { answer } = await TestDevice.tryFound(server.origin, (parts) => ({ ...parts, ...change }));
    expect([answer.status, answer.code], Object.keys(change)[0]).toEqual([403, "statement-refused"]);
  }
});

test("a first statement with a changed byte is refused and founds nothing", async () => {
  const { request } = await TestDevice.tryFound(server.origin, (parts) => ({ ...parts, origin: "https://a.example" }));
  const { device, request: good } = await TestDevice.tryFound(server.origin);
  const statement = new Uint8Array(good.statement);
  statement[statement.length - 1] = (statement[statement.length - 1] as number) ^ 1;
  const practice = asId<PracticeId>(device.port.random(16));
  const cases = [
    [{ ...good, statement }, "practice-exists"],
    [{ ...request, statement: statement.subarray(0, 100) }, "request-malformed"],
    [{ ...good, practice, statement }, "statement-refused"],
    [{ ...good, extra: 1 }, "request-malformed"],
    [{ ...good, keyring: { ...good.keyring, slot0: new Uint8Array(61) } }, "request-malformed"],
  ] as const;
  for (const [body, code] of cases) {
    const answer = await send(server.origin, "POST", "/v1/practices", encodeCbor(body as never));
    expect(answer.code).toBe(code);
  }
});

test("founding twice with the same bytes answers twice; with others the practice exists", async () => {
  const { device, request } = await TestDevice.tryFound(server.origin);
  const again = await send(server.origin, "POST", "/v1/practices", encodeCbor(request));
  expect(readMessage(messages.Appended, again).first).toBe(0);
  const otherKey = { ...request, loginKey: device.person.identity.publicKey };
  const other = await send(server.origin, "POST", "/v1/practices", encodeCbor(otherKey));
  expect([other.status, other.code]).toEqual([409, "practice-exists"]);
  await device.login();
  await device.openCompartment();
  const late = await send(server.origin, "POST", "/v1/practices", encodeCbor(request));
  expect(late.code).toBe("practice-exists");
});

test("two foundings of one practice at the same moment: one stands", async () => {
  const practice = asId<PracticeId>(crypto.getRandomValues(new Uint8Array(16)));
  const tries = await Promise.all(
    [1, 2, 3].map(() => TestDevice.tryFound(server.origin, (parts) => ({ ...parts, practice }))),
  );
  const codes = tries.map(({ answer }) => answer.code);
  expect(codes.filter((code) => code === undefined)).toHaveLength(1);
  expect(codes.filter((code) => code === "practice-exists")).toHaveLength(2);
});

test("founding takes a small body, and slows down whoever goes on and on", async () => {
  const busy = await runServer();
  const large = await send(busy.origin, "POST", "/v1/practices", new Uint8Array(64 * 1024 + 1));
  expect([large.status, large.code]).toEqual([413, "request-too-large"]);
  const codes: (string | undefined)[] = [];
  for (let i = 0; i < 502; i++) codes.push((await send(busy.origin, "POST", "/v1/practices", new Uint8Array(1))).code);
  expect(new Set(codes.slice(0, 501))).toEqual(new Set(["request-malformed"]));
  expect(codes[501]).toBe("slow-down");
  await busy.remove();
});

test("where founding is closed the server says so", async () => {
  const closed = await runServer({ founding: "closed" });
  const { answer } = await TestDevice.tryFound(closed.origin);
  expect([answer.status, answer.code]).toEqual([403, "founding-closed"]);
  const facts = readMessage(messages.ServerFacts, await send(closed.origin, "GET", "/v1/server"));
  expect(facts.founding).toBe(false);
  await closed.remove();
});

test("the keyring comes back byte for byte, also to a device that is enrolling", async () => {
  const { device, request } = await TestDevice.tryFound(server.origin);
  await device.login();
  expect(readMessage(messages.StoredKeyring, await device.call("GET", "/v1/keyring"))).toEqual(request.keyring);
  const fresh = await (await device.sibling()).login();
  expect(readMessage(messages.StoredKeyring, await fresh.call("GET", "/v1/keyring"))).toEqual(request.keyring);
});

test("an enrolling session sees keyring, leaves and roster, and nothing else", async () => {
  const device = await (await TestDevice.found(server.origin)).login();
  const chart = await device.openCompartment();
  await device.appendBatch(chart, new Uint8Array(10));
  const fresh = await (await device.sibling()).login();
  const compartment = "0".repeat(32);
  const refused = [
    ["POST", "/v1/second-factor"],
    ["GET", "/v1/events"],
    ["GET", "/v1/drafts"],
    ["PUT", `/v1/drafts/${compartment}`],
    ["DELETE", `/v1/drafts/${compartment}`],
    ["PUT", `/v1/compartments/${compartment}/blobs/${compartment}/0?chunks=1`],
    ["GET", `/v1/compartments/${compartment}/blobs/${compartment}/0`],
    ["PUT", `/v1/invites/${compartment}`],
    ["POST", `/v1/invites/${compartment}/inviter`],
    ["DELETE", `/v1/invites/${compartment}`],
  ] as const;
  for (const [method, path] of refused) {
    const body = method === "GET" || method === "DELETE" ? undefined : encodeCbor({});
    const answer = await fresh.call(method, path, body);
    expect([answer.status, answer.code], `${method} ${path}`).toEqual([403, "not-entitled"]);
  }
  const synced = await fresh.sync();
  expect(synced.leaves.length).toBe(4 * 49);
  expect(synced.bodies.map(({ index }) => index)).toEqual([0, 1]);
  expect(synced.bodiesNext).toBe(4);
});
