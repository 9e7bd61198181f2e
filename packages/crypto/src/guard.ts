/**
 * Guarded compartments (docs/spec, KEY-18 to KEY-22): the key of an epoch is made of two parts. Readers are given the member
 * part; the release part is given for one opening at a time by whoever keeps it, which is the server, or the people who let
 * openings through. Neither part says anything about the key. Opening what was sealed is in `open/guard.ts`.
 */

import { type AccountId, type Branded, type Bytes, concatBytes, type Hash, u64 } from "@alcove/bytes";
import { boundContext, context, type Purpose } from "./context.ts";
import type { DeliveryPlace, EpochKey, EpochPlace, Tag } from "./epoch.ts";
import type { CryptoPort } from "./port.ts";
import { importSealKey, seal, type SealKey } from "./primitives/aead.ts";
import { hash, hkdf } from "./primitives/hash.ts";
import type { SealingPublicKey } from "./primitives/hpke.ts";

/** 32 random bytes. Tags come from it (KEY-14), so that who can't open the chart still knows what it is owed. */
export type MemberPart = Branded<"MemberPart">;
/** 32 random bytes. */
export type ReleasePart = Branded<"ReleasePart">;
/** 32 bytes: two parts with one commitment can't be made. */
export type PartCommitment = Branded<"PartCommitment">;

const placed = (kind: Purpose, { practice, compartment, epoch }: EpochPlace): Bytes =>
  context(kind, practice, compartment, u64(epoch));

/** The epoch key, from which all but the tags are derived as in any other epoch. */
export async function combineParts(
  port: CryptoPort,
  member: MemberPart,
  release: ReleasePart,
  place: EpochPlace,
): Promise<EpochKey> {
  return (await hkdf(port, concatBytes(member, release), placed("guarded", place), 32)) as EpochKey;
}

export async function memberPartCommitment(
  port: CryptoPort,
  part: MemberPart,
  place: EpochPlace,
): Promise<PartCommitment> {
  return (await hkdf(port, part, placed("commit-member", place), 32)) as PartCommitment;
}

export async function releasePartCommitment(
  port: CryptoPort,
  part: ReleasePart,
  place: EpochPlace,
): Promise<PartCommitment> {
  return (await hkdf(port, part, placed("commit-release", place), 32)) as PartCommitment;
}

/** As `deliveryContext`, with a kind of its own: a member part is never taken for an epoch key. */
export const memberPartContext = (place: DeliveryPlace): Bytes => partContext("member-part", place);
/** To who releases and does not read; of another kind again. */
export const releasePartContext = (place: DeliveryPlace): Bytes => partContext("release-part", place);

const partContext = (kind: "member-part" | "release-part", place: DeliveryPlace): Bytes =>
  boundContext(kind, place.practice, [
    place.compartment,
    place.epoch,
    place.commitment,
    place.recipient,
    hash(place.recipientKey),
    place.deliverer,
    place.rosterHead,
  ]);

/** 60 bytes: the member part under its own epoch's key, so that who came by the key alone (recovery, back links) has the tags too. */
export async function sealPartInside(
  port: CryptoPort,
  epochKey: EpochKey,
  place: EpochPlace,
  part: MemberPart,
): Promise<Bytes> {
  return seal(port, await partInsideKey(port, epochKey), part, partInsideContext(place));
}
export async function partInsideKey(port: CryptoPort, epochKey: EpochKey): Promise<SealKey> {
  return importSealKey(port, await hkdf(port, epochKey, context("part-inside"), 32));
}
export const partInsideContext = (place: EpochPlace): Bytes =>
  boundContext("part-inside", place.practice, [place.compartment, place.epoch]);

/** 1,168 bytes, as a sealed epoch key. `undefined` when the recipient's key is no valid X-Wing key. */
export async function sealMemberPart(
  port: CryptoPort,
  place: DeliveryPlace,
  part: MemberPart,
): Promise<Bytes | undefined> {
  return port.hpke.seal(place.recipientKey, memberPartContext(place), part);
}

/** 1,168 bytes, to one of those who let openings through. `undefined` when their key is no valid X-Wing key. */
export async function sealReleasePart(
  port: CryptoPort,
  place: DeliveryPlace,
  part: ReleasePart,
): Promise<Bytes | undefined> {
  return port.hpke.seal(place.recipientKey, releasePartContext(place), part);
}

/** What one opening is named by where it is answered. Its leaf names it by another hash: nobody else can tell which is of which. */
export const askedId = (opening: Uint8Array): Hash => hash(context("asked", opening));

/** The public mark of an answer in the ledger: who has the opening waits for it, and to everybody else it is noise. */
export const releaseTag = (asked: Hash): Tag => asked.slice(0, 16) as Tag;

/** For which opening, and by whom, a release part is given. */
export type GivenPlace = EpochPlace & { readonly asked: Hash; readonly releaser: AccountId };

export const givenPartContext = ({ practice, compartment, epoch, asked, releaser }: GivenPlace): Bytes =>
  boundContext("given-part", practice, [compartment, epoch, asked, releaser]);

/** 1,168 bytes, to the one-time key of an opening. `undefined` when it is no valid X-Wing key. */
export async function sealGivenPart(
  port: CryptoPort,
  key: SealingPublicKey,
  place: GivenPlace,
  part: ReleasePart,
): Promise<Bytes | undefined> {
  return port.hpke.seal(key, givenPartContext(place), part);
}
