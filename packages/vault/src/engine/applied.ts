/** What becomes of a leaf and its body when they are replayed. */

import type { Bytes, CompartmentId, DeviceId, Hash } from "@alcove/bytes";
import type { Checkpoint } from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import type { Revision } from "@alcove/records";

/** One opened revision and where its envelope lies. */
export type FoldedRevision = {
  readonly revision: Revision;
  readonly compartment: CompartmentId;
  readonly record: Bytes;
  readonly number: number;
  readonly parents: readonly Hash[];
  readonly author: DeviceId;
  readonly envelopeHash: Hash;
  readonly place: { readonly position: number; readonly part: number };
};

export type Applied =
  /** `guarded`: what was open to whoever holds the key is guarded from here on. */
  | { readonly outcome: "applied"; readonly kind: "keyLog"; readonly guarded?: CompartmentId }
  | { readonly outcome: "applied"; readonly kind: "opening"; readonly compartment: CompartmentId }
  /** `seen`: the checkpoint that its author says they had verified. */
  | { readonly outcome: "applied"; readonly kind: "heartbeat"; readonly author: DeviceId; readonly seen: Checkpoint }
  /** `lost`: compartments that this member reads no more. */
  | {
      readonly outcome: "applied";
      readonly kind: "roster";
      readonly seen: Checkpoint;
      readonly lost: readonly CompartmentId[];
      /** A chart that was guarded is closed here now. */
      readonly closes: boolean;
    }
  | {
      readonly outcome: "applied";
      readonly kind: "batch";
      readonly revisions: readonly FoldedRevision[];
      readonly author: DeviceId;
      readonly seen: Checkpoint;
    }
  | { readonly outcome: "not-owed" }
  /**
   * Owed, and not sent. Without `compartment` the server holds it back: replay stops here and goes on when it comes. Of a
   * compartment it may be that the member's right has ended since: replay goes on, and reads what is missing later. The same
   * holds of an opening that is owed to their role (`overseen`).
   */
  | { readonly outcome: "withheld"; readonly compartment?: CompartmentId; readonly overseen?: true }
  /**
   * Sent, and not what the ledger or the chains allow. "put-aside": never applied, and replay goes on behind it, so that
   * one bad device can't keep the others' work away. "stop": as if withheld, since what follows may rest on it.
   */
  | { readonly outcome: "refused"; readonly alarm: Failure; readonly then: "put-aside" | "stop" };

type AlarmCode = Extract<Failure["code"], `alarm-${string}`>;

export function refused(code: AlarmCode, index: number, why?: Failure): Applied {
  return { outcome: "refused", alarm: failure(code, why ? { index, because: why.code } : { index }), then: "stop" };
}
export function putAside(code: AlarmCode, index: number, why?: Failure): Applied {
  return {
    outcome: "refused",
    alarm: failure(code, why ? { index, because: why.code } : { index }),
    then: "put-aside",
  };
}
