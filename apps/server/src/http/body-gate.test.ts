import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseCbor } from "@alcove/bytes";
import { checkAs, messages } from "@alcove/protocol";
import { TestDevice } from "../testing/device.ts";
import { type RunningServer, runServer } from "../testing/run-server.ts";

let server: RunningServer;
let device: TestDevice;
beforeAll(async () => {
  server = await runServer({ maxBufferedBytes: 1_500_000 });
  device = await (await TestDevice.found(server.origin)).login();
});
afterAll(() => server.remove());

/** Sends a request's head and `sent` bytes of its body; gives the code of what is answered while the rest is missing. */
async function begin(
  head: readonly string[],
  sent: number,
): Promise<{ socket: Socket; answered: Promise<string | undefined> }> {
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => undefined);
  const answered = new Promise<string | undefined>((resolve) => {
    socket.once("data", (data) => {
      const body = data.subarray(data.indexOf("\r\n\r\n") + 4);
      resolve(checkAs(messages.Failure, parseCbor(body) ?? null)?.code);
    });
  });
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  const lines = [
    "POST /v1/append HTTP/1.1",
    `host: localhost:${server.port}`,
    "content-type: application/cbor",
    ...head,
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  if (sent > 0) socket.write(new Uint8Array(sent));
  return { socket, answered };
}

const sessionOf = (one: TestDevice) => {
  const counter = ++one.openSession().counter;
  return `alcove-session: ${one.sessionHeader("POST", "/v1/append", new Uint8Array(0), counter)}`;
};

test("NW-01 a large body is not read without a session, nor for one that has ended", async () => {
  const ended = await (await TestDevice.found(server.origin)).login();
  const late = sessionOf(ended);
  await ended.call("POST", "/v1/logout");
  const cases = [
    [["content-length: 1000000"], "request-unsigned"],
    [["transfer-encoding: chunked"], "request-unsigned"],
    [["content-length: 1000000", "alcove-session: x"], "request-unsigned"],
    [["content-length: 1000000", late], "session-ended"],
  ] as const;
  for (const [head, code] of cases) {
    const { socket, answered } = await begin(head, 0);
    expect(await answered, head.join()).toBe(code);
    socket.destroy();
  }
});

test("NW-01 large bodies that don't fit into memory together wait their turn", async () => {
  const first = await begin(["content-length: 1000000", sessionOf(device)], 10);
  const second = await begin(["content-length: 1000000", sessionOf(device)], 10);
  expect(await second.answered).toBe("slow-down");
  expect((await device.call("GET", "/v1/keyring")).status).toBe(200);
  first.socket.destroy();
  second.socket.destroy();
  let code: string | undefined = "slow-down";
  for (let tries = 0; tries < 50 && code === "slow-down"; tries++)
    code = (await device.call("POST", "/v1/append", new Uint8Array(1_000_000))).code;
  expect(code).toBe("request-malformed");
});
