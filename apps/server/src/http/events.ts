/**
 * Nudges over server-sent events: after each commit, its ledger's size to every open session of the practice. A nudge
 * says only that there is something to sync; what is true the sync proves.
 */

import { type PracticeId, toHex } from "@alcove/bytes";
import { answerHeader } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import type { ServerResponse } from "node:http";
import type { Session, Sessions } from "../session/sessions.ts";
import { fullRoute, proofOf } from "./exchange.ts";
import { apiHeaders } from "./security-headers.ts";
import type { ServerParts } from "./server-parts.ts";

const keepAliveMs = 25_000;
/** A listener that reads nothing is let go before its backlog grows. */
const backlogBytes = 64 * 1024;

export class Nudges {
  /** By practice. */
  readonly #streams = new Map<string, Set<ServerResponse>>();
  readonly #bySession = new WeakMap<Session, ServerResponse>();

  get size(): number {
    let size = 0;
    for (const streams of this.#streams.values()) size += streams.size;
    return size;
  }

  /** A session has one stream; a new one ends the one before. */
  add(session: Session, stream: ServerResponse): () => void {
    this.#bySession.get(session)?.end();
    this.#bySession.set(session, stream);
    const id = toHex(session.practice);
    const streams = this.#streams.get(id) ?? new Set();
    this.#streams.set(id, streams.add(stream));
    return () => {
      streams.delete(stream);
      if (streams.size === 0 && this.#streams.get(id) === streams) this.#streams.delete(id);
    };
  }

  nudge(practice: PracticeId, size: number): void {
    for (const stream of this.#streams.get(toHex(practice)) ?? []) tell(stream, `data: ${size}\n\n`);
  }
}

/** A stream may have ended a moment ago and still be listed. */
function tell(stream: ServerResponse, text: string): void {
  if (stream.writableEnded || stream.destroyed) return;
  if (stream.writableLength > backlogBytes) stream.destroy();
  else stream.write(text);
}

export function addEventRoute(app: FastifyInstance, parts: ServerParts): void {
  const { sessions, nudges } = parts;
  app.get(
    "/v1/events",
    fullRoute(sessions, async ({ session, counter, reply }) => {
      const state = await parts.shelf.get(session.practice);
      reply.hijack();
      const stream = reply.raw;
      // The head is proven like any answer; of what follows nothing is taken on trust.
      const head = { status: 200, bytes: new Uint8Array(0) };
      const headers: string[] = [...apiHeaders, "content-type", "text/event-stream"];
      headers.push(answerHeader, proofOf(head, { session, counter }));
      for (const [name, value] of Object.entries(reply.getHeaders())) headers.push(name, String(value));
      stream.writeHead(200, headers);
      stream.socket?.setNoDelay(true);
      stream.write(`data: ${state?.ledger.size ?? 0}\n\n`);
      holdOpen(stream, session, { sessions, nudges });
      return undefined;
    }),
  );
}

function holdOpen(
  stream: ServerResponse,
  session: Session,
  { sessions, nudges }: { readonly sessions: Sessions; readonly nudges: Nudges },
): void {
  const remove = nudges.add(session, stream);
  const alive = setInterval(() => tell(stream, ": alive\n\n"), keepAliveMs);
  alive.unref();
  const forget = sessions.whenEnded(session, () => stream.end());
  // A listener that went away is no failure.
  stream.on("error", () => undefined);
  stream.once("close", () => {
    clearInterval(alive);
    remove();
    forget();
  });
}
