/**
 * One request and its answer: body limits, the session's MAC in, the answer's MAC out, failures by the one table.
 *
 * Whatever a handler does not expect to fail, and what it throws, ends as `server-failed` with nothing said of why.
 */

import {
  asId,
  type Branded,
  type Bytes,
  type CborValue,
  type DeviceId,
  encodeCbor,
  fail,
  fromHex,
  ok,
  parseCbor,
  type Result,
  toHex,
} from "@alcove/bytes";
import {
  answerHeader,
  answerBytes,
  checkAs,
  type Failure,
  failure,
  httpStatusOf,
  sessionHeader,
  type z,
} from "@alcove/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import { hmacWith, sha256 } from "../crypto-port.ts";
import type { Scope, Session, Sessions } from "../session/sessions.ts";
import { failureOfStorage } from "../store/storage-failure.ts";
import { apiHeaders } from "./security-headers.ts";

export const cborType = "application/cbor";
export const octetsType = "application/octet-stream";

/** What a handler gives back: a value to encode, or bytes that are encoded already; `proof` where the handler begins a session. */
export type Answer = ({ readonly value: CborValue } | { readonly bytes: Uint8Array; readonly type: string }) & {
  readonly proof?: Proof;
};

export type Call = {
  readonly body: Bytes;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Where the request came from. */
  readonly address: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};
export type SessionCall = Call & { readonly session: Session; readonly counter: number };
export type FullSession = Session & { readonly scope: { readonly kind: "full"; readonly device: DeviceId } };
export type FullCall = SessionCall & { readonly session: FullSession };
type PortalSession = Session & { readonly scope: Extract<Scope, { kind: "portal" }> };
export type PortalCall = SessionCall & { readonly session: PortalSession };

/** `undefined`: the handler has answered by itself (a stream). */
export type Outcome = Promise<Result<Answer, Failure> | undefined>;
export type FastifyHandler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

export function answerWith(value: CborValue): Result<Answer, never> {
  return ok({ value });
}

/** An id in a path: 16 bytes in lower-case hex, or `request-malformed`. */
export function readId<B extends Branded<string>>(text: string | undefined): Result<B, Failure> {
  if (text === undefined || !/^[0-9a-f]{32}$/.test(text)) return fail(failure("request-malformed"));
  return ok(asId<B>(fromHex(text) as Bytes));
}

/** A whole number from 0 in a path or query, or `request-malformed`. */
export function readNumber(text: unknown): Result<number, Failure> {
  if (typeof text !== "string" || !/^(0|[1-9][0-9]{0,14})$/.test(text)) return fail(failure("request-malformed"));
  return ok(Number(text));
}

/** A request body of exactly this shape, or `request-malformed`. */
export function readAs<T extends z.ZodMiniType>(schema: T, body: Bytes): Result<z.infer<T>, Failure> {
  const value = parseCbor(body);
  const checked = value === undefined ? undefined : checkAs(schema, value);
  return checked === undefined ? fail(failure("request-malformed")) : ok(checked);
}

/** For anybody: no session, no MAC. */
export function openRoute(handle: (call: Call) => Outcome): FastifyHandler {
  return async (request, reply) => {
    const outcome = await guarded(request, () => handle(callOf(request, reply)));
    if (outcome === undefined) return reply;
    return send(reply, encodeOutcome(outcome), outcome.ok ? outcome.value.proof : undefined);
  };
}

/** For any session of the practice's people, also one of a device that is not enrolled yet. What a client's device asks here is written down. */
export function sessionRoute(sessions: Sessions, handle: (call: SessionCall) => Outcome): FastifyHandler {
  return anySessionRoute(sessions, async (call) => {
    const { session, request } = call;
    if (session.scope.kind !== "portal") return handle(call);
    const asked = { portal: toHex(session.scope.portal), method: request.method, route: request.routeOptions.url };
    if (sessions.isWrittenDown(session)) request.log.warn(asked, "a portal asked for what is not a client's");
    return fail(failure("not-entitled"));
  });
}

/** For a client's device, and nobody else. */
export function portalRoute(sessions: Sessions, handle: (call: PortalCall) => Outcome): FastifyHandler {
  return anySessionRoute(sessions, async (call) => {
    const { session } = call;
    return isPortal(session) ? handle({ ...call, session }) : fail(failure("not-entitled"));
  });
}

/** For whoever has a session. */
export function anySessionRoute(sessions: Sessions, handle: (call: SessionCall) => Outcome): FastifyHandler {
  return async (request, reply) => {
    const call = callOf(request, reply);
    const checked = sessions.check({
      header: oneHeader(request.headers[sessionHeader]),
      method: request.method,
      pathAndQuery: request.raw.url ?? "",
      bodyHash: sha256(call.body),
    });
    if (!checked.ok) return send(reply, encodeFailure(checked.error.failure), checked.error.by);
    const { session, counter } = checked.value;
    const outcome = await guarded(request, () => handle({ ...call, session, counter }));
    return outcome === undefined ? reply : send(reply, encodeOutcome(outcome), { session, counter });
  };
}

/** For sessions of enrolled devices. */
export function fullRoute(sessions: Sessions, handle: (call: FullCall) => Outcome): FastifyHandler {
  return sessionRoute(sessions, async (call) => {
    const { session } = call;
    if (!isFull(session)) return fail(failure("not-entitled"));
    return handle({ ...call, session });
  });
}

function isPortal(session: Session): session is PortalSession {
  return session.scope.kind === "portal";
}

function isFull(session: Session): session is FullSession {
  return session.scope.kind === "full";
}

export type EncodedAnswer = { readonly status: number; readonly bytes: Uint8Array; readonly type: string };
/** Whom an answer's MAC is for. `counter` is the request's; 0 in the answer to the login itself. */
export type Proof = { readonly session: Session; readonly counter: number };

export function encodeOutcome(outcome: Result<Answer, Failure>): EncodedAnswer {
  if (!outcome.ok) return encodeFailure(outcome.error);
  const answer = outcome.value;
  if ("bytes" in answer) return { status: 200, bytes: answer.bytes, type: answer.type };
  return { status: 200, bytes: encodeCbor(answer.value), type: cborType };
}

export function encodeFailure(error: Failure): EncodedAnswer {
  const { code, facts } = error;
  return {
    status: httpStatusOf(code),
    bytes: encodeCbor(facts === undefined ? { code } : { code, facts }),
    type: cborType,
  };
}

/** Written past Fastify's own way of answering, which costs as much as the rest of a small request. */
export function send(reply: FastifyReply, answer: EncodedAnswer, proof: Proof | undefined): FastifyReply {
  const { status, bytes, type } = answer;
  const headers: string[] = [...apiHeaders, "content-type", type, "content-length", String(bytes.length)];
  if (proof) headers.push(answerHeader, proofOf(answer, proof));
  for (const [name, value] of Object.entries(reply.getHeaders())) headers.push(name, String(value));
  reply.hijack();
  reply.raw.writeHead(status, headers);
  reply.raw.end(bytes);
  return reply;
}

/** The `alcove-answer` header. */
export function proofOf(
  { status, bytes }: Pick<EncodedAnswer, "status" | "bytes">,
  { session, counter }: Proof,
): string {
  return toHex(
    hmacWith(session.macKey, answerBytes({ session: session.id, counter, status, bodyHash: sha256(bytes) })),
  );
}

function callOf(request: FastifyRequest, reply: FastifyReply): Call {
  const { body } = request;
  return {
    body: body instanceof Uint8Array ? (body as Bytes) : new Uint8Array(0),
    params: request.params as Record<string, string>,
    query: request.query as Record<string, unknown>,
    address: request.ip,
    request,
    reply,
  };
}

async function guarded(request: FastifyRequest, handle: () => Outcome): Promise<Awaited<Outcome>> {
  try {
    return await handle();
  } catch (error) {
    request.log.error({ err: error, route: request.routeOptions.url }, "a request failed");
    return fail(failureOfStorage(error));
  }
}

/** A header that came once. */
export function oneHeader(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
