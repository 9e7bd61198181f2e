/** Emergency Kit and pairing (docs/spec/10-enrolment.md). */

import { asHash, asId, type DeviceId, encodeCbor, type PracticeId, toHex, utf8 } from "@alcove/bytes";
import {
  type CryptoPort,
  hash,
  importSigningKey,
  publicKeyOf,
  sealingPublicKeyOf,
  type SealingSeed,
  type SecretKey,
  sign,
  type SigningSeed,
} from "@alcove/crypto";
import {
  comparisonWords,
  encodeGift,
  encodeInvitationQr,
  encodeM1,
  encodeM2,
  encodeM2Body,
  giftContext,
  type Invitation,
  inviteKeys,
  m2SignedBytes,
  type NewDevice,
  sealInvitation,
  transcriptHash,
  wordsOf,
} from "../../packages/vault/src/features/pairing/transcript.ts";
import { encodeKit, identityHash, type KitFacts, secretKeyGroups } from "../../packages/vault/src/kit.ts";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;

export async function enrolmentCases(port: CryptoPort): Promise<FrozenCase[]> {
  const practice = asId<PracticeId>(port.random(16));
  const identity = await importSigningKey(port, port.random(32) as SigningSeed);
  const identitySeal = await sealingPublicKeyOf(port.random(32) as SealingSeed);
  const pinned = {
    origin: "https://alcove.example",
    practice,
    founding: hash(port.random(32)),
    ledgerKey: publicKeyOf(port.random(32) as SigningSeed),
    checkpoint: { size: 12, root: hash(port.random(32)) },
  };
  const kit: KitFacts = {
    ...pinned,
    account: asId(port.random(16)),
    kdfVersion: 1,
    secretKey: port.random(16) as SecretKey,
    identity: identityHash(identity.publicKey, identitySeal),
  };
  const text = encodeKit(kit);
  const invitation: Invitation = {
    ...pinned,
    purpose: { kind: "device" },
    rosterHead: hash(port.random(32)),
    inviter: kit.identity,
  };
  return [
    {
      format: "kit",
      rule: "KIT-1",
      facts: {},
      bytes: hex(utf8(text)),
      opens: {
        text,
        origin: kit.origin,
        practice: hex(practice),
        account: hex(kit.account),
        kdfVersion: 1,
        secretKey: hex(kit.secretKey),
        secretKeyGroups: secretKeyGroups(kit.secretKey).join(" "),
        founding: hex(kit.founding),
        identity: hex(kit.identity),
        ledgerKey: hex(kit.ledgerKey),
        size: 12,
        root: hex(kit.checkpoint.root),
      },
      refused: [
        ...damaged(utf8(text)),
        { name: "a character wrong in the middle", bytes: hex(utf8(withOtherCharacter(text, 100))) },
        { name: "another prefix", bytes: hex(utf8(text.replace("KIT-1", "KIT-2"))) },
        { name: "prefix only", bytes: hex(utf8("ALCOVE-KIT-1")) },
        { name: "a page as origin", bytes: hex(utf8(encodeKit({ ...kit, origin: "https://alcove.example/kit" }))) },
        {
          name: "an empty ledger",
          bytes: hex(utf8(encodeKit({ ...kit, checkpoint: { ...kit.checkpoint, size: 0 } }))),
        },
      ],
    },
    ...(await pairingCases(port, invitation, async (body) => sign(port, identity, m2SignedBytes(practice, body)))),
  ];
}

async function pairingCases(
  port: CryptoPort,
  invitation: Invitation,
  signM2: (body: Uint8Array<ArrayBuffer>) => ReturnType<typeof sign>,
): Promise<FrozenCase[]> {
  const secret = port.random(16);
  const other = port.random(16);
  const keys = await inviteKeys(port, secret);
  const otherKeys = await inviteKeys(port, other);
  const oneTimeSeed = port.random(32) as SealingSeed;
  const newcomer: NewDevice = {
    kind: "device",
    device: asId<DeviceId>(port.random(16)),
    deviceKey: publicKeyOf(port.random(32) as SigningSeed),
    oneTimeKey: await sealingPublicKeyOf(oneTimeSeed),
    name: "phone",
  };
  const nonce = port.random(32);
  const blob = await sealInvitation(port, keys, invitation);
  const qr = encodeInvitationQr(secret, invitation);
  const m1 = encodeM1(keys, newcomer, nonce);
  const facts = {
    m1Hash: asHash(hash(m1)),
    nonce: port.random(32),
    rosterHead: invitation.rosterHead,
    checkpoint: invitation.checkpoint,
  };
  const body = encodeM2Body(facts);
  const m2 = encodeM2(keys, body, await signM2(body));
  const transcript = transcriptHash(m1, m2, nonce);
  const gift = {
    keyringKey: port.random(32),
    secretKey: port.random(16),
    account: port.random(16),
    kdfVersion: 1,
    keyringVersion: 1,
    keyring: port.random(64),
    slot0: port.random(60),
  };
  const sealedGift = await port.hpke.seal(newcomer.oneTimeKey, giftContext(transcript), encodeGift(gift));
  const shortGift = await port.hpke.seal(newcomer.oneTimeKey, giftContext(transcript), encodeCbor([gift.keyringKey]));
  if (!sealedGift || !shortGift) throw new Error("a one-time key is one");
  const secretFacts = { secret: hex(secret) };
  const anotherSecret = otherFacts({ secret: hex(other) });
  return [
    {
      format: "invite",
      rule: "PAIR-1",
      facts: secretFacts,
      bytes: "",
      opens: {
        words: wordsOf(secret).join(" "),
        id: hex(keys.id),
        blob: hex(keys.blob),
        newcomer: hex(keys.newcomer),
        inviter: hex(keys.inviter),
      },
      refused: [],
    },
    {
      format: "invitation-qr",
      rule: "PAIR-2",
      facts: {},
      bytes: hex(utf8(qr)),
      opens: { text: qr, ...secretFacts, founding: hex(invitation.founding), inviter: hex(invitation.inviter) },
      refused: [
        { name: "cut", bytes: hex(utf8(qr.slice(0, -4))) },
        { name: "another prefix", bytes: hex(utf8(qr.replace("PAIR-1", "PAIR-2"))) },
        { name: "nothing in it", bytes: hex(utf8("ALCOVE-PAIR-1:")) },
      ],
    },
    {
      format: "invitation-blob",
      rule: "PAIR-3",
      facts: secretFacts,
      bytes: hex(blob),
      opens: { origin: invitation.origin, founding: hex(invitation.founding), inviter: hex(invitation.inviter) },
      refused: [...damaged(blob), ...anotherSecret],
    },
    {
      format: "m1",
      rule: "PAIR-4",
      facts: { ...secretFacts, nonce: hex(nonce) },
      bytes: hex(m1),
      opens: { device: hex(newcomer.device), deviceKey: hex(newcomer.deviceKey), name: "phone" },
      refused: [
        ...damaged(m1),
        { name: "of another invite", bytes: hex(encodeM1({ ...keys, id: otherKeys.id }, newcomer, nonce)) },
        ...anotherSecret,
        ...otherFacts({ nonce: hex(facts.nonce) }),
      ],
    },
    {
      format: "m2",
      rule: "PAIR-4",
      facts: secretFacts,
      bytes: hex(m2),
      opens: { m1Hash: hex(facts.m1Hash), nonce: hex(facts.nonce), rosterHead: hex(facts.rosterHead), size: 12 },
      refused: [
        { name: "cut by a byte", bytes: hex(m2.subarray(0, -1)) },
        {
          name: "for another m1",
          bytes: hex(
            encodeCbor([encodeM2Body({ ...facts, m1Hash: facts.rosterHead }), m2.slice(-98, -66), m2.slice(-64)]),
          ),
        },
        ...anotherSecret,
      ],
    },
    {
      format: "comparison",
      rule: "PAIR-7",
      facts: { m1: hex(m1), m2: hex(m2), nonce: hex(nonce) },
      bytes: "",
      opens: { transcript: hex(transcript), words: (await comparisonWords(port, transcript)).join(" ") },
      refused: [],
    },
    {
      format: "gift",
      rule: "PAIR-9",
      facts: { oneTimeSeed: hex(oneTimeSeed), transcript: hex(transcript) },
      bytes: hex(sealedGift),
      opens: { keyringKey: hex(gift.keyringKey), secretKey: hex(gift.secretKey), slot0: hex(gift.slot0) },
      refused: [
        ...damaged(sealedGift),
        { name: "fields missing inside", bytes: hex(shortGift) },
        ...otherFacts({ oneTimeSeed: hex(nonce), transcript: hex(nonce) }),
      ],
    },
  ];
}

function withOtherCharacter(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
}
