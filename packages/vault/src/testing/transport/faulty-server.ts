/** A real HTTP server that misbehaves in one way at each path, for the transport contract. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";

export type FaultyServer = {
  readonly origin: string;
  /** Nobody listens there. */
  readonly closedOrigin: string;
  close(): Promise<void>;
};

type Handle = (request: IncomingMessage, response: ServerResponse, query: URLSearchParams) => void | Promise<void>;

/** Between two pieces of one answer. */
const pauseMs = 700;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMs));

/** By the name that the listener gives itself. */
const openStreams = new Map<string, number>();

const answers: Readonly<Record<string, Handle>> = {
  /** What arrived, as JSON: method, path, headers, body as hex. */
  echo: async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method, url, headers } = request;
    response.setHeader("set-cookie", "who=you; Path=/");
    response.setHeader("alcove-answer", "proof");
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(parts).toString("hex") }));
  },
  /** Status `of`, with text. */
  status: (_, response, query) => {
    response.writeHead(Number(query.get("of")), { "content-type": "text/html" });
    response.end("<h1>Not CBOR</h1>");
  },
  bytes: (_, response, query) => void response.end(Buffer.alloc(Number(query.get("count")), 7)),
  "bytes-chunked": (_, response, query) => pour(response, Number(query.get("count"))),
  "gzip-bomb": (_, response) => {
    response.setHeader("content-encoding", "gzip");
    response.end(gzipSync(Buffer.alloc(5_000_000)));
  },

  reset: (request) => void request.socket.resetAndDestroy(),
  "not-http": (request) => void request.socket.end("220 mail.example ESMTP\r\n"),
  "cut-length": (request, response) => {
    response.setHeader("content-length", 1000);
    response.write("the beginning");
    setTimeout(() => request.socket.end(), pauseMs);
  },
  "cut-chunked": (request, response) => {
    response.write("the beginning");
    setTimeout(() => request.socket.end(), pauseMs);
  },
  "reset-in-body": (request, response) => {
    response.write("the beginning");
    setTimeout(() => request.socket.resetAndDestroy(), pauseMs);
  },
  redirect: (_, response, query) => {
    response.writeHead(Number(query.get("of")), { location: "/v1/echo" });
    response.end();
  },

  silent: () => {},
  stall: (_, response) => void response.write("the beginning"),
  /** Slow in all, but never silent for long. */
  drip: async (_, response, query) => {
    for (let i = 0; i < Number(query.get("pieces")); i++) {
      response.write("drop");
      await pause();
    }
    response.end();
  },

  /** How many streams of events are open for the listener `by`. */
  "open-streams": (_, response, query) => void response.end(String(openStreams.get(query.get("by") ?? "") ?? 0)),
  /** Three events, cut into pieces in the middle of lines and characters, and whatever else a stream may say. */
  "events-three": async (_, response) => {
    beginEvents(response);
    const text = ": alive\n\ndata: 1\n\nevent: odd\nid: 7\ndata: zwei — zwölf\r\n\ndata:3\n\ndata";
    for (const byte of Buffer.from(text)) {
      response.write(Buffer.of(byte));
      if (byte > 127) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    response.end();
  },
  "events-open": (_, response, query) => {
    beginEvents(response, query);
    response.write("data: 1\n\n");
    const timer = setInterval(() => response.write("data: more\n\n"), 20);
    response.once("close", () => clearInterval(timer));
  },
  "events-quiet": async (_, response) => {
    beginEvents(response);
    response.write("data: 1\n\n");
    for (let i = 0; i < 6; i++) {
      await pause();
      response.write(": alive\n\n");
    }
    response.write("data: 2\n\n");
    // From here on it is dead, and does not say so.
  },
  "events-flood": (_, response) => {
    beginEvents(response);
    response.write("data: 1\n\ndata: ");
    return pour(response, Number.POSITIVE_INFINITY);
  },
  "events-reset": (request, response) => {
    beginEvents(response);
    response.write("data: 1\n\n");
    setTimeout(() => request.socket.resetAndDestroy(), pauseMs);
  },
  "events-refused": (_, response) => {
    response.writeHead(401, { "content-type": "text/event-stream" });
    response.end("data: 1\n\n");
  },
};

/** `count` bytes as fast as they are taken, until the other side has had enough. */
async function pour(response: ServerResponse, count: number): Promise<void> {
  function* pieces(): Generator<Buffer> {
    for (let sent = 0; sent < count; sent += 65_536) yield Buffer.alloc(65_536, "x");
  }
  await pipeline(Readable.from(pieces()), response).catch(() => {});
}

function beginEvents(response: ServerResponse, query?: URLSearchParams): void {
  const by = query?.get("by") ?? "";
  const count = (change: number) => openStreams.set(by, (openStreams.get(by) ?? 0) + change);
  count(1);
  response.on("error", () => {});
  response.once("close", () => count(-1));
  response.writeHead(200, { "content-type": "text/event-stream" });
}

/** Answers a request for one of the contract's paths. @returns false for any other path, unanswered */
export function answerFaultily(request: IncomingMessage, response: ServerResponse): boolean {
  const url = new URL(request.url ?? "/", "http://localhost");
  const handle = url.pathname.startsWith("/v1/") ? answers[url.pathname.slice("/v1/".length)] : undefined;
  if (handle) void handle(request, response, url.searchParams);
  return handle !== undefined;
}

/** An origin of this machine where nobody listens. */
export async function findClosedOrigin(): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return `http://127.0.0.1:${port}`;
}

/** On 127.0.0.1. */
export async function startFaultyServer(): Promise<FaultyServer> {
  const server = createServer((request, response) => {
    if (!answerFaultily(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    closedOrigin: await findClosedOrigin(),
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
