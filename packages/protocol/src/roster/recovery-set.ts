/** The practice's recovery: one more reader of what is recoverable, whose private keys exist only as shares on cards. */

import { type AccountId, asId, type CompartmentId, type DeviceId, type Hash, type RecoverySetId } from "@alcove/bytes";
import { context, hash, type SealingPublicKey, type VerifyKey } from "@alcove/crypto";
import type { CompartmentKind, OperationOf } from "./statement.ts";

/** Whom a key is delivered to, of a portal also a client's device: their ids are never the same. A set goes by `setNameIn`. */
export type Recipient = AccountId | RecoverySetId | DeviceId;

export type RecoverySet = {
  readonly set: RecoverySetId;
  /** How many of its cards it takes. */
  readonly needed: number;
  readonly sign: VerifyKey;
  readonly seal: SealingPublicKey;
  /** `recoveryShareHash` of each card; card n at n - 1. */
  readonly shares: readonly Hash[];
  /** Ledger index of the statement that made it. */
  readonly sinceIndex: number;
  /** The newest drill: which cards were seen and right. */
  readonly drill?: { readonly index: number; readonly cards: readonly number[] };
};

/** A set that was used or replaced: its cards open nothing that is written from then on. */
export type FormerSet = Pick<RecoverySet, "set" | "sign" | "seal"> & {
  readonly untilIndex: number;
  /** Who it was used for. With this device and identity its key may go on to rotate and deliver what it was given. */
  readonly used?: {
    readonly account: AccountId;
    readonly device: DeviceId;
    readonly reason: OperationOf<"recovery.use">[8];
  };
};

export type SpentSet = FormerSet & { readonly used: NonNullable<FormerSet["used"]> };

/** The set that a `recovery.use` spent last, while no other set was made after it. */
export function spentSet({ formerSets }: { readonly formerSets: readonly FormerSet[] }): SpentSet | undefined {
  const last = formerSets.at(-1);
  return last?.used && { ...last, used: last.used };
}

/**
 * What a set is called in this compartment's key log (docs/spec, PTL-16). A client reads a portal's, and whoever knows a set's id is
 * shown every statement (API-6).
 */
export function setNameIn(
  { kind, compartment }: { readonly kind: CompartmentKind; readonly compartment: CompartmentId },
  set: RecoverySetId,
): Recipient {
  return kind === "portal" ? portalNameOf(compartment, set) : set;
}

export const portalNameOf = (portal: CompartmentId, set: RecoverySetId): Recipient =>
  asId<RecoverySetId>(hash(context("portal-set", portal, set)).slice(0, 16));
