import {
  type AccountId,
  asHash,
  asId,
  type Bytes,
  type CborValue,
  type DeviceId,
  encodeCbor,
  parseCbor,
  type PracticeId,
} from "@alcove/bytes";
import {
  context,
  hash,
  hmacSha256,
  importSealKey,
  type PublicKey,
  seal,
  type SealingPublicKey,
  type Signature,
} from "@alcove/crypto";
import { roles } from "@alcove/protocol";
import { flipped, testPort, wrong, wrongFields } from "@alcove/crypto/testing";
import { describe, expect, test } from "vitest";
import {
  commitTo,
  encodeGift,
  encodeInvitationQr,
  encodeM1,
  encodeM2,
  encodeM2Body,
  giftContext,
  type Invitation,
  inviteKeys,
  type NewClient,
  type Newcomer,
  openInvitation,
  parseGift,
  parseInvitationQr,
  parseM1,
  parseM2,
  sealInvitation,
  transcriptHash,
} from "./transcript.ts";

const port = await testPort("pairing transcript");
const keys = await inviteKeys(port, port.random(16));
const others = await inviteKeys(port, port.random(16));
const invitation: Invitation = {
  purpose: { kind: "device" },
  origin: "http://localhost:7420",
  practice: asId<PracticeId>(port.random(16)),
  founding: asHash(port.random(32)),
  ledgerKey: port.random(32) as unknown as PublicKey,
  rosterHead: asHash(port.random(32)),
  checkpoint: { size: 12, root: asHash(port.random(32)) },
  inviter: asHash(port.random(32)),
};
const newcomer: Newcomer = {
  kind: "device",
  device: asId<DeviceId>(port.random(16)),
  deviceKey: port.random(32) as unknown as PublicKey,
  oneTimeKey: port.random(1216) as unknown as SealingPublicKey,
  name: "phone",
};
const nonce = port.random(32);
const m1 = encodeM1(keys, newcomer, nonce);
const m2 = {
  m1Hash: asHash(hash(m1)),
  nonce: port.random(32),
  rosterHead: invitation.rosterHead,
  checkpoint: invitation.checkpoint,
};
const signature = port.random(64) as unknown as Signature;
const gift = {
  keyringKey: port.random(32),
  secretKey: port.random(16),
  account: port.random(16),
  kdfVersion: 1,
  keyringVersion: 1,
  keyring: port.random(64),
  slot0: port.random(60),
};
const listIn = (bytes: Uint8Array) => parseCbor(bytes) as CborValue[];
/** Right bytes under a right MAC: what the other side's own app could send if it were another. */
const authentic = (key: Bytes, body: Bytes) => encodeCbor([body, hmacSha256(key, body)]);

describe("invitation", () => {
  const inside = invitationBytes();

  /** As it stands in the QR. */
  function invitationBytes(): Bytes {
    const text = encodeInvitationQr(port.random(16), invitation).slice("ALCOVE-PAIR-1:".length);
    return listIn(new Uint8Array(Buffer.from(text, "base64url")))[1] as Bytes;
  }
  const sealed = async (body: Bytes, id = keys.id) =>
    seal(port, await importSealKey(port, keys.blob), body, context("invite", id));

  test("PAIR-3 it opens with the invite's own secret and id to what was sealed", async () => {
    expect(await openInvitation(port, keys, await sealInvitation(port, keys, invitation))).toEqual(invitation);
    expect(await openInvitation(port, keys, await sealed(inside))).toEqual(invitation);
    expect(await openInvitation(port, keys, await sealed(inside, others.id))).toBeUndefined();
    expect(
      await openInvitation(port, { ...keys, id: others.id }, await sealInvitation(port, keys, invitation)),
    ).toBeUndefined();
  });

  test("PAIR-2 PAIR-3 one with any field wrong, missing or more is none, in the QR or sealed", async () => {
    const bad = wrongFields(listIn(inside), [
      wrong.version,
      ["member", 1, null],
      [1, null],
      wrong.bytes16,
      ...Array.from({ length: 3 }, () => wrong.bytes32),
      wrong.count,
      wrong.bytes32,
      wrong.bytes32,
    ]);
    for (const { name, bytes } of bad) {
      const qr = `ALCOVE-PAIR-1:${Buffer.from(encodeCbor([port.random(16), bytes])).toString("base64url")}`;
      expect(parseInvitationQr(qr), name).toBeUndefined();
      expect(await openInvitation(port, keys, await sealed(bytes)), name).toBeUndefined();
    }
  });
});

describe("what both sides say", () => {
  test("PAIR-4 m1 is taken from who knows the secret, for this invite", () => {
    expect(parseM1(keys, "device", m1)).toEqual({ newcomer, commitment: commitTo(newcomer, nonce) });
    expect(parseM1(others, "device", m1)).toBeUndefined();
    expect(parseM1(keys, "device", encodeM1({ ...keys, id: others.id }, newcomer, nonce))).toBeUndefined();
    const [body, mac] = listIn(m1) as [Bytes, Bytes];
    for (const parts of [[body, flipped(mac, 0)], [flipped(body, -1), mac], [body, mac, mac], [body]])
      expect(parseM1(keys, "device", encodeCbor(parts))).toBeUndefined();
  });

  test("PAIR-4 PAIR-10 m1 of somebody who joins says other keys, and stands for no device", () => {
    const member: Newcomer = {
      kind: "member",
      account: asId<AccountId>(port.random(16)),
      identitySign: port.random(32) as unknown as PublicKey,
      identitySeal: port.random(1216) as unknown as SealingPublicKey,
      device: asId<DeviceId>(port.random(16)),
      deviceKey: port.random(32) as unknown as PublicKey,
    };
    const theirs = encodeM1(keys, member, nonce);
    expect(parseM1(keys, "member", theirs)).toEqual({ newcomer: member, commitment: commitTo(member, nonce) });
    expect(parseM1(keys, "device", theirs)).toBeUndefined();
    expect(parseM1(keys, "member", m1)).toBeUndefined();
    const [body] = listIn(theirs) as [Bytes];
    const encoded = listIn(body)[1] as Bytes;
    const sealing = [new Uint8Array(1215), new Uint8Array(1217), null];
    const fields = [wrong.bytes16, wrong.bytes32, sealing, wrong.bytes16, wrong.bytes32];
    for (const { name, bytes } of wrongFields(listIn(encoded), fields)) {
      const around = authentic(keys.newcomer, encodeCbor(listIn(body).with(1, bytes)));
      expect(parseM1(keys, "member", around), name).toBeUndefined();
    }
  });

  test("PAIR-2 PAIR-10 an invitation to join says as what, and nothing that is no role", () => {
    const secret = port.random(16);
    for (const role of roles) {
      const asked: Invitation = { ...invitation, purpose: { kind: "member", role } };
      expect(parseInvitationQr(encodeInvitationQr(secret, asked))?.invitation).toEqual(asked);
    }
    const asked = { ...invitation, purpose: { kind: "member", role: "client" } } as unknown as Invitation;
    expect(parseInvitationQr(encodeInvitationQr(secret, asked))).toBeUndefined();
    const whole = encodeInvitationQr(secret, { ...invitation, purpose: { kind: "member", role: "biller" } });
    const inside = listIn(new Uint8Array(Buffer.from(whole.slice("ALCOVE-PAIR-1:".length), "base64url")))[1] as Bytes;
    const fields = listIn(inside);
    const read = (changed: readonly CborValue[]) => {
      const qr = Buffer.from(encodeCbor([secret, encodeCbor([...changed])])).toString("base64url");
      return parseInvitationQr(`ALCOVE-PAIR-1:${qr}`)?.invitation.purpose;
    };
    expect(read(fields)).toEqual({ kind: "member", role: "biller" });
    expect(read([...fields, "biller"]), "more fields").toBeUndefined();
    expect(read(fields.with(1, "portal")), "another purpose").toBeUndefined();
    expect(read(fields.with(1, "guest")), "a purpose that there is not").toBeUndefined();
  });

  test("PAIR-16 a client's invitation names portal and head, and m1 is of a client's device", () => {
    const purpose = { kind: "portal" as const, portal: port.random(16) as never, logHead: asHash(port.random(32)) };
    const asked: Invitation = { ...invitation, purpose };
    const secret = port.random(16);
    expect(parseInvitationQr(encodeInvitationQr(secret, asked))?.invitation).toEqual(asked);
    const whole = encodeInvitationQr(secret, asked).slice("ALCOVE-PAIR-1:".length);
    const fields = listIn(listIn(new Uint8Array(Buffer.from(whole, "base64url")))[1] as Bytes);
    const read = (changed: readonly CborValue[]) =>
      parseInvitationQr(
        `ALCOVE-PAIR-1:${Buffer.from(encodeCbor([secret, encodeCbor([...changed])])).toString("base64url")}`,
      );
    for (const changed of [
      [...fields, 1],
      fields.slice(0, -1),
      fields.with(10, port.random(15)),
      fields.with(11, port.random(31)),
    ])
      expect(read(changed)).toBeUndefined();
    const client: NewClient = {
      kind: "portal",
      device: newcomer.device,
      deviceKey: newcomer.deviceKey,
      sealingKey: newcomer.oneTimeKey,
      card: null,
    };
    const said = encodeM1(keys, client, nonce);
    expect(parseM1(keys, "portal", said)?.newcomer).toEqual(client);
    const withCard = { ...client, card: newcomer.deviceKey };
    expect(parseM1(keys, "portal", encodeM1(keys, withCard, nonce))?.newcomer).toEqual(withCard);
    for (const kind of ["device", "member"] as const) expect(parseM1(keys, kind, said), kind).toBeUndefined();
    expect(parseM1(keys, "portal", m1), "a further device").toBeUndefined();
    const [body] = listIn(said) as [Bytes];
    const short = [new Uint8Array(1215), new Uint8Array(1217), null];
    for (const { name, bytes } of wrongFields(listIn(listIn(body)[1] as Bytes), [
      wrong.bytes16,
      wrong.bytes32,
      short,
      [port.random(31), 1],
    ])) {
      const around = encodeCbor(listIn(body).with(1, bytes));
      expect(parseM1(keys, "portal", authentic(keys.newcomer, around)), name).toBeUndefined();
    }
  });

  test("PAIR-4 m1 with any field wrong, missing or more is refused under a right MAC too", () => {
    const [body] = listIn(m1) as [Bytes];
    for (const { name, bytes } of wrongFields(listIn(body), [wrong.bytes16, [1, null], wrong.bytes32]))
      expect(parseM1(keys, "device", authentic(keys.newcomer, bytes)), name).toBeUndefined();
    const encoded = listIn(body)[1] as Bytes;
    const bad = wrongFields(listIn(encoded), [
      wrong.bytes16,
      wrong.bytes32,
      [new Uint8Array(1215), new Uint8Array(1217), null],
      [1, null, "x".repeat(201)],
    ]);
    for (const { name, bytes } of bad) {
      const around = encodeCbor(listIn(body).with(1, bytes));
      expect(parseM1(keys, "device", authentic(keys.newcomer, around)), name).toBeUndefined();
    }
  });

  test("PAIR-4 m2 is taken from who knows the secret; with any field wrong, missing or more it is refused", () => {
    const body = encodeM2Body(m2);
    expect(parseM2(keys, encodeM2(keys, body, signature))).toEqual({ body, m2, signature });
    expect(parseM2(others, encodeM2(keys, body, signature))).toBeUndefined();
    const outer = listIn(encodeM2(keys, body, signature));
    for (const { name, bytes } of wrongFields(outer, [[1, null], wrong.bytes32, wrong.bytes64]))
      expect(parseM2(keys, bytes), name).toBeUndefined();
    const numbers = ["1", null, new Uint8Array([1])];
    const fields = [wrong.bytes32, wrong.bytes32, wrong.bytes32, numbers, wrong.bytes32];
    for (const { name, bytes } of wrongFields(listIn(body), fields))
      expect(parseM2(keys, encodeM2(keys, bytes, signature)), name).toBeUndefined();
  });

  test("PAIR-7 the transcript holds both messages and the nonce", () => {
    const second = encodeM2(keys, encodeM2Body(m2), signature);
    const transcript = transcriptHash(m1, second, nonce);
    expect(transcriptHash(flipped(m1, 9), second, nonce)).not.toEqual(transcript);
    expect(transcriptHash(m1, flipped(second, 9), nonce)).not.toEqual(transcript);
    expect(transcriptHash(m1, second, flipped(nonce, 9))).not.toEqual(transcript);
    expect(giftContext(asHash(port.random(32)))).not.toEqual(giftContext(transcript));
  });
});

test("PAIR-9 a gift with any field wrong, missing or more is none", () => {
  const encoded = encodeGift(gift);
  expect(parseGift(encoded)).toEqual(gift);
  const numbers = ["1", null, new Uint8Array([1])];
  const slots = [new Uint8Array(59), new Uint8Array(61), null];
  const fields = [wrong.bytes32, wrong.bytes16, wrong.bytes16, numbers, numbers, [1, null], slots];
  for (const { name, bytes } of wrongFields(listIn(encoded), fields)) expect(parseGift(bytes), name).toBeUndefined();
});
