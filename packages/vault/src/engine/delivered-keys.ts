/**
 * Keys of epochs as they are delivered: which of an entry's are for this member, and what they open. A reader checks what the
 * server can't: the sealed key opens, fits commitment and drop box, and opens the epochs before (docs/spec, LOG-9).
 */

import {
  type AccountId,
  type Bytes,
  type CompartmentId,
  equalBytes,
  type Hash,
  type RecoverySetId,
  toHex,
} from "@alcove/bytes";
import {
  combineParts,
  type Commitment,
  commitmentOf,
  type CryptoPort,
  type DeliveryPlace,
  dropBoxPublicKey,
  type EpochKey,
  hash,
  type MemberPart,
  type PartCommitment,
  type ReleasePart,
  type SealingPublicKey,
  type SealingSeed,
  sealingPublicKeyOf,
} from "@alcove/crypto";
import { openBackLink, openEpochKey, openMemberPart, openPartInside, openReleasePart } from "@alcove/crypto/open";
import {
  currentEpoch,
  deliveriesOf,
  type Epoch,
  keepsRelease,
  type KeyLog,
  type KeyLogBody,
  portalNameOf,
  type Recipient,
} from "@alcove/protocol";
import type { OpenKeys } from "./keys.ts";
import type { MemberParts } from "./state.ts";

/** A key of an epoch, sealed for this member, with the entry that says so. */
export type Delivered = {
  readonly compartment: CompartmentId;
  readonly epoch: number;
  readonly deliverer: AccountId;
  readonly rosterHead: Hash;
  /** This member, or a set whose cards were used here. */
  readonly recipient: Recipient;
  /** Of the recipient's sealing key. */
  readonly keyHash: Hash;
  readonly sealed: Bytes;
};

type OwnKey = {
  readonly recipient: Recipient;
  readonly recipientKey: SealingPublicKey;
  readonly keyHash: Hash;
  readonly seed: SealingSeed;
  readonly set?: RecoverySetId;
};

async function ownKey(crypto: CryptoPort, recipient: Recipient, seed: SealingSeed): Promise<OwnKey> {
  const recipientKey = await sealingPublicKeyOf(seed, crypto);
  return { recipient, recipientKey, keyHash: hash(recipientKey), seed };
}

/** By the recipient's id or, of cards that were used here, by their set's name in a portal. */
const isFor = (own: OwnKey, compartment: CompartmentId, recipient: Recipient, keyHash: Hash): boolean =>
  equalBytes(own.keyHash, keyHash) &&
  (equalBytes(own.recipient, recipient) ||
    (own.set !== undefined && equalBytes(portalNameOf(compartment, own.set), recipient)));

/** What a delivery gives: keys of all epochs up to its own, and of a guarded epoch the member part; closed, nothing else. */
export type OpenedKeys = { readonly parts?: MemberParts; readonly keys?: EpochKey[] };

export function createDeliveredKeys(
  crypto: CryptoPort,
  keys: OpenKeys,
  releaseParts: ReadonlyMap<string, ReleasePart>,
) {
  let ownKeys: { readonly spent: OpenKeys["spent"]; readonly all: Promise<readonly OwnKey[]> } | undefined;

  /** What of an entry's deliveries is for this member. */
  async function find(
    { operation, ...entry }: KeyLogBody,
    sealedKeys: readonly Bytes[],
  ): Promise<Delivered | undefined> {
    const deliveries = deliveriesOf(operation);
    const own = await allOwnKeys();
    // What went to a key that this keyring never held was this account's before recovery cards gave it to another identity.
    const i = deliveries.findIndex(([recipient, keyHash]) =>
      own.some((one) => isFor(one, entry.compartment, recipient, keyHash)),
    );
    const sealed = sealedKeys[i];
    const [recipient, keyHash] = deliveries[i] ?? [];
    if (!sealed || !recipient || !keyHash) return undefined;
    const { compartment, account: deliverer, rosterHead } = entry;
    return { compartment, epoch: operation[1], deliverer, rosterHead, recipient, keyHash, sealed };
  }

  /** Keys of all epochs up to the delivered one. `undefined`: it does not open, or does not fit what the key log says. */
  async function openUpTo(log: KeyLog, mine: Delivered, had: readonly EpochKey[]): Promise<OpenedKeys | undefined> {
    const newest = log.epochs[mine.epoch - 1];
    if (!newest) return undefined;
    // Nothing that opens: it is given on, to whoever this member lets in.
    if (keepsRelease(newest, mine.recipient)) return (await openReleaseOf(newest, mine)) && {};
    if (!newest.guard || !equalBytes(mine.recipient, keys.account)) {
      const key = await openDelivered(newest.commitment, mine);
      const found = key && (await openBefore(log, mine, key, had));
      const parts = found && (await openParts(log, found));
      return found && parts && { keys: found, ...(parts.length > 0 ? { parts } : {}) };
    }
    const part = await openPart(newest.commitment, newest.guard.member, mine);
    if (!part) return undefined;
    const release = releaseParts.get(toHex(newest.guard.release));
    if (!release) return { parts: withPart(mine.epoch, part) };
    return openWithRelease(log, part, release);
  }

  /** The parts of guarded epochs under these keys; none where no epoch was. `undefined`: one does not open. */
  async function openParts(log: KeyLog, found: readonly EpochKey[]): Promise<MemberParts | undefined> {
    const { compartment } = log;
    const parts = await Promise.all(
      found.map(async (key, i) => {
        const guard = log.epochs[i]?.guard;
        const place = { practice: keys.practice, compartment, epoch: i + 1 };
        return guard && { part: await openPartInside(crypto, key, place, guard.member, guard.inside) };
      }),
    );
    if (parts.some((one) => one && !one.part)) return undefined;
    return parts.some(Boolean) ? parts.map((one) => one?.part) : [];
  }

  /** Keys of all epochs up to the newest, which is guarded. `undefined`: the parts don't make the key that was signed. */
  async function openWithRelease(log: KeyLog, part: MemberPart, release: ReleasePart): Promise<OpenedKeys | undefined> {
    const { compartment } = log;
    const { epoch, commitment } = currentEpoch(log);
    const place = { practice: keys.practice, compartment, epoch };
    const key = await combineParts(crypto, part, release, place);
    if (!equalBytes(await commitmentOf(crypto, key, place), commitment)) return undefined;
    const found = await openBefore(log, { compartment, epoch }, key, []);
    const parts = found && (await openParts(log, found));
    return found && parts && { keys: found, parts };
  }

  /** By back links: the key of this epoch and of all before it. */
  async function openBefore(
    log: KeyLog,
    { compartment, epoch }: Pick<Delivered, "compartment" | "epoch">,
    newestKey: EpochKey,
    had: readonly EpochKey[],
  ): Promise<EpochKey[] | undefined> {
    const place = (n: number) => ({ practice: keys.practice, compartment, epoch: n });
    let key = newestKey;
    const dropBox = log.epochs[epoch - 1]?.dropBoxKey;
    if (!dropBox || !equalBytes(await dropBoxPublicKey(crypto, key, place(epoch)), dropBox)) return undefined;
    const found = [key];
    for (let n = epoch; n > 1; n--) {
      const before = log.epochs[n - 2]?.commitment;
      const link = log.epochs[n - 1]?.backLink;
      const linked: EpochKey | undefined =
        before && link ? await openBackLink(crypto, key, place(n), before, link) : undefined;
      if (!linked) return undefined;
      // The same as is here already: one commitment stands for both.
      if (had[n - 2]) return [...had.slice(0, n - 1), ...found];
      found.unshift(linked);
      key = linked;
    }
    return found;
  }

  async function openDelivered(commitment: Commitment, mine: Delivered): Promise<EpochKey | undefined> {
    const own = await ownKeyFor(mine);
    return own && openEpochKey(crypto, own.seed, placeOf(commitment, mine, own), mine.sealed);
  }

  async function openPart(
    commitment: Commitment,
    partCommitment: PartCommitment,
    mine: Delivered,
  ): Promise<MemberPart | undefined> {
    const own = await ownKeyFor(mine);
    return own && openMemberPart(crypto, own.seed, placeOf(commitment, mine, own), partCommitment, mine.sealed);
  }

  /** The release part that was delivered to this member. `undefined`: it does not open, or does not fit. */
  async function openReleaseOf({ commitment, guard }: Epoch, mine: Delivered): Promise<ReleasePart | undefined> {
    const own = await ownKeyFor(mine);
    return (
      own && guard && openReleasePart(crypto, own.seed, placeOf(commitment, mine, own), guard.release, mine.sealed)
    );
  }

  function placeOf(commitment: Commitment, mine: Delivered, { recipientKey }: OwnKey): DeliveryPlace {
    const { compartment, epoch, deliverer, rosterHead, recipient } = mine;
    const place = { practice: keys.practice, compartment, epoch, commitment };
    return { ...place, recipient, recipientKey, deliverer, rosterHead };
  }

  /** The present and former identities' keys, and those of sets whose cards were used here. */
  function allOwnKeys(): Promise<readonly OwnKey[]> {
    const { spent, keyring, account } = keys;
    if (ownKeys?.spent !== spent) {
      const all = [
        ...keyring.identities.map(({ seal }) => ownKey(crypto, account, seal)),
        ...spent.map(async ({ set, seal }) => ({ ...(await ownKey(crypto, set, seal)), set })),
      ];
      ownKeys = { spent, all: Promise.all(all) };
    }
    return ownKeys.all;
  }

  async function ownKeyFor({ compartment, recipient, keyHash }: Delivered): Promise<OwnKey | undefined> {
    return (await allOwnKeys()).find((one) => isFor(one, compartment, recipient, keyHash));
  }

  return { find, openUpTo, openWithRelease, openReleaseOf };
}

export function withPart(epoch: number, part: MemberPart, before: MemberParts = []): MemberParts {
  const parts = [...before];
  while (parts.length < epoch) parts.push(undefined);
  parts[epoch - 1] = part;
  return parts;
}
