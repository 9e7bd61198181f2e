import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { encodeCbor } from "@alcove/bytes";
import { createHttpTransport } from "@alcove/transport-http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, callOpenly, readMessage } from "./session.ts";
import { type FaultyServer, startFaultyServer } from "./testing/transport/faulty-server.ts";
import { transportLimits } from "./testing/transport/index.ts";

let server: FaultyServer;
const transport = createHttpTransport(transportLimits);
beforeAll(async () => {
  server = await startFaultyServer();
});
afterAll(() => server.close());

async function codeOf(path: string): Promise<string> {
  const answer = await ask(transport, server.origin, "GET", path, "ServerFacts");
  return answer.ok ? "ok" : answer.error.code;
}

describe("a request outside any session", () => {
  test.each([
    ["a page where CBOR belongs", "/v1/status?of=200", "server-rubbish"],
    ["an error page", "/v1/status?of=502", "server-rubbish"],
    ["a missing page", "/v1/nowhere", "server-rubbish"],
    ["an empty answer", "/v1/bytes?count=0", "server-rubbish"],
    ["bytes that mean nothing", "/v1/bytes?count=1000", "server-rubbish"],
    ["a redirect", "/v1/redirect?of=302", "server-rubbish"],
    ["an answer that is cut", "/v1/cut-length", "server-rubbish"],
    ["a reset", "/v1/reset", "server-unreachable"],
    ["silence", "/v1/silent", "server-slow"],
  ])("%s", async (_, path, code) => {
    expect(await codeOf(path)).toBe(code);
  });

  test("an answer that is CBOR, and not the message that was asked for, is refused", () => {
    const facts = { version: 1, founding: true, ledgerKey: new Uint8Array(32) };
    expect(readMessage("ServerFacts", encodeCbor(facts))).toEqual({ ok: true, value: facts });
    const others = [
      { ...facts, founding: 1 },
      { ...facts, ledgerKey: new Uint8Array(31) },
      { version: 1 },
      [1],
      "facts",
      null,
    ];
    for (const other of others)
      expect(readMessage("ServerFacts", encodeCbor(other))).toEqual({ ok: false, error: { code: "server-rubbish" } });
  });

  test("an error page tells its status, for whoever helps", async () => {
    const answer = await callOpenly(transport, server.origin, "GET", "/v1/status?of=502");
    expect(answer).toEqual({ ok: false, error: { code: "server-rubbish", facts: { status: 502 } } });
  });

  test("API-3 a failure is one by a code of the table only", async () => {
    const saying = { code: "route-unknown" };
    const other = createServer((_, response) => void response.writeHead(404).end(encodeCbor({ ...saying })));
    await new Promise<void>((resolve) => other.listen(0, "localhost", resolve));
    const origin = `http://localhost:${(other.address() as AddressInfo).port}`;
    const codeNow = async () => {
      const answer = await callOpenly(transport, origin, "GET", "/v1/server");
      return answer.ok ? "ok" : answer.error.code;
    };
    expect(await codeNow()).toBe("route-unknown");
    for (const code of ["everything-fine", "toString", ""]) {
      saying.code = code;
      expect(await codeNow(), code).toBe("server-rubbish");
    }
    await new Promise((resolve) => other.close(resolve));
  });
});
