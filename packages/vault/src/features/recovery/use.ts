/**
 * Recovery by quorum on a fresh device (transcripts.md, steps 1 to 5): cards are checked against the roster that the
 * newest of them pins, put together, and an owner goes on with new keys.
 *
 * What is new is on this device's disk, sealed, before the server hears of it: killed at any point, the same cards and
 * passphrase go on where it ended, with the same keys.
 */

import {
  type AccountId,
  asId,
  type Bytes,
  type CborValue,
  type DeviceId,
  encodeCbor,
  equalBytes,
  fail,
  ok,
  parseCbor,
  type RecoverySetId,
  type Result,
  toHex,
} from "@alcove/bytes";
import {
  type Checkpoint,
  context,
  type CryptoPort,
  defaultKdfVersion,
  deriveLocalKey,
  derivePassphraseKeys,
  type Frontier,
  type KeyringKey,
  open,
  publicKeyOf,
  type RecoveryShare,
  type SigningKey,
  type SigningSeed,
  seal as sealBytes,
  sealingPublicKeyOf,
  type SealingSeed,
  sealKeyring,
  sealSlot,
  type SecretKey,
} from "@alcove/crypto";
import {
  encodeStatementBody,
  type Failure,
  failure,
  type Operation,
  type Roster,
  signBy,
  signerKinds,
} from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import { copyCards, openKeys, type OpenKeys, wipeCards } from "../../engine/keys.ts";
import type { RecoverRequest, RecoveryCardText } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { type Profile, profileFrom, profileValue, writeProfile } from "../../profile.ts";
import type { RecoveryCard } from "../../recovery-card.ts";
import { ask, loginByRecovery } from "../../session.ts";
import { replayRoster, settleStatement } from "../enrol.ts";
import { judgeCards, practicesCards, readCards } from "./cards.ts";
import { putTogether, type Spent } from "./put-together.ts";
import { cardsOf, makeSet, type MadeSet } from "./set.ts";
import { sealDeviceSeed, sealSpentCards, unlockDevice } from "../unlock.ts";

export type Recovered = {
  readonly profile: Profile;
  readonly keys: OpenKeys;
  readonly cards: readonly RecoveryCardText[];
};
type Shown = { readonly roster: Roster; readonly frontier: Frontier; readonly checkpoint: Checkpoint };

const attempts = 3;

/** Failures: those of cards, `recovery-owner-needed`, `passphrase-wrong` (of a try before), alarms, the network's. */
export async function recoverByCards(
  ports: Ports,
  disk: Disk,
  request: RecoverRequest,
): Promise<Result<Recovered, Failure>> {
  const read = readCards(request.cards);
  if (!read.ok) return read;
  const cards = read.value;
  const origin = cards.find(({ at }) => at)?.at?.origin ?? request.server;
  if (!origin) return fail(failure("recovery-set-unknown"));
  let last: Failure = failure("head-moved");
  for (let n = 0; n < attempts; n++) {
    const done = await attempt(ports, disk, request, cards, origin);
    if (done.ok || done.error.code !== "head-moved") return done;
    last = done.error;
  }
  return fail(last);
}

async function attempt(
  ports: Ports,
  disk: Disk,
  request: RecoverRequest,
  cards: readonly RecoveryCard[],
  origin: string,
): Promise<Result<Recovered, Failure>> {
  const { crypto } = ports;
  const shown = await readRoster(ports, cards, origin);
  if (!shown.ok) return shown;
  const { roster } = shown.value;
  const begun = await openBegun(crypto, disk, request.passphrase);
  // The answer of a try before was lost, and the ledger has it: nothing is put together again.
  if (begun && stands(roster, begun)) return finish(ports, disk, begun, shown.value.checkpoint);

  const judged = judgeCards(roster, cards, practicesCards(roster));
  if (!judged.ok) return judged;
  const spent = await putTogether(crypto, roster, judged.value, cards);
  if (!spent.ok) return spent;
  const owner = chooseOwner(roster, request.owner);
  if (!owner.ok) return owner;
  const made =
    begun && equalBytes(begun.spent, judged.value.set) && equalBytes(begun.profile.account, owner.value)
      ? begun
      : await beginAnew(crypto, disk, request, { shown: shown.value, origin, owner: owner.value, ...spent.value });
  if (!made) return fail(failure("kdf-version-unknown"));
  const stated = await state(ports, shown.value, made, spent.value, request.reason);
  wipeCards([spent.value]);
  return stated.ok ? finish(ports, disk, made, stated.value) : stated;
}

/** Statements, leaves and checkpoint for whoever knows the set, measured against what the newest card pins. */
async function readRoster(
  ports: Ports,
  cards: readonly RecoveryCard[],
  origin: string,
): Promise<Result<Shown, Failure>> {
  const [first, ...others] = cards as [RecoveryCard, ...RecoveryCard[]];
  const newest = others.reduce((a, b) => (b.checkpoint.size > a.checkpoint.size ? b : a), first);
  const page = (leavesFrom: number, bodiesFrom: number) =>
    ask(
      ports.transport,
      origin,
      "GET",
      `/v1/recovery/${toHex(first.set)}/roster?leavesFrom=${leavesFrom}&bodiesFrom=${bodiesFrom}`,
      "SyncAnswer",
    );
  const shown = await replayRoster(ports.crypto, page, { founding: newest.founding, checkpoint: newest.checkpoint });
  // Under another address than the practice pinned stands somebody else, who may pass on what the right server says.
  return shown.ok && shown.value.roster.origin !== origin ? fail(failure("recovery-set-unknown")) : shown;
}

function chooseOwner(roster: Roster, asked: string | undefined): Result<AccountId, Failure> {
  const owners = [...roster.members.values()].filter(({ role }) => role === "owner");
  const chosen = asked === undefined ? owners : owners.filter(({ account }) => toHex(account) === asked);
  const [only, ...more] = chosen;
  return only && more.length === 0
    ? ok(only.account)
    : fail(failure("recovery-owner-needed", { count: owners.length }));
}

/** What was made for one use of cards, and is kept until the ledger has it. */
type Begun = {
  readonly profile: Profile;
  readonly keys: OpenKeys;
  readonly deviceKey: SigningKey;
  readonly spent: RecoverySetId;
  readonly made: MadeSet;
};

async function beginAnew(
  crypto: CryptoPort,
  disk: Disk,
  request: RecoverRequest,
  facts: Spent & { readonly shown: Shown; readonly origin: string; readonly owner: AccountId },
): Promise<Begun | undefined> {
  const { roster } = facts.shown;
  const { practice, founding, recoverySet } = roster;
  const [account, device] = [facts.owner, asId<DeviceId>(crypto.random(16))];
  const secretKey = crypto.random(16) as SecretKey;
  const keyringKey = crypto.random(32) as KeyringKey;
  const identity = { sign: crypto.random(32) as SigningSeed, seal: crypto.random(32) as SealingSeed };
  const deviceSeed = crypto.random(32) as SigningSeed;
  const [kdfVersion, { passphrase }] = [defaultKdfVersion, request];
  const derived = await derivePassphraseKeys(crypto, { practice, account, passphrase, secretKey, kdfVersion });
  if (!derived) return undefined;
  const version = (roster.members.get(toHex(account))?.keyringVersion ?? 0) + 1;
  const keyring = { version, identities: [identity] as const, loginSeed: derived.loginSeed };
  const place = { practice, account, device };
  const spent = { set: facts.set, seal: facts.seal, sign: facts.sign };
  const profile: Profile = {
    ...place,
    origin: facts.origin,
    ledgerKey: roster.ledgerKey.publicKey,
    founding,
    secretKey,
    kdfVersion,
    keyringVersion: version,
    slot0: await sealSlot(
      crypto,
      derived.unlockKey,
      { practice, account, slot: 0, keyringVersion: version, kdfVersion },
      keyringKey,
    ),
    keyring: await sealKeyring(crypto, keyringKey, place, keyring),
    deviceKey: await sealDeviceSeed(crypto, place, keyringKey, deviceSeed),
    spentCards: await sealSpentCards(crypto, place, keyringKey, [spent]),
    practiceName: "",
    memberName: "",
    deviceName: request.deviceName,
  };
  const cards = recoverySet?.shares.length ?? 0;
  const made = await makeSet(crypto, practice, { needed: recoverySet?.needed ?? 0, cards });
  const keys = await openKeys(crypto, {
    ...profile,
    keyringKey,
    keyring,
    deviceSeed,
    spent: [copyCards(spent)],
  });
  const kept: CborValue = [facts.set, [...made.parts] as CborValue, [...made.shares] as CborValue];
  const sealed = await sealKept(crypto, keyringKey, device, kept);
  disk.settings.set("recovering", { profile: profileValue(profile), sealed });
  return { profile, keys, deviceKey: keys.deviceKey, spent: facts.set, made };
}

async function openBegun(crypto: CryptoPort, disk: Disk, passphrase: string): Promise<Begun | undefined> {
  const there = disk.settings.get("recovering") as { readonly [name: string]: CborValue } | undefined | null;
  if (!there) return undefined;
  const profile = profileFrom(there["profile"] as CborValue);
  const unlocked = await unlockDevice(crypto, profile, undefined, passphrase);
  const keys = unlocked.ok && unlocked.value.keys;
  const kept = keys && (await openKept(crypto, keys.keyringKey, profile.device, there["sealed"] as Bytes));
  if (!keys || !kept) return undefined;
  const [spent, parts, shares] = kept as [RecoverySetId, MadeSet["parts"], RecoveryShare[]];
  const made = { set: parts[0], needed: parts[1], parts, shares };
  return { profile, keys, deviceKey: keys.deviceKey, spent, made };
}

/** Whether the ledger holds this use of the cards: then its keys are the account's. */
function stands(roster: Roster, { profile, keys }: Begun): boolean {
  const member = roster.members.get(toHex(profile.account));
  return member !== undefined && equalBytes(member.identitySign.publicKey, keys.identity.publicKey);
}

/** Says `recovery.use`; gives the checkpoint that it stands under. */
async function state(
  ports: Ports,
  { roster, frontier, checkpoint }: Shown,
  { profile, keys, deviceKey, made }: Begun,
  spent: Spent,
  reason: RecoverRequest["reason"],
): Promise<Result<Checkpoint, Failure>> {
  const { crypto } = ports;
  const { account, device, keyringVersion, kdfVersion, slot0, keyring } = profile;
  const { sign, seal } = keys.keyring.identities[0];
  const identityKeys = [publicKeyOf(sign), await sealingPublicKeyOf(seal)] as const;
  const deviceParts = [device, deviceKey.publicKey] as const;
  const use: Operation = [
    "recovery.use",
    spent.set,
    account,
    ...identityKeys,
    ...deviceParts,
    keyringVersion,
    reason,
    ...made.parts,
  ];
  const body = encodeStatementBody({
    sequence: roster.sequence + 1,
    previous: roster.head,
    account,
    device,
    checkpoint,
    operations: [use],
  });
  const statement = await signBy(crypto, "statement", roster.practice, body, [
    { kind: signerKinds.recoverySet, id: spent.set, key: spent.signKey },
    { kind: signerKinds.device, id: device, key: deviceKey },
    { kind: signerKinds.nextIdentity, id: account, key: keys.identity },
  ]);
  const session = await loginByRecovery(crypto, ports.transport, {
    ...profile,
    deviceKey,
    set: spent.set,
    recoveryKey: spent.signKey,
  });
  if (!session.ok) return session;
  const answered = await session.value.call(
    "POST",
    "/v1/recovery",
    encodeCbor({
      from: frontier.size,
      statement,
      loginKey: keys.loginKey.publicKey,
      keyring: { keyringVersion, kdfVersion, slot0, keyring },
    }),
  );
  return settleStatement(crypto, roster, frontier, statement, answered);
}

/** From here on this is the account's device. The spent key stays, sealed, until what it opened is delivered anew. */
function finish(
  { clock }: Pick<Ports, "clock">,
  disk: Disk,
  { profile, keys, made }: Begun,
  checkpoint: Checkpoint,
): Result<Recovered, Failure> {
  disk.transaction(() => {
    writeProfile(disk, profile);
    disk.settings.set("recovering", null);
  });
  return ok({ profile, keys, cards: cardsOf(made, profile, checkpoint, clock.now()) });
}

const keptContext = (device: DeviceId): Bytes => context("local", encodeCbor(["recovering", device]));

async function sealKept(crypto: CryptoPort, keyringKey: KeyringKey, device: DeviceId, kept: CborValue): Promise<Bytes> {
  return sealBytes(
    crypto,
    await deriveLocalKey(crypto, keyringKey, "local", device),
    encodeCbor(kept),
    keptContext(device),
  );
}

async function openKept(
  crypto: CryptoPort,
  keyringKey: KeyringKey,
  device: DeviceId,
  sealed: Bytes,
): Promise<CborValue | undefined> {
  const opened = await open(
    crypto,
    await deriveLocalKey(crypto, keyringKey, "local", device),
    sealed,
    keptContext(device),
  );
  return opened && parseCbor(opened);
}
