/**
 * The hostile layer: stands where devices believe their server to be, in front of a real server process. Its operator
 * holds everything that the server holds, so it can change any request and any answer and sign both anew: the session
 * MACs stop the network (`wire`), they don't stop the server (`tamper`).
 *
 * Nudges are swallowed, so that a device syncs exactly when a test says so.
 */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { asHash, type Bytes, type CborValue, encodeCbor, type PracticeId, toHex } from "@alcove/bytes";
import { type Checkpoint, type CryptoPort, hash, importSigningKey, signCheckpoint } from "@alcove/crypto";
import {
  answerHeader,
  answerMac,
  type AppendEntry,
  encodeSessionHeader,
  type FailureCode,
  messages,
  type Messages,
  parseAs,
  parseSessionHeader,
  requestMac,
  sessionHeader,
} from "@alcove/protocol";
import { freePort } from "../../../apps/server/src/testing/free-port.ts";
import { lightCryptoPort } from "../../light/crypto-port.ts";
import { type ServerProcess, startServerProcess, type StolenSession } from "./server-process.ts";

export type Exchange = {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body: Bytes;
  /** Whose request it is; absent outside sessions. */
  readonly session?: StolenSession;
};
export type Reply = { readonly status: number; readonly body: Bytes; readonly type: string };
/** Answers in the server's place; `forward` asks the real one, with the request as it came or changed. `"cut"`: no answer. */
export type Tamper = (
  exchange: Exchange,
  forward: (changes?: Partial<Pick<Exchange, "path" | "body">>) => Promise<Reply>,
) => Promise<Reply | "cut">;
/** What the network makes of an answer: it has no key. */
export type Wire = (
  reply: Reply & { readonly mac: string | undefined },
  exchange: Exchange,
) => Reply & { readonly mac: string | undefined };

export type HostileLayer = {
  /** What devices pin. */
  readonly origin: string;
  readonly server: ServerProcess;
  readonly crypto: CryptoPort;
  /** Absent: honest. */
  tamper: Tamper | undefined;
  wire: Wire | undefined;
  /** Signed with the server's own key: any size, any root. */
  forgeCheckpoint(practice: PracticeId, checkpoint: Checkpoint): Promise<string>;
  /** One request of the operator's own in a device's session, straight to the server. */
  ask(session: StolenSession, method: string, path: string, body?: Bytes): Promise<Reply>;
  /** The newest session of such a device that it has not signed out of. */
  sessionOf(isTheirs: (deviceKey: string) => boolean): StolenSession;
  /** The session of the enrolled device that asked last. */
  lastSession(): StolenSession;
  /** Names the device that asked last. */
  lastDevice(): (deviceKey: string) => boolean;
  /** Sends these bytes down every open event stream. */
  nudge(text: string): void;
  remove(): Promise<void>;
};

export async function startHostileLayer(): Promise<HostileLayer> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const server = await startServerProcess(origin);
  const crypto = await lightCryptoPort();
  const ledgerKey = await importSigningKey(crypto, server.ledgerSeed);
  /** The layer counts towards the server by itself, since it asks questions of its own in between. */
  const counters = new Map<string, number>();
  const streams = new Set<ServerResponse>();
  const signedOut = new Set<StolenSession>();
  let last: StolenSession | undefined;

  async function ask(session: StolenSession, method: string, path: string, body?: Bytes): Promise<Reply> {
    const id = toHex(session.id);
    const counter = (counters.get(id) ?? 0) + 1;
    counters.set(id, counter);
    const facts = {
      session: session.id,
      counter,
      method,
      pathAndQuery: path,
      bodyHash: hash(body ?? new Uint8Array(0)),
    };
    const header = encodeSessionHeader(session.id, counter, requestMac(session.key, facts));
    return plainRequest(method, path, body, { [sessionHeader]: header });
  }

  async function plainRequest(
    method: string,
    path: string,
    body: Bytes | undefined,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    const hasBody = body !== undefined && body.length > 0;
    const answer = await fetch(server.address + path, {
      method,
      headers: hasBody ? { "content-type": "application/cbor", ...headers } : headers,
      body: hasBody ? body : null,
    });
    return {
      status: answer.status,
      body: new Uint8Array(await answer.arrayBuffer()),
      type: answer.headers.get("content-type") ?? "application/cbor",
    };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    const header = parseSessionHeader(String(request.headers[sessionHeader] ?? ""));
    const session = header && server.sessions.get(header.session);
    if (session?.scope === "full") last = session;
    if (session && path === "/v1/logout") signedOut.add(session);
    if (session && path === "/v1/events") return openSilentStream(response);
    const exchange: Exchange = {
      method: request.method ?? "GET",
      path,
      body: await readBody(request),
      ...(session ? { session } : {}),
    };
    const forward = ({ path: to = path, body = exchange.body }: Partial<Pick<Exchange, "path" | "body">> = {}) =>
      session ? ask(session, exchange.method, to, body) : plainRequest(exchange.method, to, body);
    const reply = await (layer.tamper ? layer.tamper(exchange, forward) : forward());
    if (reply === "cut") return void response.destroy();
    const proven = await prove(exchange, header?.counter, reply);
    const sent = layer.wire ? layer.wire(proven, exchange) : proven;
    response.writeHead(sent.status, {
      "content-type": sent.type,
      "content-length": sent.body.length,
      ...(sent.mac === undefined ? {} : { [answerHeader]: sent.mac }),
    });
    response.end(sent.body);
  }

  /** The answer's MAC under the session's key. A login begins its session with its own answer. */
  async function prove(exchange: Exchange, counter: number | undefined, reply: Reply) {
    const begins = ["/v1/login", "/v1/recover", "/v1/portal/login"].includes(exchange.path) && reply.status === 200;
    const begun = begins ? readReply("LoginAnswer", reply) : undefined;
    const session = begun ? await server.session(toHex(begun.session)) : exchange.session;
    if (!session) return { ...reply, mac: undefined };
    const facts = {
      session: session.id,
      counter: counter ?? 0,
      status: reply.status,
      bodyHash: asHash(hash(reply.body)),
    };
    return { ...reply, mac: toHex(answerMac(session.key, facts)) };
  }

  function openSilentStream(response: ServerResponse): void {
    streams.add(response);
    response.once("close", () => streams.delete(response));
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(": silence\n\n");
  }

  const listener = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => listener.listen(port, "localhost", resolve));

  function lastSession(): StolenSession {
    if (!last) throw new Error("no enrolled device has asked anything yet");
    return last;
  }

  const layer: HostileLayer = {
    origin,
    server,
    crypto,
    tamper: undefined,
    wire: undefined,
    ask,
    forgeCheckpoint: (practice, checkpoint) => signCheckpoint(crypto, ledgerKey, practice, checkpoint),
    lastSession,
    sessionOf(isTheirs) {
      const found = [...server.sessions.values()].findLast(
        (one) => one.scope === "full" && isTheirs(one.deviceKey) && !signedOut.has(one),
      );
      if (!found) throw new Error("this device has no session");
      return found;
    },
    lastDevice() {
      const { deviceKey } = lastSession();
      return (other) => other === deviceKey;
    },
    nudge(text) {
      for (const stream of streams) stream.write(text);
    },
    async remove() {
      for (const stream of streams) stream.destroy();
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
      await server.remove();
    },
  };
  return layer;
}

async function readBody(request: IncomingMessage): Promise<Bytes> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part as Uint8Array);
  return new Uint8Array(Buffer.concat(parts));
}

/** A message of the server's. Throws where it is a failure, or another message: the test is wrong then. */
export function readReply<Name extends keyof Messages>(name: Name, reply: Reply): Messages[Name] {
  const read = reply.status === 200 ? parseAs(messages[name], reply.body) : undefined;
  if (read === undefined) throw new Error(`expected a ${name}, got ${reply.status}: ${codeOf(reply)}`);
  return read as Messages[Name];
}

/** The code of a failure. */
export function codeOf(reply: Reply): string | undefined {
  return parseAs(messages.Failure, reply.body)?.code;
}

export const replyWith = (value: CborValue): Reply => ({
  status: 200,
  body: encodeCbor(value),
  type: "application/cbor",
});
export const replyWithFailure = (status: number, code: FailureCode): Reply => ({ ...replyWith({ code }), status });

/** The entries of an append that passes by. */
export function entriesOf(exchange: Exchange): readonly AppendEntry[] {
  return parseAs(messages.AppendRequest, exchange.body)?.entries ?? [];
}
