/**
 * A session with the server: login by login key and device key, then MACs both ways (docs/spec, SES).
 * Nothing in an answer is used before its MAC, and the checkpoint it hands over, are right.
 */

import {
  type AccountId,
  asHash,
  type Bytes,
  type CborValue,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  equalSecret,
  fail,
  fromHex,
  ok,
  parseCbor,
  type PracticeId,
  type RecoverySetId,
  type Result,
} from "@alcove/bytes";
import {
  type AgreementSecret,
  agreementPublicKey,
  type CryptoPort,
  hashLarge,
  importVerifyKey,
  type PublicKey,
  type Signature,
  sign,
  type SigningKey,
  verify,
} from "@alcove/crypto";
import {
  answerHeader,
  answerMac,
  type Assertion,
  checkAs,
  deriveSessionKey,
  encodeSessionHeader,
  type Failure,
  failure,
  type Handshake,
  helloBytes,
  isFailureCode,
  loginBytes,
  loginChallenge,
  messages,
  portalLoginBytes,
  type Messages,
  parseAs,
  recoverBytes,
  requestMac,
  sessionHeader,
  type SessionId,
  type SessionKey,
} from "@alcove/protocol";
import type { Transport, TransportAnswer, TransportRequest } from "./ports.ts";

type Method = TransportRequest["method"];

export type ServerFacts = {
  readonly origin: string;
  readonly practice: PracticeId;
  readonly account: AccountId;
  readonly ledgerKey: PublicKey;
  readonly deviceKey: SigningKey;
};
export type LoginFacts = ServerFacts & {
  readonly device: DeviceId;
  readonly loginKey: SigningKey;
} & SecondFactorAtHand;

/** Asks the person's authenticator; `undefined`: none answered. */
export type AskAuthenticator = (challenge: Bytes) => Promise<Assertion | undefined>;
/** What a login shows where the server asks: six digits or a spare code, or an authenticator. */
export type SecondFactorAtHand = { readonly totp?: string; readonly authenticator?: AskAuthenticator };

export type Session = {
  readonly id: SessionId;
  readonly scope: Messages["LoginAnswer"]["scope"];
  /** The checkpoint note handed over at login; the caller verifies it against its own. */
  readonly checkpoint: string;
  /** One request inside the session; the answer's MAC was right. Failures of the server's come as they are in the table. */
  call(method: Method, path: string, body?: Bytes): Promise<Result<Bytes, Failure>>;
  events(onData: (data: string) => void, onEnd: () => void): Promise<{ stop(): void }>;
};

/** One request outside any session. */
export async function callOpenly(
  transport: Transport,
  origin: string,
  method: Method,
  path: string,
  body?: Bytes,
): Promise<Result<Bytes, Failure>> {
  const answer = await transport.request(origin, { method, path, headers: {}, ...(body ? { body } : {}) });
  return answer.ok ? bodyOrFailure(answer.value) : answer;
}

export async function ask<Name extends keyof Messages>(
  transport: Transport,
  origin: string,
  method: Method,
  path: string,
  answerAs: Name,
  body?: Bytes,
): Promise<Result<Messages[Name], Failure>> {
  const answer = await callOpenly(transport, origin, method, path, body);
  return answer.ok ? readMessage(answerAs, answer.value) : answer;
}

/** `server-rubbish` when the bytes are not that message. */
export function readMessage<Name extends keyof Messages>(name: Name, body: Bytes): Result<Messages[Name], Failure> {
  const value = parseAs(messages[name], body);
  return value === undefined ? fail(failure("server-rubbish")) : ok(value as Messages[Name]);
}

/** As a member who is known: by login key and device key, and with a second factor where the server asks. */
export async function login(
  crypto: CryptoPort,
  transport: Transport,
  facts: LoginFacts,
): Promise<Result<Session, Failure>> {
  return begin(
    crypto,
    transport,
    facts,
    "/v1/login",
    facts.loginKey,
    loginBytes,
    async (handshake, loginSignature, deviceSignature) => {
      const proof = { loginSignature, deviceSignature, totp: facts.totp ?? null };
      if (!facts.authenticator) return ok(proof);
      const authenticator = await facts.authenticator(loginChallenge(handshake));
      return authenticator ? ok({ ...proof, authenticator }) : fail(failure("authenticator-none"));
    },
  );
}

/** By the key that recovery cards gave, for the one statement that makes this device somebody's (docs/spec, SES-10). */
export async function loginByRecovery(
  crypto: CryptoPort,
  transport: Transport,
  facts: ServerFacts & { readonly set: RecoverySetId; readonly recoveryKey: SigningKey },
): Promise<Result<Session, Failure>> {
  const { set, recoveryKey } = facts;
  const toSign = (handshake: Handshake) => recoverBytes(handshake, set);
  const proof: Proof = async (_, recoverySignature, deviceSignature) => ok({ set, recoverySignature, deviceSignature });
  return begin(crypto, transport, facts, "/v1/recover", recoveryKey, toSign, proof);
}

/** A client's device, which has no key but its own; its account is its portal (docs/spec, PTL-11). */
export async function loginToPortal(
  crypto: CryptoPort,
  transport: Transport,
  { portal, ...facts }: Omit<ServerFacts, "account"> & { readonly portal: CompartmentId },
): Promise<Result<Session, Failure>> {
  const as = { ...facts, account: portal as Bytes as AccountId };
  const proof: Proof = async (_, deviceSignature) => ok({ deviceSignature });
  return begin(crypto, transport, as, "/v1/portal/login", facts.deviceKey, portalLoginBytes, proof);
}

type Proof = (
  handshake: Handshake,
  first: Signature,
  device: Signature,
) => Promise<Result<{ readonly [name: string]: CborValue }, Failure>>;

async function begin(
  crypto: CryptoPort,
  transport: Transport,
  facts: ServerFacts,
  path: string,
  firstKey: SigningKey,
  bytesToSign: (handshake: Handshake) => Bytes,
  proof: Proof,
): Promise<Result<Session, Failure>> {
  const mine = crypto.random(32) as AgreementSecret;
  const deviceNonce = crypto.random(32);
  const deviceEphemeral = new Uint8Array(agreementPublicKey(mine, crypto));
  const request = encodeCbor({
    practice: facts.practice,
    account: facts.account,
    deviceKey: facts.deviceKey.publicKey,
    nonce: deviceNonce,
    ephemeral: deviceEphemeral,
  });
  const hello = await ask(transport, facts.origin, "POST", "/v1/hello", "HelloAnswer", request);
  if (!hello.ok) return hello;
  const handshake: Handshake = {
    origin: facts.origin,
    practice: facts.practice,
    account: facts.account,
    deviceKey: facts.deviceKey.publicKey,
    deviceNonce,
    deviceEphemeral,
    serverNonce: hello.value.nonce,
    serverEphemeral: hello.value.ephemeral,
  };
  const ledgerKey = await importVerifyKey(crypto, facts.ledgerKey);
  if (!ledgerKey || !(await verify(crypto, ledgerKey, hello.value.signature, helloBytes(handshake))))
    return fail(failure("answer-forged"));

  const toSign = bytesToSign(handshake);
  // One key signs once: a platform may sign the same bytes differently each time, and both sides derive from what was sent.
  const first = sign(crypto, firstKey, toSign);
  const second = firstKey === facts.deviceKey ? first : sign(crypto, facts.deviceKey, toSign);
  const [firstSignature, deviceSignature] = await Promise.all([first, second]);
  const key = await deriveSessionKey(
    crypto,
    handshake,
    mine,
    handshake.serverEphemeral,
    firstSignature,
    deviceSignature,
    toSign,
  );
  if (!key) return fail(failure("answer-forged"));
  const proven = await proof(handshake, firstSignature, deviceSignature);
  if (!proven.ok) return proven;
  const body = encodeCbor({ hello: hello.value.hello, ...proven.value });
  const answer = await transport.request(facts.origin, { method: "POST", path, headers: {}, body });
  if (!answer.ok) return answer;
  const granted = bodyOrFailure(answer.value);
  if (!granted.ok) return granted;
  const accepted = readMessage("LoginAnswer", answer.value.body);
  if (!accepted.ok) return accepted;
  const session = accepted.value.session;
  if (!(await isAuthentic(crypto, key, session, 0, answer.value))) return fail(failure("answer-forged"));
  return ok(openSession(crypto, transport, facts.origin, session, key, accepted.value));
}

function openSession(
  crypto: CryptoPort,
  transport: Transport,
  origin: string,
  session: SessionId,
  key: SessionKey,
  accepted: Messages["LoginAnswer"],
): Session {
  let counter = 0;
  const authorise = async (method: Method, path: string, body: Bytes | undefined) => {
    const mine = ++counter;
    const bodyHash = await hashLarge(crypto, body ?? new Uint8Array(0));
    const mac = requestMac(key, { session, counter: mine, method, pathAndQuery: path, bodyHash });
    return { counter: mine, headers: { [sessionHeader]: encodeSessionHeader(session, mine, mac) } };
  };
  return {
    id: session,
    scope: accepted.scope,
    checkpoint: accepted.checkpoint,
    async call(method, path, body) {
      const signed = await authorise(method, path, body);
      const answer = await transport.request(origin, {
        method,
        path,
        headers: signed.headers,
        ...(body ? { body } : {}),
      });
      if (!answer.ok) return answer;
      if (!(await isAuthentic(crypto, key, session, signed.counter, answer.value))) {
        // A server that has lost the session can't sign for it; its word is good enough to sign in again, and for no more.
        const said = bodyOrFailure(answer.value);
        if (!said.ok && ["session-ended", "server-stopping", "slow-down"].includes(said.error.code)) return said;
        // Refused in the server's place, by a gateway while it restarts: nothing is believed, and nobody is alarmed.
        const isGateway = answer.value.status !== 200 && answer.value.header(answerHeader) === undefined;
        return fail(isGateway ? failure("server-rubbish", { status: answer.value.status }) : failure("answer-forged"));
      }
      return bodyOrFailure(answer.value);
    },
    async events(onData, onEnd) {
      const path = "/v1/events";
      const signed = await authorise("GET", path, undefined);
      return transport.events(origin, { method: "GET", path, headers: signed.headers }, onData, onEnd);
    },
  };
}

async function isAuthentic(
  crypto: CryptoPort,
  key: SessionKey,
  session: SessionId,
  counter: number,
  answer: TransportAnswer,
): Promise<boolean> {
  const claimed = fromHex(answer.header(answerHeader) ?? "");
  if (claimed?.length !== 32) return false;
  const bodyHash = asHash(await hashLarge(crypto, answer.body));
  return equalSecret(claimed, answerMac(key, { session, counter, status: answer.status, bodyHash }));
}

function bodyOrFailure(answer: TransportAnswer): Result<Bytes, Failure> {
  if (answer.status === 200) return ok(answer.body);
  const value = parseCbor(answer.body);
  const said = value === undefined ? undefined : checkAs(messages.Failure, value);
  if (!said || !isFailureCode(said.code)) return fail(failure("server-rubbish", { status: answer.status }));
  return fail(said.facts ? failure(said.code, said.facts) : failure(said.code));
}
