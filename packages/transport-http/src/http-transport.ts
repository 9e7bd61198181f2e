/**
 * The `Transport` port over `fetch`, in browsers and Node alike. Times out, bounds what it reads, follows no redirect,
 * sends no cookie and no referrer.
 */

import type { Bytes } from "@alcove/bytes";
import { fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Transport, TransportAnswer, TransportRequest } from "@alcove/vault";

export type HttpOptions = {
  /** For the first byte of an answer. */
  readonly timeoutMs: number;
  /** The most an answer may hold. */
  readonly maxAnswerBytes: number;
};
export const defaultHttpOptions: HttpOptions = { timeoutMs: 30_000, maxAnswerBytes: 64 * 1024 * 1024 };

export function createHttpTransport(options: HttpOptions = defaultHttpOptions): Transport {
  return {
    async request(origin, request) {
      const stop = new AbortController();
      const timer = setTimeout(() => stop.abort(), options.timeoutMs);
      try {
        const response = await send(origin, request, stop.signal);
        const body = await readAtMost(response, options.maxAnswerBytes);
        if (!body) return fail(failure("server-rubbish"));
        return ok<TransportAnswer>({
          status: response.status,
          header: (name) => response.headers.get(name) ?? undefined,
          body,
        });
      } catch {
        return fail(failure(stop.signal.aborted ? "server-slow" : "server-unreachable"));
      } finally {
        clearTimeout(timer);
      }
    },
    events(origin, request, onData, onEnd) {
      const stop = new AbortController();
      void listen(origin, request, stop.signal, onData).finally(onEnd);
      return { stop: () => stop.abort() };
    },
  };
}

function send(origin: string, request: TransportRequest, signal: AbortSignal): Promise<Response> {
  return fetch(origin + request.path, {
    method: request.method,
    headers: request.body ? { "content-type": "application/cbor", ...request.headers } : request.headers,
    body: request.body ?? null,
    signal,
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
  });
}

async function readAtMost(response: Response, maxBytes: number): Promise<Bytes | undefined> {
  if (Number(response.headers.get("content-length") ?? 0) > maxBytes) return undefined;
  const body = new Uint8Array(await response.arrayBuffer());
  return body.length <= maxBytes ? body : undefined;
}

async function listen(
  origin: string,
  request: TransportRequest,
  signal: AbortSignal,
  onData: (data: string) => void,
): Promise<void> {
  try {
    const response = await send(origin, request, signal);
    if (response.status !== 200 || !response.body) return;
    let rest = "";
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      // A line without an end is a server that wants our memory.
      if (rest.length > 1024) return;
      for (const line of lines) if (line.startsWith("data: ")) onData(line.slice(6));
    }
  } catch {
    // Ended by us or by the network; `onEnd` says so either way.
  }
}
