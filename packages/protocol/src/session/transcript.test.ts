import { createHmac, diffieHellman, createPrivateKey, createPublicKey, hkdfSync, createHash } from "node:crypto";
import {
  type AccountId,
  asHash,
  concatBytes,
  encodeCbor,
  type PracticeId,
  type RecoverySetId,
  toHex,
  utf8,
} from "@alcove/bytes";
import {
  type AgreementSecret,
  agreementPublicKey,
  importSigningKey,
  type PublicKey,
  sign,
  type SigningSeed,
} from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import { expect, test } from "vitest";
import { idFrom } from "../testing/index.ts";
import {
  type AnswerFacts,
  answerMac,
  deriveSessionKey,
  encodeSessionHeader,
  type Handshake,
  helloBytes,
  loginBytes,
  parseSessionHeader,
  recoverBytes,
  type RequestFacts,
  requestMac,
  type SessionId,
  type SessionKey,
} from "./transcript.ts";

const port = await testPort("transcript");
const deviceSecret = port.random(32) as AgreementSecret;
const serverSecret = port.random(32) as AgreementSecret;
const handshake: Handshake = {
  origin: "https://alcove.example",
  practice: idFrom<PracticeId>(port),
  account: idFrom<AccountId>(port),
  deviceKey: port.random(32) as PublicKey,
  deviceNonce: port.random(32),
  serverNonce: port.random(32),
  deviceEphemeral: agreementPublicKey(deviceSecret),
  serverEphemeral: agreementPublicKey(serverSecret),
};
const { origin, practice, account, deviceKey, deviceNonce, serverNonce, deviceEphemeral, serverEphemeral } = handshake;
const otherHandshakes: Handshake[] = [
  { ...handshake, origin: "https://alcove.example.org" },
  { ...handshake, practice: idFrom<PracticeId>(port) },
  { ...handshake, account: idFrom<AccountId>(port) },
  { ...handshake, deviceKey: port.random(32) as PublicKey },
  { ...handshake, deviceNonce: port.random(32) },
  { ...handshake, serverNonce: port.random(32) },
  { ...handshake, deviceEphemeral: port.random(32) },
  { ...handshake, serverEphemeral: port.random(32) },
];
const bound = (purpose: string, fields: Parameters<typeof encodeCbor>[0]) =>
  concatBytes(utf8(`alcove/v1/${purpose}\0`), practice, encodeCbor(fields));

test("SES-1 the server signs both sides' values; another of them gives other bytes", () => {
  const expected = bound("hello", [account, deviceKey, deviceNonce, deviceEphemeral, serverNonce, serverEphemeral]);
  expect(helloBytes(handshake)).toEqual(expected);
  for (const other of otherHandshakes.slice(1)) expect(helloBytes(other)).not.toEqual(expected);
});

test("SES-2 login and device key sign origin, account, device and both sides' values; another of them gives other bytes", () => {
  const values = [origin, account, deviceKey, deviceNonce, serverNonce, deviceEphemeral, serverEphemeral];
  expect(loginBytes(handshake)).toEqual(bound("login", values));
  for (const other of otherHandshakes) expect(loginBytes(other)).not.toEqual(loginBytes(handshake));
});

test("SES-3 both sides derive one session key, from X25519 and the hash of login bytes and both signatures", async () => {
  const key = await importSigningKey(port, port.random(32) as SigningSeed);
  const login = await sign(port, key, loginBytes(handshake));
  const device = await sign(port, key, new Uint8Array([1]));
  const ours = await deriveSessionKey(port, handshake, deviceSecret, serverEphemeral, login, device);
  expect(ours).toEqual(await deriveSessionKey(port, handshake, serverSecret, deviceEphemeral, login, device));

  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), deviceSecret]);
  const spki = Buffer.concat([Buffer.from("302a300506032b656e032100", "hex"), serverEphemeral]);
  const shared = diffieHellman({
    privateKey: createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }),
    publicKey: createPublicKey({ key: spki, format: "der", type: "spki" }),
  });
  const transcript = createHash("sha256")
    .update(Buffer.concat([loginBytes(handshake), login, device]))
    .digest();
  const info = Buffer.concat([utf8("alcove/v1/session\0"), transcript]);
  expect(ours).toEqual(new Uint8Array(hkdfSync("sha256", shared, "", info, 32)));

  const others = [
    ...otherHandshakes.map((other) => deriveSessionKey(port, other, deviceSecret, serverEphemeral, login, device)),
    deriveSessionKey(port, handshake, deviceSecret, serverEphemeral, device, login),
    deriveSessionKey(port, handshake, port.random(32) as AgreementSecret, serverEphemeral, login, device),
  ];
  for (const other of await Promise.all(others)) expect(other).not.toEqual(ours);
  expect(await deriveSessionKey(port, handshake, deviceSecret, new Uint8Array(32), login, device)).toBeUndefined();
});

const sessionKey = port.random(32) as SessionKey;
const session = idFrom<SessionId>(port);
const bodyHash = asHash(port.random(32));

test("SES-4 a request's MAC covers session, counter, method, path and query, and body", () => {
  const request: RequestFacts = { session, counter: 7, method: "POST", pathAndQuery: "/v1/sync?x=1", bodyHash };
  const message = concatBytes(utf8("alcove/v1/req\0"), encodeCbor([session, 7, "POST", "/v1/sync?x=1", bodyHash]));
  const mac = requestMac(sessionKey, request);
  expect(mac).toEqual(new Uint8Array(createHmac("sha256", sessionKey).update(message).digest()));
  const others: RequestFacts[] = [
    { ...request, session: idFrom<SessionId>(port) },
    { ...request, counter: 8 },
    { ...request, method: "GET" },
    { ...request, pathAndQuery: "/v1/sync" },
    { ...request, bodyHash: asHash(port.random(32)) },
  ];
  for (const other of others) expect(requestMac(sessionKey, other)).not.toEqual(mac);
  expect(requestMac(port.random(32) as SessionKey, request)).not.toEqual(mac);
});

test("SES-5 an answer's MAC covers session, counter, status and body, and is no request's", () => {
  const answer: AnswerFacts = { session, counter: 7, status: 200, bodyHash };
  const message = concatBytes(utf8("alcove/v1/res\0"), encodeCbor([session, 7, 200, bodyHash]));
  const mac = answerMac(sessionKey, answer);
  expect(mac).toEqual(new Uint8Array(createHmac("sha256", sessionKey).update(message).digest()));
  const others: AnswerFacts[] = [
    { ...answer, session: idFrom<SessionId>(port) },
    { ...answer, counter: 8 },
    { ...answer, status: 201 },
    { ...answer, bodyHash: asHash(port.random(32)) },
  ];
  for (const other of others) expect(answerMac(sessionKey, other)).not.toEqual(mac);
});

test("SES-6 the session header reads back; anything else in its place is refused", () => {
  const mac = port.random(32);
  const header = encodeSessionHeader(session, 7, mac);
  expect(header).toBe(`${toHex(session)}.7.${toHex(mac)}`);
  expect(parseSessionHeader(header)).toEqual({ session: toHex(session), counter: 7, mac: toHex(mac) });
  expect(parseSessionHeader(encodeSessionHeader(session, 999_999_999_999_999, mac))?.counter).toBe(999_999_999_999_999);
  const [id, , code] = header.split(".") as [string, string, string];
  const refused = [
    "",
    id,
    `${id}.7`,
    `${id}.0.${code}`,
    `${id}.07.${code}`,
    `${id}.-1.${code}`,
    `${id}.1e3.${code}`,
    `${id}.1000000000000000.${code}`,
    `${id}.7.${code.slice(1)}`,
    `${id}.7.${code}0`,
    `${id.toUpperCase()}x.7.${code}`,
    `${id.slice(1)}.7.${code}`,
    `${id}.7.${code.replace(/^./, "G")}`,
    ` ${header}`,
    `${header}\n`,
    `${header}.1`,
  ];
  for (const each of refused) expect(parseSessionHeader(each), JSON.stringify(each)).toBeUndefined();
});

test("SES-10 a recovery set's key signs its own bytes, bound to the set, and the session key is over them", async () => {
  const set = idFrom<RecoverySetId>(port);
  const both = [deviceNonce, serverNonce, deviceEphemeral, serverEphemeral];
  const expected = bound("recover", [origin, set, account, deviceKey, ...both]);
  expect(recoverBytes(handshake, set)).toEqual(expected);
  for (const other of otherHandshakes) expect(recoverBytes(other, set)).not.toEqual(expected);
  expect(recoverBytes(handshake, idFrom<RecoverySetId>(port))).not.toEqual(expected);
  expect(loginBytes(handshake)).not.toEqual(expected);
  const key = await importSigningKey(port, port.random(32) as SigningSeed);
  const [first, second] = [await sign(port, key, expected), await sign(port, key, utf8("device"))];
  const derive = (signed: typeof expected) =>
    deriveSessionKey(port, handshake, deviceSecret, serverEphemeral, first, second, signed);
  const theirs = await deriveSessionKey(port, handshake, serverSecret, deviceEphemeral, first, second, expected);
  expect(await derive(expected)).toEqual(theirs);
  expect(await derive(loginBytes(handshake))).not.toEqual(theirs);
});
