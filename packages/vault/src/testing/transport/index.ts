/**
 * The transport contract: what every `Transport` does with servers of every kind. Each case throws when it isn't so.
 * The other end is `startFaultyServer` of `faulty-server.ts`.
 */

import { type Bytes, fromUtf8, toHex } from "@alcove/bytes";
import type { Transport, TransportAnswer, TransportRequest } from "../../ports.ts";
import { same } from "../check.ts";
import { eventCases } from "./events.ts";

export type TransportSite = {
  /** Gives up after `limits.timeoutMs` without a byte, and after `limits.silenceMs` of a silent stream. */
  readonly transport: Transport;
  readonly limits: typeof transportLimits;
  readonly origin: string;
  readonly closedOrigin: string;
};
export type TransportCase = { readonly title: string; run(site: TransportSite): Promise<void> };

/** What the tested transport is made with: short, but four times the pauses of the server, for busy machines. */
export const transportLimits = { timeoutMs: 3_000, maxAnswerBytes: 1_000_000, silenceMs: 3_000 } as const;

export const get = (path: string): TransportRequest => ({ method: "GET", path, headers: {} });

async function answerTo(site: TransportSite, request: TransportRequest): Promise<TransportAnswer> {
  const answer = await site.transport.request(site.origin, request);
  if (!answer.ok) throw new Error(`${request.path}: ${answer.error.code}`);
  return answer.value;
}

type Echo = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
async function echoOf(site: TransportSite, request: TransportRequest): Promise<Echo> {
  return JSON.parse(fromUtf8((await answerTo(site, request)).body) ?? "") as Echo;
}

/** A case of one request that fails. */
function failing(title: string, path: string, code: string): TransportCase {
  return {
    title: `${title} is ${code}`,
    async run({ transport, origin }) {
      const answer = await transport.request(origin, get(path));
      same(answer.ok ? answer.value.status : answer.error.code, code, "failure");
    },
  };
}

export const transportContract: readonly TransportCase[] = [
  {
    title: "method, path, query, headers and body arrive as they are",
    async run(site) {
      const body = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251) as Bytes;
      for (const method of ["POST", "PUT", "DELETE"] as const) {
        const request = { method, path: "/v1/echo?from=1&name=a%20b", headers: { "alcove-session": "abc" }, body };
        const echo = await echoOf(site, request);
        same([echo.method, echo.url, echo.body], [method, request.path, toHex(body)], method);
        same(echo.headers["alcove-session"], "abc", "header");
        same(echo.headers["content-type"], "application/cbor", "content type");
      }
      const plain = await echoOf(site, get("/v1/echo"));
      same([plain.method, plain.body], ["GET", ""], "GET");
    },
  },
  {
    title: "status, headers and body of an answer come as they are, whatever it is",
    async run(site) {
      for (const status of [200, 400, 401, 404, 409, 413, 429, 500, 503]) {
        const answer = await answerTo(site, get(`/v1/status?of=${status}`));
        same([answer.status, fromUtf8(answer.body)], [status, "<h1>Not CBOR</h1>"], `${status}`);
        same([answer.header("content-type"), answer.header("alcove-answer")], ["text/html", undefined], "headers");
      }
      same((await answerTo(site, get("/v1/echo"))).header("Alcove-Answer"), "proof", "header of any case");
      same((await answerTo(site, get("/v1/bytes?count=0"))).body, new Uint8Array(0), "empty body");
    },
  },
  {
    title: "no cookie is kept, and no referrer is sent",
    async run(site) {
      await echoOf(site, get("/v1/echo"));
      const { headers } = await echoOf(site, get("/v1/echo"));
      same([headers["cookie"], headers["referer"]], [undefined, undefined], "headers");
    },
  },
  {
    title: "many requests at once get each its own answer",
    async run(site) {
      const paths = Array.from({ length: 30 }, (_, i) => `/v1/echo?number=${i}`);
      const echoes = await Promise.all(paths.map((path) => echoOf(site, get(path))));
      same(
        echoes.map(({ url }) => url),
        paths,
        "paths",
      );
    },
  },
  {
    title: "an answer may be as large as the limit, and no larger, with its length said or not",
    async run(site) {
      const most = site.limits.maxAnswerBytes;
      same((await answerTo(site, get(`/v1/bytes?count=${most}`))).body, new Uint8Array(most).fill(7), "at the limit");
      for (const path of [`/v1/bytes?count=${most + 1}`, "/v1/bytes-chunked?count=3000000000"]) {
        const answer = await site.transport.request(site.origin, get(path));
        same(answer.ok ? answer.value.body.length : answer.error.code, "server-rubbish", path);
      }
    },
  },
  failing("an answer that inflates beyond the limit", "/v1/gzip-bomb", "server-rubbish"),
  {
    title: "a server where nobody listens is server-unreachable",
    async run({ transport, closedOrigin }) {
      const answer = await transport.request(closedOrigin, get("/v1/echo"));
      same(answer.ok || answer.error.code, "server-unreachable", "failure");
    },
  },
  {
    title: "an address that is none is server-unreachable, and nothing is thrown",
    async run({ transport }) {
      for (const origin of ["", "nowhere", "http://", "http://127.0.0.1:99999", "ftp://127.0.0.1", "https://[::1"]) {
        const answer = await transport.request(origin, get("/v1/echo"));
        same(answer.ok || answer.error.code, "server-unreachable", origin);
      }
    },
  },
  failing("a connection that is reset before an answer", "/v1/reset", "server-unreachable"),
  failing("an answer in another protocol", "/v1/not-http", "server-unreachable"),
  failing("an answer shorter than its length", "/v1/cut-length", "server-rubbish"),
  failing("an answer that breaks off between pieces", "/v1/cut-chunked", "server-rubbish"),
  failing("a connection that is reset in the middle of an answer", "/v1/reset-in-body", "server-rubbish"),
  failing("a redirect, which may lead anywhere,", "/v1/redirect?of=302", "server-rubbish"),
  failing("a redirect that keeps the body", "/v1/redirect?of=307", "server-rubbish"),
  failing("no answer in time", "/v1/silent", "server-slow"),
  failing("an answer that begins and then stands still", "/v1/stall", "server-slow"),
  {
    title: "a slow answer that goes on arriving is waited for, longer than the time for its first byte",
    async run(site) {
      const body = fromUtf8((await answerTo(site, get("/v1/drip?pieces=6"))).body);
      same(body, "drop".repeat(6), "body");
    },
  },
  ...eventCases,
];
