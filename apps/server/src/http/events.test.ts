import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asId, type PracticeId, utf8 } from "@alcove/bytes";
import { sessionHeader } from "@alcove/protocol";
import { TestDevice } from "../testing/device.ts";
import { type RunningServer, runServer } from "../testing/run-server.ts";
import { hours, TestClock } from "../testing/test-clock.ts";
import type { Session } from "../session/sessions.ts";
import { Nudges } from "./events.ts";

const clock = new TestClock();
let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ clock });
});
afterAll(() => server.remove());

type Stream = {
  readonly sizes: { size: number; at: number }[];
  readonly ended: Promise<void>;
  stop(): void;
  next(size: number): Promise<number>;
};

async function listen(device: TestDevice): Promise<Stream> {
  const counter = ++device.openSession().counter;
  const header = device.sessionHeader("GET", "/v1/events", new Uint8Array(0), counter);
  const abort = new AbortController();
  const response = await fetch(`${server.origin}/v1/events`, {
    headers: { [sessionHeader]: header },
    signal: abort.signal,
  });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(response.headers.get("alcove-answer")).toMatch(/^[0-9a-f]{64}$/);
  const sizes: { size: number; at: number }[] = [];
  const waiting: { size: number; tell: (at: number) => void }[] = [];
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const part of response.body as ReadableStream<Uint8Array>) {
      for (const [, size] of decoder.decode(part).matchAll(/^data: (\d+)$/gm)) {
        const seen = { size: Number(size), at: performance.now() };
        sizes.push(seen);
        for (const each of waiting) if (each.size === seen.size) each.tell(seen.at);
      }
    }
  };
  const ended = read().catch(() => undefined);
  const next = (size: number) => new Promise<number>((tell) => waiting.push({ size, tell }));
  return { sizes, ended, stop: () => abort.abort(), next };
}

test("a stream begins with the ledger's size and is nudged by each commit", async () => {
  const device = await (await TestDevice.found(server.origin)).login();
  const stream = await listen(device);
  const chart = await device.openCompartment();
  const nudged = stream.next(4);
  await device.appendBatch(chart, utf8("a note"));
  await nudged;
  expect(stream.sizes.map(({ size }) => size)).toEqual([1, 3, 4]);
  stream.stop();
});

test("nobody is nudged for another practice", async () => {
  const [one, two] = await Promise.all([TestDevice.found(server.origin), TestDevice.found(server.origin)]);
  await one.login();
  await two.login();
  const stream = await listen(one);
  await two.openCompartment();
  const own = stream.next(3);
  await one.openCompartment();
  await own;
  expect(stream.sizes.map(({ size }) => size)).toEqual([1, 3]);
  stream.stop();
});

test("a nudge reaches another device about when the author gets the answer", async () => {
  const device = await (await TestDevice.found(server.origin)).login();
  const other = await device.sibling();
  await device.enrol(other, "pairing");
  await other.login();
  const chart = await device.openCompartment();
  const stream = await listen(other);
  const delays: number[] = [];
  for (let i = 0; i < 40; i++) {
    const nudged = stream.next(device.chains.checkpoint.size + 1);
    await device.appendBatch(chart, utf8("a note"));
    delays.push((await nudged) - performance.now());
  }
  stream.stop();
  // Both are written in one turn of the server's loop; the figure in milliseconds is the benchmark's to judge.
  const late = delays.sort((a, b) => a - b)[Math.floor(delays.length * 0.95)] as number;
  expect(late).toBeLessThan(50);
});

test("a stream ends with its session: by logout, after 12 hours, by revocation", async () => {
  const device = await (await TestDevice.found(server.origin)).login();
  const lost = await device.sibling();
  await device.enrol(lost, "pairing");
  await lost.login();
  const revoked = await listen(lost);
  await device.appendStatement([["device.revoke", device.person.account, lost.device, "stolen"]]);
  await revoked.ended;

  const left = await listen(device);
  await device.call("POST", "/v1/logout");
  await left.ended;

  await device.login();
  const old = await listen(device);
  clock.pass(hours(12));
  expect((await device.trySync()).code).toBe("session-ended");
  await old.ended;
});

test("a session has one stream: a new one ends the one before", async () => {
  const device = await (await TestDevice.found(server.origin)).login();
  const first = await listen(device);
  const second = await listen(device);
  await first.ended;
  const nudged = second.next(3);
  await device.openCompartment();
  await nudged;
  second.stop();
});

test("a listener that reads nothing is let go before its backlog grows", () => {
  const nudges = new Nudges();
  const practice = asId<PracticeId>(new Uint8Array(16));
  // Without a connection a response keeps what it is told, as behind one that nobody reads from.
  const [idle, slow] = [
    new ServerResponse(new IncomingMessage(new Socket())),
    new ServerResponse(new IncomingMessage(new Socket())),
  ];
  for (const stream of [idle, slow]) nudges.add({ practice } as Session, stream);
  slow.write(new Uint8Array(64 * 1024 + 1));
  nudges.nudge(practice, 1);
  expect([idle.destroyed, slow.destroyed]).toEqual([false, true]);
  expect(idle.writableLength).toBeGreaterThan(0);
});

test("streams end when the server stops", async () => {
  const stopping = await runServer();
  const device = await (await TestDevice.found(stopping.origin)).login();
  const counter = ++device.openSession().counter;
  const header = device.sessionHeader("GET", "/v1/events", new Uint8Array(0), counter);
  const response = await fetch(`${stopping.origin}/v1/events`, { headers: { [sessionHeader]: header } });
  const text = response.text();
  await stopping.remove();
  expect(await text).toBe("data: 1\n\n");
});
