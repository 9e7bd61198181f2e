/**
 * The `Transport` port over `fetch`, in browsers and Node alike. Times out, bounds what it reads, follows no redirect,
 * sends no cookie and no referrer.
 *
 * Whoever answers may be anybody: a café's sign-in page, a broken proxy, an attacker. Nothing is believed here; sizes
 * and times are held, and what an answer says is judged above.
 */

import { type Bytes, concatBytes, fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Transport, TransportAnswer, TransportRequest } from "@alcove/vault";
import { readEvents } from "./read-events.ts";
import { readPieces } from "./read-pieces.ts";

export type HttpOptions = {
  /** For the first byte of an answer, and again for each further piece of it. Sending a body has its own time on top. */
  readonly timeoutMs: number;
  /** The most an answer may hold, after the content encoding is undone. */
  readonly maxAnswerBytes: number;
  /** How long a stream of events may say nothing. A server says that it's alive every 25 s. */
  readonly silenceMs: number;
  /** Bodies from this size on go as a `Blob`. Absent: none. */
  readonly blobFromBytes?: number;
};
export const defaultHttpOptions: HttpOptions = {
  timeoutMs: 30_000,
  maxAnswerBytes: 64 * 1024 * 1024,
  silenceMs: 70_000,
};
/** A browser copies bytes to its network process on the calling thread, 25 to 60 ms for 900 KB; a Blob goes by reference. */
export const browserHttpOptions: HttpOptions = { ...defaultHttpOptions, blobFromBytes: 64 * 1024 };

/** `fetch` doesn't tell how far an upload is; a line slower than this, 256 kbit/s, is too slow. */
const slowestUploadBytesPerMs = 32;

export function createHttpTransport(options: HttpOptions = defaultHttpOptions): Transport {
  return {
    async request(origin, request) {
      const patience = startPatience(
        options.timeoutMs + (request.body?.length ?? 0) / slowestUploadBytesPerMs,
        options.timeoutMs,
      );
      let answered = false;
      try {
        const response = await send(origin, request, patience.signal, options.blobFromBytes);
        answered = true;
        const body = isRedirect(response)
          ? undefined
          : await readAtMost(response, options.maxAnswerBytes, patience.renew);
        if (!body) return refuse("server-rubbish");
        return ok<TransportAnswer>({
          status: response.status,
          header: (name) => response.headers.get(name) ?? undefined,
          body,
        });
      } catch {
        if (patience.signal.aborted) return refuse("server-slow");
        return refuse(answered ? "server-rubbish" : "server-unreachable");
      } finally {
        patience.end();
      }
    },
    events(origin, request, onData, onEnd) {
      const patience = startPatience(options.silenceMs, options.silenceMs);
      const listen = async (): Promise<void> => {
        const response = await send(origin, request, patience.signal, options.blobFromBytes);
        if (response.status !== 200 || !response.body) return;
        await readEvents(response.body, patience.renew, onData);
      };
      void listen()
        // Ended by us or by the network; `onEnd` says so either way.
        .catch(() => {})
        .finally(() => {
          // Lets go of an answer that nobody reads to its end.
          patience.giveUp();
          onEnd();
        });
      return { stop: patience.giveUp };
    },
  };
}

/** Gives up by its signal when `renew` isn't called in time: after `firstMs` at first, then after `nextMs`. */
function startPatience(firstMs: number, nextMs: number) {
  const stop = new AbortController();
  const giveUp = () => {
    clearTimeout(timer);
    stop.abort();
  };
  let timer = setTimeout(giveUp, firstMs);
  return {
    signal: stop.signal,
    renew() {
      clearTimeout(timer);
      if (!stop.signal.aborted) timer = setTimeout(giveUp, nextMs);
    },
    giveUp,
    end: () => clearTimeout(timer),
  };
}

function refuse(code: "server-unreachable" | "server-slow" | "server-rubbish"): Result<never, Failure> {
  return fail(failure(code));
}

async function send(
  origin: string,
  request: TransportRequest,
  signal: AbortSignal,
  blobFromBytes = Number.POSITIVE_INFINITY,
): Promise<Response> {
  // In a browser anything else would lead back to the page's own server.
  if (!/^https?:\/\//.test(origin)) throw new TypeError("no origin of a server");
  const { body } = request;
  return fetch(origin + request.path, {
    method: request.method,
    headers: body ? { "content-type": "application/cbor", ...request.headers } : request.headers,
    body: body && body.length >= blobFromBytes ? new Blob([body]) : (body ?? null),
    signal,
    cache: "no-store",
    credentials: "omit",
    // Not "error", which can't be told from a server that is down.
    redirect: "manual",
    referrerPolicy: "no-referrer",
  });
}

/** Browsers hide what a redirect says; Node shows it. 304 has nothing to do here either. */
function isRedirect(response: Response): boolean {
  return response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400);
}

/** `undefined` when there is more. @throws as `fetch` does when the answer is cut short or the time is up */
async function readAtMost(response: Response, maxBytes: number, renew: () => void): Promise<Bytes | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  if (!response.body) return new Uint8Array(0);
  for await (const part of readPieces(response.body)) {
    renew();
    length += part.length;
    if (length > maxBytes) return undefined;
    parts.push(part);
  }
  return concatBytes(...parts);
}
