/** Recovery: the key on cards, a card, and what that key signs (docs/spec 02, 04, 05, 13). */

import {
  type AccountId,
  asHash,
  asId,
  type CompartmentId,
  encodeCbor,
  parseCbor,
  type PracticeId,
  type RecoverySetId,
  toHex,
  utf8,
  zeroHash,
} from "@alcove/bytes";
import {
  type AgreementSecret,
  agreementPublicKey,
  type Commitment,
  type CryptoPort,
  hash,
  importSigningKey,
  publicKeyOf,
  recoverySeeds,
  type RecoveryShare,
  recoveryShareHash,
  sealingPublicKeyOf,
  type SealingSeed,
  sign,
} from "@alcove/crypto";
import { combineRecoveryShares } from "@alcove/crypto/open";
import {
  deriveSessionKey,
  encodeKeyLogBody,
  encodeStatementBody,
  type Handshake,
  recoverBytes,
  signBy,
  signerKinds,
} from "@alcove/protocol";
import {
  createDevice,
  createMember,
  createSet,
  idFrom,
  recovery,
  recoveryKeys,
  type TestSet,
} from "@alcove/protocol/testing";
import { cardWords, encodeCard } from "../../packages/vault/src/recovery-card.ts";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;
type Place = { readonly practice: PracticeId; readonly set: RecoverySetId };

export async function recoveryCases(port: CryptoPort): Promise<FrozenCase[]> {
  const place = { practice: idFrom<PracticeId>(port), set: idFrom<RecoverySetId>(port) };
  // Two shares make a seed: any two are of some seed, and the third is their sum with it (a + b + c = 3 s, and s + s = 0).
  const shareAt = (at: number) => Uint8Array.from([...port.random(32), at]) as unknown as RecoveryShare;
  const [first, second] = [shareAt(1), shareAt(2)];
  const seed = await combineRecoveryShares([first, second]);
  if (!seed) throw new Error("two shares at two places make a seed");
  const third = Uint8Array.from([...seed.map((byte, i) => byte ^ (first[i] as number) ^ (second[i] as number)), 3]);
  const shares = [first, second, third as unknown as RecoveryShare];
  const seeds = await recoverySeeds(port, seed, place);
  const made: TestSet = {
    set: place.set,
    needed: 2,
    seed,
    signKey: await importSigningKey(port, seeds.sign),
    sealSeed: seeds.seal,
    sealKey: await sealingPublicKeyOf(seeds.seal),
    shares,
    hashes: shares.map((share, i) => recoveryShareHash(place, i + 1, share)),
  };
  const other = hex(port.random(16));
  return [
    {
      format: "recovery-key",
      rule: "KEY-16",
      facts: { practice: hex(place.practice), set: hex(place.set), shares: shares.map(hex) },
      bytes: "",
      opens: {
        seed: hex(seed),
        signingKey: hex(publicKeyOf(seeds.sign)),
        sealingKeyHash: hex(hash(made.sealKey)),
        shareHashes: made.hashes.map(hex),
      },
      refused: [
        { name: "one share", facts: { shares: [hex(first)] } },
        { name: "one share twice", facts: { shares: [hex(first), hex(first)] } },
        { name: "a share at place 0", facts: { shares: [hex(first), `${hex(seed)}00`] } },
        { name: "shares of another length", facts: { shares: [hex(first), hex(second.subarray(1))] } },
      ],
    },
    cardCase(port, place, made),
    await useCase(port, place, made, other),
    await entryCase(port, place, made, other),
    await loginCase(port, place, made, other),
  ];
}

function cardCase(port: CryptoPort, { practice, set }: Place, made: TestSet): FrozenCase {
  const at = { origin: "https://alcove.example", practice };
  const checkpoint = { size: 70_000, root: hash(port.random(32)) };
  const share = made.shares[1] as RecoveryShare;
  const card = { at, founding: hash(port.random(32)), set, number: 2, needed: 2, cards: 3, checkpoint, share };
  const text = encodeCard(card);
  const typed = (changes: Partial<typeof card>) => hex(utf8(encodeCard({ ...card, ...changes })));
  const words = cardWords(card);
  const line = words[4] as string[];
  const worded = (list: readonly (readonly string[])[]) => hex(utf8(list.map((each) => each.join(" ")).join("\n")));
  return {
    format: "recovery-card",
    rule: "CARD-1",
    facts: {},
    bytes: hex(utf8(text)),
    opens: {
      origin: at.origin,
      practice: hex(practice),
      founding: hex(card.founding),
      set: hex(set),
      number: 2,
      needed: 2,
      cards: 3,
      size: checkpoint.size,
      root: hex(checkpoint.root),
      share: hex(share),
      words: words.map((each) => each.join(" ")).join(" / "),
    },
    refused: [
      ...damaged(utf8(text)),
      { name: "another prefix", bytes: hex(utf8(text.replace("CARD-1", "CARD-2"))) },
      { name: "a page as origin", bytes: typed({ at: { ...at, origin: `${at.origin}/card` } }) },
      { name: "an empty ledger", bytes: typed({ checkpoint: { ...checkpoint, size: 0 } }) },
      { name: "one card needed", bytes: typed({ needed: 1 }) },
      { name: "more needed than there are", bytes: typed({ needed: 4 }) },
      { name: "a number beyond the last", bytes: typed({ number: 4 }) },
      { name: "words with one wrong", bytes: worded(words.with(4, line.with(2, line[2] === "zoo" ? "zone" : "zoo"))) },
      { name: "words with a line missing", bytes: worded(words.toSpliced(4, 1)) },
    ],
  };
}

async function useCase(port: CryptoPort, { practice, set }: Place, made: TestSet, other: string): Promise<FrozenCase> {
  const signer = { member: await createMember(port), device: await createDevice(port) };
  // Its shares are drawn by a library that takes no seed: in their place stand other hashes.
  const drawn = await createSet({ port, practice });
  const next = { ...drawn, hashes: drawn.hashes.map(() => hash(port.random(32))) };
  const body = {
    sequence: 7,
    previous: asHash(port.random(32)),
    account: signer.member.account,
    device: signer.device.device,
    checkpoint: { size: 40, root: zeroHash() },
    operations: [recovery(made, signer, next, { keyringVersion: 3, reason: "absent" })],
  };
  const signed = async (changes: Partial<typeof body> = {}) =>
    signBy(port, "statement", practice, encodeStatementBody({ ...body, ...changes }), recoveryKeys(made, signer));
  const bytes = await signed();
  const signatures = (parseCbor(bytes) as [Uint8Array, never[]])[1];
  const withSignatures = (list: never[]) => hex(encodeCbor([encodeStatementBody(body), list]));
  const facts = {
    practice: hex(practice),
    set: hex(set),
    recoveryKey: hex(made.signKey.publicKey),
    device: hex(signer.device.device),
    deviceKey: hex(signer.device.key.publicKey),
    account: hex(signer.member.account),
    nextIdentityKey: hex(signer.member.signKey.publicKey),
  };
  const noReason = recovery(made, signer, next, { reason: "retired" as never });
  return {
    format: "statement-of-recovery",
    rule: "ROS-25",
    facts,
    bytes: hex(bytes),
    opens: { operations: ["recovery.use"] },
    refused: [
      ...damaged(bytes),
      { name: "without the recovery key", bytes: withSignatures(signatures.slice(1)) },
      { name: "without the new identity", bytes: withSignatures(signatures.slice(0, 2)) },
      { name: "signatures in another order", bytes: withSignatures(signatures.toReversed()) },
      { name: "a reason there is not", bytes: hex(await signed({ operations: [noReason] })) },
      ...otherFacts(
        Object.fromEntries(
          Object.keys(facts).map((name) => [name, name.endsWith("Key") ? hex(next.signKey.publicKey) : other]),
        ),
      ),
    ],
  };
}

async function entryCase(
  port: CryptoPort,
  { practice, set }: Place,
  made: TestSet,
  other: string,
): Promise<FrozenCase> {
  const { member, device } = { member: await createMember(port), device: await createDevice(port) };
  const recipient = asId<RecoverySetId>(port.random(16));
  const body = encodeKeyLogBody({
    compartment: idFrom<CompartmentId>(port),
    sequence: 3,
    previous: asHash(port.random(32)),
    rosterHead: asHash(port.random(32)),
    account: member.account,
    device: device.device,
    operation: [
      "rotate",
      2,
      port.random(32) as Commitment,
      await sealingPublicKeyOf(port.random(32) as SealingSeed),
      port.random(60) as never,
      [[recipient, hash(port.random(32)), hash(port.random(32))]],
    ],
  });
  const bytes = await signBy(port, "key-log", practice, body, [
    { kind: signerKinds.identity, id: member.account, key: member.signKey },
    { kind: signerKinds.device, id: device.device, key: device.key },
    { kind: signerKinds.recoverySet, id: set, key: made.signKey },
  ]);
  const signatures = (parseCbor(bytes) as [Uint8Array, never[]])[1];
  const facts = {
    practice: hex(practice),
    account: hex(member.account),
    identityKey: hex(member.signKey.publicKey),
    device: hex(device.device),
    deviceKey: hex(device.key.publicKey),
    set: hex(set),
    recoveryKey: hex(made.signKey.publicKey),
  };
  const otherKey = hex((await createDevice(port)).key.publicKey);
  const others = Object.keys(facts).map((name) => [name, name.endsWith("Key") ? otherKey : other]);
  return {
    format: "key-log-entry-of-recovery",
    rule: "LOG-10",
    facts,
    bytes: hex(bytes),
    opens: { operation: "rotate", epoch: 2, recipients: [hex(recipient)] },
    refused: [
      ...damaged(bytes),
      { name: "without the recovery key", bytes: hex(encodeCbor([body, signatures.slice(0, 2)])) },
      { name: "the recovery key first", bytes: hex(encodeCbor([body, signatures.toReversed()])) },
      ...otherFacts(Object.fromEntries(others)),
    ],
  };
}

async function loginCase(
  port: CryptoPort,
  { practice, set }: Place,
  made: TestSet,
  other: string,
): Promise<FrozenCase> {
  const deviceKey = (await createDevice(port)).key;
  const [deviceSecret, serverSecret] = [port.random(32) as AgreementSecret, port.random(32) as AgreementSecret];
  const h: Handshake = {
    origin: "https://alcove.example",
    practice,
    account: idFrom<AccountId>(port),
    deviceKey: deviceKey.publicKey,
    deviceNonce: port.random(32),
    serverNonce: port.random(32),
    deviceEphemeral: agreementPublicKey(deviceSecret),
    serverEphemeral: agreementPublicKey(serverSecret),
  };
  const message = recoverBytes(h, set);
  const recoverySignature = await sign(port, made.signKey, message);
  const deviceSignature = await sign(port, deviceKey, message);
  const theirs = h.serverEphemeral;
  const key = await deriveSessionKey(port, h, deviceSecret, theirs, recoverySignature, deviceSignature, message);
  if (!key) throw new Error("an ephemeral key is of no small order");
  const facts = {
    origin: h.origin,
    practice: hex(practice),
    set: hex(set),
    account: hex(h.account),
    deviceNonce: hex(h.deviceNonce),
    serverNonce: hex(h.serverNonce),
    deviceEphemeral: hex(h.deviceEphemeral),
    serverEphemeral: hex(h.serverEphemeral),
    deviceKey: hex(h.deviceKey),
    recoveryKey: hex(made.signKey.publicKey),
    deviceSignature: hex(deviceSignature),
    deviceSecret: hex(deviceSecret),
  };
  const other32 = hex(port.random(32));
  return {
    format: "recover",
    rule: "SES-10",
    facts,
    bytes: hex(recoverySignature),
    opens: { sessionKey: hex(key) },
    refused: [
      ...damaged(recoverySignature),
      ...otherFacts({
        origin: "https://alcove.example.org",
        practice: other,
        set: other,
        account: other,
        deviceNonce: other32,
        serverNonce: other32,
        deviceEphemeral: other32,
        serverEphemeral: other32,
        deviceKey: facts.recoveryKey,
        recoveryKey: facts.deviceKey,
        deviceSignature: hex(recoverySignature),
      }),
    ],
  };
}
