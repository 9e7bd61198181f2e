import { request as httpRequest } from "node:http";
import { type AddressInfo, connect } from "node:net";
import fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkAs, messages } from "@alcove/protocol";
import { parseCbor } from "@alcove/bytes";
import { send, TestDevice } from "../testing/device.ts";
import { type RunningServer, runServer } from "../testing/run-server.ts";
import { addGate } from "./gate.ts";
import type { ServerParts } from "./server-parts.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ appOrigins: ["http://localhost:7421"] });
});
afterAll(() => server.remove());

/** `fetch` sets Host by itself. */
function getAs(host: string, path = "/v1/server"): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: "127.0.0.1", port: server.port, path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .once("error", reject)
      .end();
  });
}

/** Sends raw bytes and gives all that comes back until the server closes. */
function sendRaw(text: string, { endAfterMs }: { readonly endAfterMs?: number } = {}): Promise<Buffer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (part) => parts.push(part));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(Buffer.concat(parts)));
    if (endAfterMs !== undefined) setTimeout(() => socket.destroy(), endAfterMs);
  });
}

test("only the names this server goes by are answered (DNS rebinding)", async () => {
  const { port } = server;
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, "localhost:7421"])
    expect(await getAs(host), host).toBe(200);
  for (const host of [
    "evil.example",
    `evil.example:${port}`,
    `localhost.evil.example:${port}`,
    "127.0.0.1.evil.example",
  ])
    expect(await getAs(host), host).toBe(404);
});

test("the pinned origin's own name is answered", async () => {
  const named = await runServer({ origin: "https://practice.example" });
  const status = await new Promise((resolve) => {
    httpRequest(
      { host: "127.0.0.1", port: named.port, path: "/v1/health", headers: { host: "practice.example" } },
      (answer) => resolve(answer.resume().statusCode),
    ).end();
  });
  expect(status).toBe(200);
  await named.remove();
});

test("a server that is stopping takes nothing new", async () => {
  const app = fastify();
  addGate(app, { origin: "http://localhost", stopping: true } as ServerParts, []);
  app.get("/v1/health", () => "ok");
  await app.listen({ port: 0, host: "localhost" });
  const answer = await send(`http://localhost:${(app.server.address() as AddressInfo).port}`, "GET", "/v1/health");
  expect([answer.status, answer.code]).toEqual([503, "server-stopping"]);
  await app.close();
});

test("pages of the named origins may call the API, other pages may not read it", async () => {
  const ask = (origin: string, method = "GET", path = "/v1/server") =>
    fetch(`${server.origin}${path}`, { method, headers: { origin } });
  const named = await ask("http://localhost:7421");
  expect(named.headers.get("access-control-allow-origin")).toBe("http://localhost:7421");
  expect(named.headers.get("access-control-expose-headers")).toBe("alcove-answer");
  const preflight = await ask("http://localhost:7421", "OPTIONS", "/v1/append");
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("access-control-allow-headers")).toContain("alcove-session");
  for (const origin of ["https://evil.example", "http://localhost:7422", "null"]) {
    const answer = await ask(origin);
    expect(answer.headers.get("access-control-allow-origin"), origin).toBeNull();
    const denied = await ask(origin, "OPTIONS", "/v1/append");
    expect(denied.headers.get("access-control-allow-origin"), origin).toBeNull();
    expect(denied.status).toBe(404);
  }
});

test("answers inside a session are readable by a named origin's page too", async () => {
  const device = await (await TestDevice.found(server.origin)).login();
  const counter = ++device.openSession().counter;
  const header = device.sessionHeader("GET", "/v1/keyring", new Uint8Array(0), counter);
  const answer = await send(server.origin, "GET", "/v1/keyring", undefined, {
    headers: { "alcove-session": header, origin: "http://localhost:7421" },
  });
  expect(answer.headers.get("access-control-allow-origin")).toBe("http://localhost:7421");
});

test("API answers can't be framed, sniffed, cached or embedded", async () => {
  const answer = await send(server.origin, "GET", "/v1/server");
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
  });
  expect(answer.headers.get("content-encoding")).toBeNull();
});

test.each([
  ["GET", "/v1/nothing"],
  ["GET", "/v1/append"],
  ["POST", "/v1/server"],
  ["PATCH", "/v1/sync"],
  ["GET", "/"],
  ["GET", "/index.html"],
  ["POST", "/v1/invites"],
])("%s %s is no route", async (method, path) => {
  const answer = await send(server.origin, method, path);
  expect([answer.status, answer.code]).toEqual([404, "route-unknown"]);
});

test("a body that is no CBOR of ours is malformed, whatever it calls itself", async () => {
  const hello = new TextEncoder().encode('{"practice": 1}');
  for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded", "application/cbor"]) {
    const answer = await send(server.origin, "POST", "/v1/hello", hello, { type });
    expect([answer.status, answer.code], type).toEqual([400, "request-malformed"]);
  }
});

test("a body above its route's limit is refused with both sizes", async () => {
  const answer = await send(server.origin, "POST", "/v1/hello", new Uint8Array(5000));
  expect([answer.status, answer.code]).toEqual([413, "request-too-large"]);
  expect(answer.value).toMatchObject({ facts: { bytes: 5000, limit: 4096 } });
});

test("NW-01 what is no HTTP gets the same shape of answer", async () => {
  const raw = await sendRaw("BREW /coffee\r\n\r\n");
  const text = raw.toString("latin1");
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  const body = raw.subarray(text.indexOf("\r\n\r\n") + 4);
  expect(checkAs(messages.Failure, parseCbor(body) ?? null)?.code).toBe("request-malformed");
});

test("NW-01 headers beyond 8 KB are refused", async () => {
  const head = `GET /v1/server HTTP/1.1\r\nhost: localhost:${server.port}\r\nx-long: ${"a".repeat(9000)}\r\n\r\n`;
  expect((await sendRaw(head)).toString("latin1")).toMatch(/^HTTP\/1\.1 4/);
});

test("NW-01 a request that is cut short leaves nothing", async () => {
  const { device, request } = await TestDevice.tryFound(server.origin);
  await device.login();
  const chart = await device.openCompartment();
  const { entry } = await device.batch(chart, [new Uint8Array(500)]);
  const { encodeCbor } = await import("@alcove/bytes");
  const body = Buffer.from(encodeCbor({ from: 3, entries: [entry] }));
  const counter = ++device.openSession().counter;
  const header = device.sessionHeader("POST", "/v1/append", body, counter);
  const head = `POST /v1/append HTTP/1.1\r\nhost: localhost:${server.port}\r\ncontent-type: application/cbor\r\nalcove-session: ${header}\r\ncontent-length: ${body.length}\r\n\r\n`;
  for (const part of [0, 1, body.length - 1])
    await sendRaw(head + body.subarray(0, part).toString("latin1"), { endAfterMs: 30 });
  expect((await device.sync(3, 3)).leaves.length).toBe(0);
  expect((await device.tryAppend([entry])).status).toBe(200);
  expect(request.email).toContain("@");
});

test("connections beyond the most are closed, and the others go on", async () => {
  const small = await runServer({ maxConnections: 2 });
  const open = () =>
    new Promise<{ socket: ReturnType<typeof connect>; closed: Promise<void> }>((resolve) => {
      const socket = connect(small.port, "127.0.0.1");
      socket.on("error", () => undefined);
      const closed = new Promise<void>((tell) => socket.once("close", () => tell()));
      socket.once("connect", () => resolve({ socket, closed }));
    });
  const first = await open();
  const second = await open();
  const third = await open();
  await third.closed;
  const answered = new Promise<string>((resolve) =>
    first.socket.once("data", (data) => resolve(data.toString("latin1"))),
  );
  first.socket.write(`GET /v1/health HTTP/1.1\r\nhost: localhost\r\n\r\n`);
  expect(await answered).toMatch(/^HTTP\/1\.1 200/);
  for (const { socket } of [first, second]) socket.destroy();
  await small.remove();
});
