/** How each frozen format is opened, by Alcove's own functions. `undefined`: refused. */

import { equalBytes, fromHex, type Hash, type PracticeId, toHex } from "@alcove/bytes";
import {
  type AgreementSecret,
  appendLeaves,
  askedId,
  batchTag,
  combineParts,
  commitmentOf,
  context,
  type CryptoPort,
  deriveContentKey,
  derivePasskeyKey,
  derivePassphraseKeys,
  deriveTagKey,
  deriveWalletKey,
  destroyedDigest,
  dropBoxSeed,
  emptyFrontier,
  hash,
  importSealKey,
  importVerifyKey,
  leafHash,
  memberPartCommitment,
  openCheckpoint,
  openingTags,
  parseBatch,
  prfInput,
  parseEnvelope,
  parseLeaf,
  publicKeyOf,
  releasePartCommitment,
  releaseTag,
  rootOf,
  type SealingSeed,
  recoverySeeds,
  recoveryShareHash,
  sealingPublicKeyOf,
  type Signature,
  verify,
  verifyBatch,
  verifyConsistency,
  verifyInclusion,
} from "@alcove/crypto";
import {
  combineRecoveryShares,
  openBackLink,
  openChunk,
  openEnvelope,
  openEpochKey,
  openGivenPart,
  openKeyring,
  openMemberPart,
  openPartInside,
  openPasskeys,
  openReleasePart,
  openSlot,
} from "@alcove/crypto/open";
import {
  answerMac,
  applyStatement,
  deliveriesOf,
  deriveSessionKey,
  encodeSessionHeader,
  type Handshake,
  helloBytes,
  loginBytes,
  openKnock,
  parseHeartbeat,
  parseKeyLogEntry,
  isExportSealedBy,
  parseExportSeal,
  parseNoteSignature,
  parseOpening,
  parseRelease,
  requestMac,
  parseStatement,
  portalNameOf,
  recoverBytes,
  type Signed,
  signerKinds,
  type SignPurpose,
  verifyAsPerson,
  verifySigned,
  verifyHeartbeat,
} from "@alcove/protocol";
import {
  commitTo,
  comparisonWords,
  giftContext,
  inviteKeys,
  openInvitation,
  parseGift,
  parseInvitationQr,
  parseM1,
  parseM2,
  secretFromWords,
  transcriptHash,
  wordsOf,
} from "../../packages/vault/src/features/pairing/transcript.ts";
import { parseKit, secretKeyGroups } from "../../packages/vault/src/kit.ts";
import { parseWalletCard } from "../../packages/vault/src/portal/wallet-card.ts";
import { cardWords, parseCard } from "../../packages/vault/src/recovery-card.ts";
import type { Facts, Json } from "./frozen-case.ts";

type Opener = (port: CryptoPort, facts: Reader, bytes: Uint8Array<ArrayBuffer>) => Promise<Json | undefined>;
type Reader = ReturnType<typeof readFacts>;

/** Facts by type; a missing or mistyped one stops the test. */
export function readFacts(facts: Facts) {
  const text = (name: string) => {
    const value = facts[name];
    if (typeof value !== "string") throw new Error(`${name} is no text`);
    return value;
  };
  const number = (name: string) => {
    const value = facts[name];
    if (typeof value !== "number") throw new Error(`${name} is no number`);
    return value;
  };
  const list = (name: string) => (facts[name] as string[]).map((each) => fromHex(each) as never);
  return {
    text,
    number,
    list,
    flag: (name: string) => facts[name] === true,
    bytes: (name: string) => fromHex(text(name)) as never,
  };
}

async function isByPerson(
  port: CryptoPort,
  f: Reader,
  purpose: SignPurpose,
  signed: Signed<unknown>,
): Promise<boolean> {
  const identity = await importVerifyKey(port, f.bytes("identityKey"));
  const deviceKey = await importVerifyKey(port, f.bytes("deviceKey"));
  if (!identity || !deviceKey) return false;
  const signer = { account: f.bytes("account"), identity, device: f.bytes("device"), deviceKey } as const;
  return verifyAsPerson(port, purpose, f.bytes("practice"), signed, signer);
}

const placeOf = (f: Reader) => ({
  practice: f.bytes("practice"),
  compartment: f.bytes("compartment"),
  epoch: f.number("epoch"),
});
const keyringPlaceOf = (f: Reader) => ({
  practice: f.bytes("practice"),
  account: f.bytes("account"),
  keyringVersion: f.number("keyringVersion"),
});
const handshakeOf = (f: Reader, origin: string): Handshake => ({
  origin,
  practice: f.bytes("practice"),
  account: f.bytes("account"),
  deviceKey: f.bytes("deviceKey"),
  deviceNonce: f.bytes("deviceNonce"),
  serverNonce: f.bytes("serverNonce"),
  deviceEphemeral: f.bytes("deviceEphemeral"),
  serverEphemeral: f.bytes("serverEphemeral"),
});
const hexOf = (bytes: Uint8Array | undefined) => bytes && toHex(bytes);

export const openers: Readonly<Record<string, Opener>> = {
  async passphrase(port, f) {
    const keys = await derivePassphraseKeys(port, {
      practice: f.bytes("practice"),
      account: f.bytes("account"),
      passphrase: f.text("passphrase"),
      secretKey: f.bytes("secretKey"),
      kdfVersion: f.number("kdfVersion"),
    });
    return (
      keys && {
        loginSeed: toHex(keys.loginSeed),
        loginKey: toHex(publicKeyOf(keys.loginSeed)),
        unlockKey: toHex(keys.unlockKey),
      }
    );
  },

  async slot(port, f, bytes) {
    const place = { ...keyringPlaceOf(f), slot: f.number("slot"), kdfVersion: f.number("kdfVersion") };
    return hexOf(await openSlot(port, f.bytes("unlockKey"), place, bytes));
  },

  async keyring(port, f, bytes) {
    const keyring = await openKeyring(port, f.bytes("keyringKey"), keyringPlaceOf(f), bytes);
    return (
      keyring && {
        identities: keyring.identities.map((each) => [toHex(each.sign), toHex(each.seal)]),
        loginSeed: toHex(keyring.loginSeed),
      }
    );
  },

  async passkey(port, f) {
    const owner = { practice: f.bytes("practice"), account: f.bytes("account") };
    const key = await derivePasskeyKey(port, owner, f.bytes("prf"), f.bytes("secretKey"));
    return { prfInput: toHex(prfInput(owner)), slotKey: toHex(key) };
  },

  async passkeys(port, f, bytes) {
    const place = { practice: f.bytes("practice"), account: f.bytes("account"), counter: f.number("counter") };
    const listed = await openPasskeys(port, f.bytes("keyringKey"), place, bytes);
    return listed?.map(({ credential, key, ...rest }) => ({ ...rest, credential: toHex(credential), key: toHex(key) }));
  },

  async "epoch-derivations"(port, f) {
    const epochKey = f.bytes("epochKey");
    const seed = await dropBoxSeed(port, epochKey, placeOf(f));
    return {
      commitment: toHex(await commitmentOf(port, epochKey, placeOf(f))),
      dropBoxSeed: toHex(seed),
      dropBoxKeyHash: toHex(hash(await sealingPublicKeyOf(seed))),
      tag: toHex(
        batchTag(await deriveTagKey(port, epochKey, f.bytes("member")), f.bytes("author"), f.number("counter")),
      ),
    };
  },

  async "back-link"(port, f, bytes) {
    return hexOf(await openBackLink(port, f.bytes("epochKey"), placeOf(f), f.bytes("commitmentBefore"), bytes));
  },

  async delivery(port, f, bytes) {
    const seed: SealingSeed = f.bytes("seed");
    const place = {
      ...placeOf(f),
      commitment: f.bytes("commitment"),
      recipient: f.bytes("recipient"),
      recipientKey: await sealingPublicKeyOf(seed),
      deliverer: f.bytes("deliverer"),
      rosterHead: f.bytes("rosterHead"),
    };
    return hexOf(await openEpochKey(port, seed, place, bytes));
  },

  async statement(port, _, bytes) {
    const applied = await applyStatement(port, undefined, bytes, 0);
    if (!applied.ok) return undefined;
    const { practice, founding, origin, ledgerKey, members, devices } = applied.value;
    const [owner] = [...members.values()];
    const [device] = [...devices.values()];
    return {
      practice: toHex(practice),
      founding: toHex(founding),
      origin,
      ledgerKey: toHex(ledgerKey.publicKey),
      owner: toHex(owner?.account as never),
      identitySign: toHex(owner?.identitySign.publicKey as never),
      device: toHex(device?.device as never),
    };
  },

  async "statement-of-people"(port, f, bytes) {
    const statement = parseStatement(bytes);
    const names = ["identityKey", "deviceKey", "nextIdentityKey", "secondOwnerKey"];
    const keys = await Promise.all(names.map((name) => importVerifyKey(port, f.bytes(name))));
    const ids = ["account", "device", "account", "secondOwner"].map((name) => f.bytes(name));
    const { identity, device, nextIdentity } = signerKinds;
    const signers = [identity, device, nextIdentity, identity].map((kind, i) => ({ kind, id: ids[i], key: keys[i] }));
    if (!statement) return undefined;
    if (!(await verifySigned(port, "statement", f.bytes("practice"), statement, signers as never))) return undefined;
    return { operations: statement.body.operations.map(([name]) => name) };
  },

  async "recovery-key"(port, f) {
    const seed = await combineRecoveryShares(f.list("shares"));
    if (!seed) return undefined;
    const place = { practice: f.bytes("practice"), set: f.bytes("set") };
    const { sign, seal } = await recoverySeeds(port, seed, place);
    return {
      seed: toHex(seed),
      signingKey: toHex(publicKeyOf(sign)),
      sealingKeyHash: toHex(hash(await sealingPublicKeyOf(seal))),
      shareHashes: f.list("shares").map((share, i) => toHex(recoveryShareHash(place, i + 1, share))),
    };
  },

  async "recovery-card"(_port, _facts, bytes) {
    const parsed = parseCard(new TextDecoder().decode(bytes));
    if (!parsed.ok) return undefined;
    const { at, founding, set, number, needed, cards, checkpoint, share } = parsed.value;
    return {
      ...(at ? { origin: at.origin, practice: toHex(at.practice) } : {}),
      founding: toHex(founding),
      set: toHex(set),
      number,
      needed,
      cards,
      size: checkpoint.size,
      root: toHex(checkpoint.root),
      share: toHex(share),
      words: cardWords(parsed.value)
        .map((line) => line.join(" "))
        .join(" / "),
    };
  },

  async "statement-of-recovery"(port, f, bytes) {
    const statement = parseStatement(bytes);
    const keys = await Promise.all(
      ["recoveryKey", "deviceKey", "nextIdentityKey"].map((name) => importVerifyKey(port, f.bytes(name))),
    );
    const ids = ["set", "device", "account"].map((name) => f.bytes(name));
    const { recoverySet, device, nextIdentity } = signerKinds;
    const signers = [recoverySet, device, nextIdentity].map((kind, i) => ({ kind, id: ids[i], key: keys[i] }));
    if (!statement) return undefined;
    if (!(await verifySigned(port, "statement", f.bytes("practice"), statement, signers as never))) return undefined;
    return { operations: statement.body.operations.map(([name]) => name) };
  },

  async "statement-of-successor"(port, f, bytes) {
    const statement = parseStatement(bytes);
    const keys = await Promise.all(
      ["identityKey", "deviceKey", "recoveryKey"].map((name) => importVerifyKey(port, f.bytes(name))),
    );
    const ids = ["account", "device", "set"].map((name) => f.bytes(name));
    const { identity, device, recoverySet } = signerKinds;
    const signers = [identity, device, recoverySet].map((kind, i) => ({ kind, id: ids[i], key: keys[i] }));
    if (!statement) return undefined;
    if (!(await verifySigned(port, "statement", f.bytes("practice"), statement, signers as never))) return undefined;
    return { operations: statement.body.operations.map(([name]) => name) };
  },

  async "key-log-entry-of-recovery"(port, f, bytes) {
    const entry = parseKeyLogEntry(bytes);
    const keys = await Promise.all(
      ["identityKey", "deviceKey", "recoveryKey"].map((name) => importVerifyKey(port, f.bytes(name))),
    );
    const ids = ["account", "device", "set"].map((name) => f.bytes(name));
    const { identity, device, recoverySet } = signerKinds;
    const signers = [identity, device, recoverySet].map((kind, i) => ({ kind, id: ids[i], key: keys[i] }));
    if (!entry) return undefined;
    if (!(await verifySigned(port, "key-log", f.bytes("practice"), entry, signers as never))) return undefined;
    const { operation } = entry.body;
    const deliveries = deliveriesOf(operation);
    return {
      operation: operation[0],
      epoch: operation[1],
      recipients: deliveries.map(([recipient]) => toHex(recipient)),
    };
  },

  async "key-log-entry"(port, f, bytes) {
    const entry = parseKeyLogEntry(bytes);
    const identity = await importVerifyKey(port, f.bytes("identityKey"));
    const deviceKey = await importVerifyKey(port, f.bytes("deviceKey"));
    if (!entry || !identity || !deviceKey) return undefined;
    const signer = { account: f.bytes("account"), identity, device: f.bytes("device"), deviceKey };
    if (!(await verifyAsPerson(port, "key-log", f.bytes("practice"), entry, signer))) return undefined;
    const { compartment, sequence, operation } = entry.body;
    return {
      compartment: toHex(compartment),
      sequence,
      operation: operation[0],
      epoch: operation[1],
      commitment: toHex(operation[2] as never),
    };
  },

  async "guarded-epoch"(port, f, bytes) {
    const place = placeOf(f);
    const epochKey = await combineParts(port, f.bytes("memberPart"), f.bytes("releasePart"), place);
    const memberCommitment = await memberPartCommitment(port, f.bytes("memberPart"), place);
    if (!(await openPartInside(port, epochKey, place, memberCommitment, bytes))) return undefined;
    return {
      epochKey: toHex(epochKey),
      commitment: toHex(await commitmentOf(port, epochKey, place)),
      memberCommitment: toHex(memberCommitment),
      releaseCommitment: toHex(await releasePartCommitment(port, f.bytes("releasePart"), place)),
    };
  },

  async "member-part"(port, f, bytes) {
    const seed: SealingSeed = f.bytes("recipientSeed");
    const place = {
      ...placeOf(f),
      commitment: f.bytes("commitment"),
      recipient: f.bytes("recipient"),
      recipientKey: await sealingPublicKeyOf(seed),
      deliverer: f.bytes("deliverer"),
      rosterHead: f.bytes("rosterHead"),
    } as const;
    const part = await openMemberPart(port, seed, place, f.bytes("memberCommitment"), bytes);
    return part && toHex(part);
  },

  async "key-log-entry-guarded"(port, f, bytes) {
    const entry = parseKeyLogEntry(bytes);
    if (!entry || entry.body.operation[0] !== "rotate.guarded") return undefined;
    if (!(await isByPerson(port, f, "key-log", entry))) return undefined;
    const [operation, epoch, , , , , member, release] = entry.body.operation;
    return { operation, epoch, memberCommitment: toHex(member), releaseCommitment: toHex(release) };
  },

  async opening(port, f, bytes) {
    const opening = parseOpening(bytes);
    const key = await importVerifyKey(port, f.bytes("deviceKey"));
    if (!opening || !key) return undefined;
    const practice: PracticeId = f.bytes("practice");
    if (!(await verify(port, key, opening.signature, context("opening", practice, opening.bodyBytes))))
      return undefined;
    const { compartment, epoch, account, device, at, sequence, tag } = opening.body;
    if (!equalBytes(openingTags(f.bytes("memberPart"))(account)(device, sequence), tag)) return undefined;
    const by = { account: toHex(account), device: toHex(device) };
    return { compartment: toHex(compartment), epoch, ...by, at, sequence, tag: toHex(tag) };
  },

  async "release-part"(port, f, bytes) {
    const seed: SealingSeed = f.bytes("recipientSeed");
    const place = {
      ...placeOf(f),
      commitment: f.bytes("commitment"),
      recipient: f.bytes("recipient"),
      recipientKey: await sealingPublicKeyOf(seed),
      deliverer: f.bytes("deliverer"),
      rosterHead: f.bytes("rosterHead"),
    } as const;
    const part = await openReleasePart(port, seed, place, f.bytes("releaseCommitment"), bytes);
    return part && toHex(part);
  },

  async "given-part"(port, f, bytes) {
    const place = { ...placeOf(f), asked: askedId(f.bytes("opening")), releaser: f.bytes("releaser") } as const;
    const part = await openGivenPart(port, f.bytes("oneTimeSeed"), place, f.bytes("releaseCommitment"), bytes);
    return part && toHex(part);
  },

  async "opening-with-key"(port, f, bytes) {
    const opening = parseOpening(bytes);
    const deviceKey = await importVerifyKey(port, f.bytes("deviceKey"));
    if (!opening?.body.key || !deviceKey) return undefined;
    const message = context("opening", f.bytes("practice") as PracticeId, opening.bodyBytes);
    if (!(await verify(port, deviceKey, opening.signature, message))) return undefined;
    const { compartment, epoch, account, device, sequence, tag, key } = opening.body;
    if (!equalBytes(openingTags(f.bytes("memberPart"))(account)(device, sequence), tag)) return undefined;
    const by = { account: toHex(account), device: toHex(device) };
    const asks = { keyHash: toHex(hash(key)), asked: toHex(askedId(bytes)) };
    return { compartment: toHex(compartment), epoch, ...by, sequence, ...asks };
  },

  async release(port, f, bytes) {
    const release = parseRelease(bytes);
    if (!release || !(await isByPerson(port, f, "release", release))) return undefined;
    const { compartment, epoch, asker, asked, sealedHash } = release.body;
    const answers = { asker: toHex(asker), asked: toHex(asked), sealedHash: toHex(sealedHash) };
    return { compartment: toHex(compartment), epoch, ...answers, tag: toHex(releaseTag(asked)) };
  },

  async "statement-of-releasers"(port, f, bytes) {
    const statement = parseStatement(bytes);
    if (!statement || !(await isByPerson(port, f, "statement", statement))) return undefined;
    const { operations } = statement.body;
    return { operations: operations.map(([name]) => name), rights: operations.map((each) => each[2] as string) };
  },

  async "statement-of-guard"(port, f, bytes) {
    const statement = parseStatement(bytes);
    if (!statement || !(await isByPerson(port, f, "statement", statement))) return undefined;
    return { operations: statement.body.operations.map(([name]) => name) };
  },

  async "statement-of-emergency"(port, f, bytes) {
    const statement = parseStatement(bytes);
    if (!statement || !(await isByPerson(port, f, "statement", statement))) return undefined;
    const [operation] = statement.body.operations;
    if (operation?.[0] !== "emergency.give") return undefined;
    const [, compartment, chart, account, untilDay] = operation;
    return { compartment: toHex(compartment), chart: toHex(chart), account: toHex(account), untilDay };
  },

  async "key-log-entry-of-portal"(port, f, bytes) {
    const entry = parseKeyLogEntry(bytes);
    if (!entry || !(await isByPerson(port, f, "key-log", entry))) return undefined;
    const { compartment, operation } = entry.body;
    if (operation[0] !== "rotate.portal") return undefined;
    const [staff, setName, clients, card] = operation[6];
    if (!setName || !card || !equalBytes(setName, portalNameOf(compartment, f.bytes("set")))) return undefined;
    return {
      staff: staff.map(([account]) => toHex(account)),
      devices: staff.flatMap(([, , , devices]) => devices.map(([device]) => toHex(device))),
      setName: toHex(setName),
      clients: clients.map(([device]) => toHex(device)),
      transcript: clients.map(([, , , transcript]) => toHex(transcript)).join(),
      card: toHex(card),
      recipients: deliveriesOf(operation).map(([recipient]) => toHex(recipient)),
    };
  },

  async "portal-knock"(port, f, bytes) {
    const knock = await openKnock(port, f.bytes("practice"), f.bytes("card"), bytes);
    if (!knock) return undefined;
    const { portal, head, device, deviceKey, sealingKey } = knock;
    return {
      portal: toHex(portal),
      head: toHex(head),
      device: toHex(device),
      deviceKey: toHex(deviceKey),
      sealingKeyHash: toHex(hash(sealingKey)),
    };
  },

  async "wallet-card"(port, f, bytes) {
    const card = parseWalletCard(new TextDecoder().decode(bytes));
    if (!card) return undefined;
    const seed = await deriveWalletKey(port, { ...card, pin: f.text("pin") });
    if (!equalBytes(publicKeyOf(seed), f.bytes("cardKey"))) return undefined;
    const { origin, practice, founding, ledgerKey, portal, logHead, checkpoint, secret } = card;
    return {
      origin,
      practice: toHex(practice),
      founding: toHex(founding),
      ledgerKey: toHex(ledgerKey),
      portal: toHex(portal),
      logHead: toHex(logHead),
      size: checkpoint.size,
      root: toHex(checkpoint.root),
      secret: toHex(secret),
    };
  },

  async "statement-of-destruction"(port, f, bytes) {
    const statement = parseStatement(bytes);
    if (!statement || !(await isByPerson(port, f, "statement", statement))) return undefined;
    const [operation] = statement.body.operations;
    if (operation?.[0] !== "compartment.destroy") return undefined;
    const [, compartment, entries, digest] = operation;
    if (!equalBytes(destroyedDigest(f.bytes("practice"), compartment, f.list("leaves")), digest)) return undefined;
    return { compartment: toHex(compartment), entries, digest: toHex(digest) };
  },

  async "note-signature"(port, f, bytes) {
    const signature = parseNoteSignature(bytes);
    const key = await importVerifyKey(port, f.bytes("identityKey"));
    if (!signature || !key) return undefined;
    const message = context("note-signature", f.bytes("practice"), signature.bodyBytes);
    if (!(await verify(port, key, signature.signature, message))) return undefined;
    const { account, compartment, record, envelope, content, intent, at } = signature.body;
    return {
      account: toHex(account),
      compartment: toHex(compartment),
      record: toHex(record),
      envelope: toHex(envelope),
      content: toHex(content),
      intent,
      at,
    };
  },

  async "export-seal"(port, f, bytes) {
    const seal = parseExportSeal(bytes);
    const key = await importVerifyKey(port, f.bytes("identityKey"));
    if (!seal || !key || !(await isExportSealedBy(port, key, f.bytes("practice"), seal))) return undefined;
    const { account, manifest, at } = seal.body;
    return { account: toHex(account), manifest: toHex(manifest), at };
  },

  async envelope(port, f, bytes) {
    const parsed = parseEnvelope(bytes);
    if (!parsed) return undefined;
    const key = await deriveContentKey(port, f.bytes("epochKey"), parsed.header.author);
    const plaintext = await openEnvelope(port, key, f.bytes("practice"), parsed);
    const { record, revision } = parsed.header;
    return plaintext && { record: toHex(record), revision, text: new TextDecoder().decode(plaintext) };
  },

  async batch(port, f, bytes) {
    const batch = parseBatch(bytes);
    const key = await importVerifyKey(port, f.bytes("deviceKey"));
    if (!batch || !key || !(await verifyBatch(port, key, f.bytes("practice"), batch))) return undefined;
    const { compartment, epoch, author, deviceCounter, tag, envelopes } = batch.body;
    return {
      compartment: toHex(compartment),
      epoch,
      author: toHex(author),
      deviceCounter,
      tag: toHex(tag),
      envelopes: envelopes.map(toHex),
    };
  },

  async heartbeat(port, f, bytes) {
    const beat = parseHeartbeat(bytes);
    const key = await importVerifyKey(port, f.bytes("deviceKey"));
    if (!beat || !key || !(await verifyHeartbeat(port, key, f.bytes("practice"), beat))) return undefined;
    const { device, sequence, day, checkpoint } = beat.body;
    return { device: toHex(device), sequence, day, size: checkpoint.size };
  },

  async leaf(_port, _facts, bytes) {
    const leaf = parseLeaf(bytes);
    return leaf && { kind: leaf.kind, tag: toHex(leaf.tag), bodyHash: toHex(leaf.bodyHash) };
  },

  async tree(_port, f, bytes) {
    const leaves: Uint8Array[] = f.list("leaves");
    const root = bytes as unknown as Hash;
    const size = leaves.length;
    const index = f.number("index");
    const included = verifyInclusion(leafHash(leaves[index] as Uint8Array), index, size, f.list("inclusion"), root);
    const extended = verifyConsistency(f.number("oldSize"), size, f.bytes("oldRoot"), root, f.list("consistency"));
    const grown = equalBytes(rootOf(appendLeaves(emptyFrontier, leaves)), root);
    return included && extended && grown ? true : undefined;
  },

  async checkpoint(port, f, bytes) {
    const key = await importVerifyKey(port, f.bytes("ledgerKey"));
    const opened = key && (await openCheckpoint(port, key, f.bytes("practice"), new TextDecoder().decode(bytes)));
    return opened && { size: opened.size, root: toHex(opened.root) };
  },

  async chunk(port, f, bytes) {
    const place = {
      practice: f.bytes("practice"),
      blob: f.bytes("blob"),
      index: f.number("index"),
      last: f.flag("last"),
    };
    return hexOf(await openChunk(port, await importSealKey(port, f.bytes("key")), place, bytes));
  },

  async hello(port, f, bytes) {
    const key = await importVerifyKey(port, f.bytes("ledgerKey"));
    return key && (await verify(port, key, bytes, helloBytes(handshakeOf(f, "not signed")))) ? true : undefined;
  },

  async login(port, f, bytes) {
    const handshake = handshakeOf(f, f.text("origin"));
    const login = bytes as unknown as Signature;
    const device: Signature = f.bytes("deviceSignature");
    const message = loginBytes(handshake);
    const loginKey = await importVerifyKey(port, f.bytes("loginKey"));
    const deviceKey = await importVerifyKey(port, handshake.deviceKey);
    if (!loginKey || !deviceKey || !(await verify(port, loginKey, login, message))) return undefined;
    if (!(await verify(port, deviceKey, device, message))) return undefined;
    const secret: AgreementSecret = f.bytes("deviceSecret");
    const key = await deriveSessionKey(port, handshake, secret, handshake.serverEphemeral, login, device);
    return key && { sessionKey: toHex(key) };
  },

  async recover(port, f, bytes) {
    const handshake = handshakeOf(f, f.text("origin"));
    const recovery = bytes as unknown as Signature;
    const device: Signature = f.bytes("deviceSignature");
    const message = recoverBytes(handshake, f.bytes("set"));
    const recoveryKey = await importVerifyKey(port, f.bytes("recoveryKey"));
    const deviceKey = await importVerifyKey(port, handshake.deviceKey);
    if (!recoveryKey || !deviceKey || !(await verify(port, recoveryKey, recovery, message))) return undefined;
    if (!(await verify(port, deviceKey, device, message))) return undefined;
    const secret: AgreementSecret = f.bytes("deviceSecret");
    const theirs = handshake.serverEphemeral;
    const key = await deriveSessionKey(port, handshake, secret, theirs, recovery, device, message);
    return key && { sessionKey: toHex(key) };
  },

  async "request-mac"(_port, f, bytes) {
    const session = f.bytes("session");
    const counter = f.number("counter");
    const facts = {
      session,
      counter,
      method: f.text("method"),
      pathAndQuery: f.text("pathAndQuery"),
      bodyHash: f.bytes("bodyHash"),
    };
    const mac = requestMac(f.bytes("sessionKey"), facts);
    return equalBytes(mac, bytes) ? { header: encodeSessionHeader(session, counter, mac) } : undefined;
  },

  async "answer-mac"(_port, f, bytes) {
    const facts = {
      session: f.bytes("session"),
      counter: f.number("counter"),
      status: f.number("status"),
      bodyHash: f.bytes("bodyHash"),
    };
    return equalBytes(answerMac(f.bytes("sessionKey"), facts), bytes) ? true : undefined;
  },

  async kit(_port, _facts, bytes) {
    const text = new TextDecoder().decode(bytes);
    const kit = parseKit(text);
    return (
      kit && {
        text,
        origin: kit.origin,
        practice: toHex(kit.practice),
        account: toHex(kit.account),
        kdfVersion: kit.kdfVersion,
        secretKey: toHex(kit.secretKey),
        secretKeyGroups: secretKeyGroups(kit.secretKey).join(" "),
        founding: toHex(kit.founding),
        identity: toHex(kit.identity),
        ledgerKey: toHex(kit.ledgerKey),
        size: kit.checkpoint.size,
        root: toHex(kit.checkpoint.root),
      }
    );
  },

  async invite(port, f) {
    const secret = f.bytes("secret");
    const { id, blob, newcomer, inviter } = await inviteKeys(port, secret);
    const words = wordsOf(secret).join(" ");
    const keys = { id: toHex(id), blob: toHex(blob), newcomer: toHex(newcomer), inviter: toHex(inviter) };
    return secretFromWords(words).ok && { words, ...keys };
  },

  async "invitation-qr"(_port, _facts, bytes) {
    const text = new TextDecoder().decode(bytes);
    const parsed = parseInvitationQr(text);
    const { secret, invitation } = parsed ?? {};
    return (
      invitation &&
      secret && {
        text,
        secret: toHex(secret),
        founding: toHex(invitation.founding),
        inviter: toHex(invitation.inviter),
      }
    );
  },

  async "invitation-blob"(port, f, bytes) {
    const invitation = await openInvitation(port, await inviteKeys(port, f.bytes("secret")), bytes);
    return (
      invitation && {
        origin: invitation.origin,
        founding: toHex(invitation.founding),
        inviter: toHex(invitation.inviter),
      }
    );
  },

  async m1(port, f, bytes) {
    const parsed = parseM1(await inviteKeys(port, f.bytes("secret")), "device", bytes);
    if (
      parsed?.newcomer.kind !== "device" ||
      !equalBytes(commitTo(parsed.newcomer, f.bytes("nonce")), parsed.commitment)
    )
      return undefined;
    const { device, deviceKey, name } = parsed.newcomer;
    return { device: toHex(device), deviceKey: toHex(deviceKey), name };
  },

  async m2(port, f, bytes) {
    const parsed = parseM2(await inviteKeys(port, f.bytes("secret")), bytes);
    if (!parsed) return undefined;
    const { m1Hash, nonce, rosterHead, checkpoint } = parsed.m2;
    return { m1Hash: toHex(m1Hash), nonce: toHex(nonce), rosterHead: toHex(rosterHead), size: checkpoint.size };
  },

  async comparison(port, f) {
    const transcript = transcriptHash(f.bytes("m1"), f.bytes("m2"), f.bytes("nonce"));
    return { transcript: toHex(transcript), words: (await comparisonWords(port, transcript)).join(" ") };
  },

  async gift(port, f, bytes) {
    const opened = await port.hpke.open(f.bytes("oneTimeSeed"), giftContext(f.bytes("transcript")), bytes);
    const gift = opened && parseGift(opened);
    return gift && { keyringKey: toHex(gift.keyringKey), secretKey: toHex(gift.secretKey), slot0: toHex(gift.slot0) };
  },
};
