/**
 * Keys of epochs as they are delivered: which of an entry's are for this member, and what they open. A reader checks what the
 * server can't: the sealed key opens, fits commitment and drop box, and opens the epochs before (docs/spec, LOG-9).
 */

import { type AccountId, type Bytes, type CompartmentId, equalBytes, type Hash } from "@alcove/bytes";
import {
  type Commitment,
  type CryptoPort,
  dropBoxPublicKey,
  type EpochKey,
  hash,
  type SealingPublicKey,
  type SealingSeed,
  sealingPublicKeyOf,
} from "@alcove/crypto";
import { openBackLink, openEpochKey } from "@alcove/crypto/open";
import type { KeyLog, KeyLogBody, Recipient } from "@alcove/protocol";
import type { OpenKeys } from "./keys.ts";

/** A key of an epoch, sealed for this member, with the entry that says so. */
export type Delivered = {
  readonly compartment: CompartmentId;
  readonly epoch: number;
  readonly deliverer: AccountId;
  readonly rosterHead: Hash;
  /** This member, or a recovery set whose cards were used here. */
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
};

function ownKey(recipient: Recipient, seed: SealingSeed): OwnKey {
  const recipientKey = sealingPublicKeyOf(seed);
  return { recipient, recipientKey, keyHash: hash(recipientKey), seed };
}

export function createDeliveredKeys(crypto: CryptoPort, keys: OpenKeys) {
  let ownKeys: readonly OwnKey[] | undefined;

  /** What of an entry's deliveries is for this member. */
  function find({ operation, ...entry }: KeyLogBody, sealedKeys: readonly Bytes[]): Delivered | undefined {
    const deliveries = operation[0] === "rotate" ? operation[5] : operation[2];
    // What went to a key that this keyring never held was this account's before recovery cards gave it to another identity.
    const i = deliveries.findIndex(([recipient, hashed]) => ownKeyFor(recipient, hashed) !== undefined);
    const sealed = sealedKeys[i];
    const [recipient, keyHash] = deliveries[i] ?? [];
    if (!sealed || !recipient || !keyHash) return undefined;
    const { compartment, account: deliverer, rosterHead } = entry;
    return { compartment, epoch: operation[1], deliverer, rosterHead, recipient, keyHash, sealed };
  }

  /** Keys of all epochs up to the delivered one. `undefined`: it does not open, or does not fit what the key log says. */
  async function openUpTo(log: KeyLog, mine: Delivered, had: readonly EpochKey[]): Promise<EpochKey[] | undefined> {
    const { compartment, epoch } = mine;
    const newest = log.epochs[epoch - 1];
    const place = (n: number) => ({ practice: keys.practice, compartment, epoch: n });
    let key = newest && (await openDelivered(newest.commitment, mine));
    if (!newest || !key || !equalBytes(await dropBoxPublicKey(crypto, key, place(epoch)), newest.dropBoxKey))
      return undefined;
    const found = [key];
    for (let n = epoch; n > 1; n--) {
      const before = log.epochs[n - 2]?.commitment;
      const link = log.epochs[n - 1]?.backLink;
      const linked: EpochKey | undefined =
        before && link ? await openBackLink(crypto, key, place(n), before, link) : undefined;
      if (!linked) return undefined;
      const known = had[n - 2];
      if (known) return equalBytes(known, linked) ? [...had.slice(0, n - 1), ...found] : undefined;
      found.unshift(linked);
      key = linked;
    }
    return found;
  }

  async function openDelivered(commitment: Commitment, mine: Delivered): Promise<EpochKey | undefined> {
    const own = ownKeyFor(mine.recipient, mine.keyHash);
    if (!own) return undefined;
    const { compartment, epoch, deliverer, rosterHead, recipient } = mine;
    const place = { practice: keys.practice, compartment, epoch, commitment };
    const { recipientKey } = own;
    return openEpochKey(crypto, own.seed, { ...place, recipient, recipientKey, deliverer, rosterHead }, mine.sealed);
  }

  /** The present and former identities' keys, and that of a recovery set whose cards were used here. */
  function ownKeyFor(recipient: Recipient, keyHash: Hash): OwnKey | undefined {
    ownKeys ??= [
      ...keys.keyring.identities.map(({ seal }) => ownKey(keys.account, seal)),
      ...(keys.spent ? [ownKey(keys.spent.set, keys.spent.seal)] : []),
    ];
    return ownKeys.find((own) => equalBytes(own.recipient, recipient) && equalBytes(own.keyHash, keyHash));
  }

  return { find, openUpTo };
}
