/**
 * Epoch keys: each compartment has a chain of them (docs/spec, KEY-9 to KEY-14). From one 32-byte key come, each by its
 * own info, the content keys, the tag keys, the commitment, the drop box and the back link to the epoch before.
 * Opening deliveries and back links is in `open/epoch.ts`.
 */

import {
  type AccountId,
  type Branded,
  type Bytes,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  type Hash,
  type PracticeId,
  type RecoverySetId,
  u64,
} from "@alcove/bytes";
import { boundContext, context } from "./context.ts";
import type { CryptoPort } from "./port.ts";
import { importSealKey, seal, type SealKey } from "./primitives/aead.ts";
import { hash, hkdf, hkdfUnder, hmacSha256, hmacUnder } from "./primitives/hash.ts";
import { hpkeOverheadBytes, type SealingPublicKey, sealingPublicKeyOf, type SealingSeed } from "./primitives/hpke.ts";

/** 32 random bytes. */
export type EpochKey = Branded<"EpochKey">;
/** 32 bytes. Two keys with one commitment can't be made: who checks it holds the same key as everybody. */
export type Commitment = Branded<"Commitment">;
/** 32 bytes; an epoch's tags for one member. */
export type TagKey = Branded<"TagKey">;
/** 16 bytes; see `batchTag`. */
export type Tag = Branded<"Tag">;

/** `epoch` counts from 1. */
export type EpochPlace = { readonly practice: PracticeId; readonly compartment: CompartmentId; readonly epoch: number };

/** Content of one author device in one epoch. Its nonces are random; `maxBatchesInCompartment` stops it before 2^31 seals. */
export async function deriveContentKey(port: CryptoPort, epochKey: EpochKey, author: DeviceId): Promise<SealKey> {
  return importSealKey(port, await hkdf(port, epochKey, context("env", author), 32));
}

export async function commitmentOf(port: CryptoPort, epochKey: EpochKey, place: EpochPlace): Promise<Commitment> {
  return (await hkdf(
    port,
    epochKey,
    context("commit", place.practice, place.compartment, u64(place.epoch)),
    32,
  )) as Commitment;
}

/** Who may put things in without reading: a sealing pair that every reader can derive. */
export async function dropBoxSeed(port: CryptoPort, epochKey: EpochKey, place: EpochPlace): Promise<SealingSeed> {
  return (await hkdf(
    port,
    epochKey,
    context("drop-box", place.practice, place.compartment, u64(place.epoch)),
    32,
  )) as SealingSeed;
}
export async function dropBoxPublicKey(
  port: CryptoPort,
  epochKey: EpochKey,
  place: EpochPlace,
): Promise<SealingPublicKey> {
  return sealingPublicKeyOf(await dropBoxSeed(port, epochKey, place), port);
}

/** 60 bytes: the key of `place.epoch - 1`, sealed under the key of `place.epoch`. The current key opens the history. */
export async function sealBackLink(
  port: CryptoPort,
  epochKey: EpochKey,
  place: EpochPlace,
  before: EpochKey,
): Promise<Bytes> {
  return seal(port, await backLinkKey(port, epochKey), before, backLinkContext(place));
}
export async function backLinkKey(port: CryptoPort, epochKey: EpochKey): Promise<SealKey> {
  return importSealKey(port, await hkdf(port, epochKey, context("back"), 32));
}
export const backLinkContext = (place: EpochPlace): Bytes =>
  boundContext("back", place.practice, [place.compartment, place.epoch]);

/** What a delivered key is bound to; a sealing for one recipient, epoch or deliverer opens as no other. */
export type DeliveryPlace = EpochPlace & {
  readonly commitment: Commitment;
  /** A member, the practice's recovery set, or a client's device. */
  readonly recipient: AccountId | RecoverySetId | DeviceId;
  readonly recipientKey: SealingPublicKey;
  readonly deliverer: AccountId;
  readonly rosterHead: Hash;
};
export const deliveryContext = (place: DeliveryPlace): Bytes =>
  boundContext("epoch-key", place.practice, [
    place.compartment,
    place.epoch,
    place.commitment,
    place.recipient,
    hash(place.recipientKey),
    place.deliverer,
    place.rosterHead,
  ]);

/** An epoch key sealed by `sealEpochKey`. */
export const sealedEpochKeyBytes = hpkeOverheadBytes + 32;

/** 1,168 bytes. `undefined` when the recipient's key is no valid X-Wing key. */
export async function sealEpochKey(
  port: CryptoPort,
  place: DeliveryPlace,
  epochKey: EpochKey,
): Promise<Bytes | undefined> {
  return port.hpke.seal(place.recipientKey, deliveryContext(place), epochKey);
}

/** What tags come from: the epoch key; in a guarded epoch the member part. */
export type TagSource = EpochKey | Branded<"MemberPart">;

export async function deriveTagKey(port: CryptoPort, epochKey: TagSource, member: AccountId): Promise<TagKey> {
  return (await hkdf(port, epochKey, context("tag", member), 32)) as TagKey;
}

/**
 * The public mark of a batch in the ledger. Who holds the epoch key can compute the next tag of every author device,
 * so knows exactly which leaves it is owed; to everybody else it is noise.
 */
export function batchTag(key: TagKey, author: DeviceId, compartmentCounter: number): Tag {
  return hmacSha256(key, tagFacts(author, compartmentCounter)).slice(0, 16) as Tag;
}

/**
 * `deriveTagKey` and `batchTag` of one epoch, at once: a reader waits for a tag of every writer's device in thousands of
 * compartments, so nothing is derived twice that members, or one member's devices, have in common.
 */
export const epochTags = (epochKey: TagSource): TagsOf => tagsOf("tag", epochKey);

/** The same of openings of a guarded epoch, from its member part: `count` is the device's sequence in the compartment. */
export const openingTags = (part: TagSource): TagsOf => tagsOf("tag-opening", part);

type TagsOf = (member: AccountId) => (device: DeviceId, count: number) => Tag;

function tagsOf(use: "tag" | "tag-opening", source: TagSource): TagsOf {
  const tagKeyOf = hkdfUnder(source);
  return (member) => {
    const mac = hmacUnder(tagKeyOf(context(use, member)));
    return (device, count) => mac(tagFacts(device, count)).slice(0, 16) as Tag;
  };
}

const tagFacts = (device: DeviceId, count: number): Bytes => encodeCbor([device, count]);
