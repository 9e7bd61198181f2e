/** What is signed and authenticated between device and server (docs/spec/08-session.md). */

import { type AccountId, asHash, asId, type PracticeId, toHex } from "@alcove/bytes";
import {
  type AgreementSecret,
  agreementPublicKey,
  type CryptoPort,
  importSigningKey,
  sign,
  type SigningSeed,
} from "@alcove/crypto";
import {
  answerMac,
  deriveSessionKey,
  encodeSessionHeader,
  type Handshake,
  helloBytes,
  loginBytes,
  requestMac,
  type SessionId,
} from "@alcove/protocol";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;

export async function sessionCases(port: CryptoPort): Promise<FrozenCase[]> {
  const ledgerKey = await importSigningKey(port, port.random(32) as SigningSeed);
  const loginKey = await importSigningKey(port, port.random(32) as SigningSeed);
  const deviceKey = await importSigningKey(port, port.random(32) as SigningSeed);
  const deviceSecret = port.random(32) as AgreementSecret;
  const serverSecret = port.random(32) as AgreementSecret;
  const h: Handshake = {
    origin: "https://alcove.example",
    practice: asId<PracticeId>(port.random(16)),
    account: asId<AccountId>(port.random(16)),
    deviceKey: deviceKey.publicKey,
    deviceNonce: port.random(32),
    serverNonce: port.random(32),
    deviceEphemeral: agreementPublicKey(deviceSecret),
    serverEphemeral: agreementPublicKey(serverSecret),
  };
  const hello = await sign(port, ledgerKey, helloBytes(h));
  const login = await sign(port, loginKey, loginBytes(h));
  const device = await sign(port, deviceKey, loginBytes(h));
  const sessionKey = await deriveSessionKey(port, h, deviceSecret, h.serverEphemeral, login, device);
  if (!sessionKey) throw new Error("an ephemeral key is of no small order");

  const session = asId<SessionId>(port.random(16));
  const bodyHash = asHash(port.random(32));
  const request = { session, counter: 7, method: "POST", pathAndQuery: "/v1/append", bodyHash };
  const mac = requestMac(sessionKey, request);
  const answer = { session, counter: 7, status: 200, bodyHash };
  const otherMac = answerMac(sessionKey, answer);

  const facts = {
    origin: h.origin,
    practice: hex(h.practice),
    account: hex(h.account),
    deviceNonce: hex(h.deviceNonce),
    serverNonce: hex(h.serverNonce),
    deviceEphemeral: hex(h.deviceEphemeral),
    serverEphemeral: hex(h.serverEphemeral),
    deviceKey: hex(h.deviceKey),
  };
  const other16 = hex(port.random(16));
  const other32 = hex(port.random(32));
  const { origin: _, ...withoutOrigin } = facts;
  const otherHello = {
    practice: other16,
    account: other16,
    deviceNonce: other32,
    serverNonce: other32,
    deviceEphemeral: other32,
    serverEphemeral: other32,
    deviceKey: hex(loginKey.publicKey),
  };
  const macFacts = { sessionKey: hex(sessionKey), session: hex(session), counter: 7, bodyHash: hex(bodyHash) };
  const otherMacFacts = { sessionKey: other32, session: other16, counter: 8, bodyHash: other32 };
  return [
    {
      format: "hello",
      rule: "SES-1",
      facts: { ...withoutOrigin, ledgerKey: hex(ledgerKey.publicKey) },
      bytes: hex(hello),
      opens: true,
      refused: [...damaged(hello), ...otherFacts({ ...otherHello, ledgerKey: hex(loginKey.publicKey) })],
    },
    {
      format: "login",
      rule: "SES-2",
      facts: {
        ...facts,
        loginKey: hex(loginKey.publicKey),
        deviceSignature: hex(device),
        deviceSecret: hex(deviceSecret),
      },
      bytes: hex(login),
      opens: { sessionKey: hex(sessionKey) },
      refused: [
        ...damaged(login),
        ...otherFacts({
          ...otherHello,
          origin: "https://alcove.example.org",
          loginKey: hex(ledgerKey.publicKey),
          deviceSignature: hex(login),
        }),
      ],
    },
    {
      format: "request-mac",
      rule: "SES-4",
      facts: { ...macFacts, method: "POST", pathAndQuery: "/v1/append" },
      bytes: hex(mac),
      opens: { header: encodeSessionHeader(session, 7, mac) },
      refused: [...damaged(mac), ...otherFacts({ ...otherMacFacts, method: "PUT", pathAndQuery: "/v1/append?" })],
    },
    {
      format: "answer-mac",
      rule: "SES-5",
      facts: { ...macFacts, status: 200 },
      bytes: hex(otherMac),
      opens: true,
      refused: [
        ...damaged(otherMac),
        { name: "the request's", bytes: hex(mac) },
        ...otherFacts({ ...otherMacFacts, status: 409 }),
      ],
    },
  ];
}
