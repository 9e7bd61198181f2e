import { type CborValue, encodeCbor } from "@alcove/bytes";
import { describe, expect, test } from "vitest";
import { limits } from "./limits.ts";
import { messages } from "./messages.ts";
import { parseAs } from "./schema.ts";

const b = (length: number) => new Uint8Array(length);
const note = "alcove.invalid/ledger/00\n1\nAAAA\n";
const assertion = { credential: b(16), authenticatorData: b(37), clientData: b(120), signature: b(70) };
const keyring = { keyringVersion: 1, kdfVersion: 1, slot0: b(60), keyring: b(200) };

/** A right example of every message. */
const examples: { readonly [Name in keyof typeof messages]: { readonly [field: string]: CborValue } } = {
  ServerFacts: { version: 1, ledgerKey: b(32), founding: true },
  FoundRequest: { practice: b(16), account: b(16), email: "a@b.example", loginKey: b(32), keyring, statement: b(900) },
  HelloRequest: { practice: b(16), account: b(16), deviceKey: b(32), nonce: b(32), ephemeral: b(32) },
  HelloAnswer: { hello: b(16), nonce: b(32), ephemeral: b(32), signature: b(64) },
  LoginRequest: {
    hello: b(16),
    loginSignature: b(64),
    deviceSignature: b(64),
    totp: null,
    authenticator: assertion,
  },
  LoginAnswer: { session: b(16), scope: "full", checkpoint: note },
  RecoverRequest: { hello: b(16), set: b(16), recoverySignature: b(64), deviceSignature: b(64) },
  RecoveryRequest: { from: 3, statement: b(900), loginKey: b(32), keyring },
  AppendRequest: { from: 0, entries: [{ kind: "batch", entry: b(300), payload: [b(1200)] }], releaseParts: [b(32)] },
  Appended: { first: 0, leaves: b(49), checkpoint: note },
  PortalLoginRequest: { hello: b(16), deviceSignature: b(64) },
  KnockRequest: { practice: b(16), knock: b(1400) },
  KnockAnswer: { head: b(32) },
  Knocks: { knocks: [b(1400)] },
  PortalRequest: { size: 1, bodiesFrom: 0 },
  PortalAnswer: {
    checkpoint: note,
    consistency: [b(32)],
    founding: { entry: b(900), proof: [] },
    bodies: [{ index: 3, entry: b(10), payload: [b(1168)], proof: [b(32), b(32)] }],
    bodiesNext: 4,
  },
  SyncRequest: { leavesFrom: 0, bodiesFrom: 0, maxBytes: 1000 },
  SyncAnswer: { leaves: b(98), checkpoint: note, bodies: [{ index: 0, entry: b(10), payload: [] }], bodiesNext: 2 },
  PastRequest: { compartments: [b(16)], bodiesFrom: 0, to: 9, maxBytes: 1000 },
  PastAnswer: { bodies: [{ index: 0, entry: b(10), payload: [] }], bodiesNext: 2 },
  Served: { devices: [{ device: b(16), to: 9, at: 1 }] },
  Cosigned: { notes: [note] },
  CosignedRequest: { note },
  ReleaseRequest: { from: 0, opening: b(300) },
  ReleaseAnswer: { part: b(32), first: 0, leaves: b(49), checkpoint: note },
  StoredKeyring: keyring,
  AccountRequest: {
    practice: b(16),
    account: b(16),
    email: "a@b.example",
    loginKey: b(32),
    keyring,
    signature: b(64),
  },
  SecondFactorFacts: {
    set: true,
    app: true,
    spareCodes: 0,
    authenticators: [{ credential: b(16), host: "localhost", addedAt: 1, usedAt: 2 }],
  },
  AuthenticatorNonce: { nonce: b(32) },
  AuthenticatorShown: { nonce: b(32), shown: assertion },
  AuthenticatorRequest: { nonce: b(32), credential: b(16), attestation: b(180), clientData: b(120), totp: null },
  AuthenticatorRemoved: { credential: b(16), totp: "123456" },
  SecondFactorShown: { totp: "123456" },
  SpareCodesRequest: { codes: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(() => b(10)), totp: null },
  Passkeys: { counter: 0, sealed: null },
  PasskeysRequest: { counter: 1, sealed: b(60) },
  PassphraseRequest: { loginKey: b(32), keyring, totp: "123456" },
  RekeyRequest: { from: 3, statement: b(900), loginKey: b(32), keyring, totp: null },
  SecondFactorRequest: { secret: b(20), code: "123456", totp: null },
  DraftSlot: { counter: 1, sealed: b(100) },
  DraftSlots: { slots: [{ slot: b(16), counter: 1, sealed: b(100) }] },
  InviteRequest: { blob: b(100), expiresAt: 1 },
  InviteMessage: { step: "m1", body: b(100) },
  InviteState: { blob: b(100), m1: b(10), m2: null, rN: null, gift: null },
  Failure: { code: "slow-down", facts: { seconds: 30, path: "x" } },
  Empty: {},
};
const parse = (name: keyof typeof messages, value: CborValue) => parseAs(messages[name], encodeCbor(value));

describe.each(Object.keys(messages) as (keyof typeof messages)[])("%s", (name) => {
  test("API-1 a right message reads as what it says", () => {
    expect(parse(name, examples[name])).toEqual(examples[name]);
  });

  test("API-2 a field more, missing or of another type is refused", () => {
    const good = examples[name];
    expect(parse(name, { ...good, more: 1 })).toBeUndefined();
    for (const field of Object.keys(good)) {
      const { [field]: _gone, ...rest } = good;
      // Nothing else may be left out.
      if (!["facts", "releaseParts", "part", "authenticator", "founding"].includes(field))
        expect(parse(name, rest), `without ${field}`).toBeUndefined();
      for (const wrong of [[[[]]], { no: ["such"] }, -1, true === good[field] ? 1 : true])
        expect(parse(name, { ...good, [field]: wrong }), `${field}: ${JSON.stringify(wrong)}`).toBeUndefined();
      const value = good[field];
      if (value instanceof Uint8Array)
        expect(parse(name, { ...good, [field]: "text" }), `${field} as text`).toBeUndefined();
    }
    for (const wrong of [[good], 1, null, "x", b(3)]) expect(parse(name, wrong)).toBeUndefined();
    expect(parseAs(messages[name], new Uint8Array([0xff]))).toBeUndefined();
    expect(parseAs(messages[name], b(0))).toBeUndefined();
  });
});

test("API-2 keys, ids, nonces and signatures have exactly their length", () => {
  const fixed: [keyof typeof messages, string][] = [
    ["ServerFacts", "ledgerKey"],
    ["FoundRequest", "practice"],
    ["FoundRequest", "account"],
    ["FoundRequest", "loginKey"],
    ["HelloRequest", "nonce"],
    ["HelloRequest", "ephemeral"],
    ["HelloRequest", "deviceKey"],
    ["HelloAnswer", "signature"],
    ["LoginRequest", "loginSignature"],
    ["LoginAnswer", "session"],
    ["RecoverRequest", "set"],
    ["RecoverRequest", "recoverySignature"],
    ["RecoveryRequest", "loginKey"],
    ["ReleaseAnswer", "part"],
    ["StoredKeyring", "slot0"],
    ["PassphraseRequest", "loginKey"],
    ["RekeyRequest", "loginKey"],
    ["SecondFactorRequest", "secret"],
  ];
  for (const [name, field] of fixed) {
    const { length } = examples[name][field] as Uint8Array;
    for (const wrong of [0, length - 1, length + 1])
      expect(parse(name, { ...examples[name], [field]: b(wrong) }), `${name}.${field}`).toBeUndefined();
  }
});

test("API-4 what may vary in length has a limit", () => {
  const entry = { kind: "batch", entry: b(1), payload: [] };
  const append = (count: number) => ({ from: 0, entries: Array.from({ length: count }, () => entry) });
  expect(parse("AppendRequest", append(limits.entriesPerAppend))).toBeDefined();
  for (const count of [0, limits.entriesPerAppend + 1]) expect(parse("AppendRequest", append(count))).toBeUndefined();
  const large = b(limits.envelopeBytes + 1);
  expect(parse("AppendRequest", { from: 0, entries: [{ ...entry, payload: [large] }] })).toBeUndefined();
  expect(parse("FoundRequest", { ...examples.FoundRequest, statement: b(16 * 1024 + 1) })).toBeUndefined();
  expect(parse("RekeyRequest", { ...examples.RekeyRequest, statement: b(16 * 1024 + 1) })).toBeUndefined();
  expect(parse("FoundRequest", { ...examples.FoundRequest, email: "x".repeat(255) })).toBeUndefined();
  expect(parse("DraftSlot", { counter: 1, sealed: b(limits.draftBytes + 1) })).toBeUndefined();
  expect(parse("InviteMessage", { step: "m1", body: b(64 * 1024 + 1) })).toBeUndefined();
});
