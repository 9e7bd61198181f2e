/** What was done to people, keys and rights: every statement of the roster, in the order of the ledger. */

import type { NamedAct } from "./could-have-read.ts";
import type { Role } from "./people.ts";

/** `id` is a member's, present or former; `name` empty where this device knows none. */
export type ActivityMember = { readonly id: string; readonly name: string };
export type ActivityDevice = { readonly id: string; readonly name: string };

/** Charts that an act is about; those without a name on this device are counted alone. */
export type ActivityCharts = {
  readonly kind:
    | "progress"
    | "psychotherapy"
    | "administrative"
    | "crisis-card"
    | "access-log"
    | "directory"
    | "emergency"
    | "schedule"
    | "other";
  readonly charts: number;
  /** At most ten, where this device knows their names. */
  readonly named: readonly { readonly id: string; readonly name: string }[];
};

export type ActivityAct =
  | { readonly kind: "founded" }
  | { readonly kind: "joined"; readonly member: ActivityMember; readonly role: Role }
  | { readonly kind: "removed"; readonly member: ActivityMember }
  | { readonly kind: "role"; readonly member: ActivityMember; readonly role: Role }
  | { readonly kind: "rekeyed"; readonly member: ActivityMember; readonly why: "exposed" | "lost" | "stolen" }
  | {
      readonly kind: "device-enrolled";
      readonly member: ActivityMember;
      readonly device: ActivityDevice;
      readonly by: "kit" | "pairing";
    }
  | {
      readonly kind: "device-revoked";
      readonly member: ActivityMember;
      readonly device: ActivityDevice;
      readonly why: "retired" | "lost" | "stolen";
    }
  | { readonly kind: "device-confirmed"; readonly member: ActivityMember; readonly device: ActivityDevice }
  | { readonly kind: "begun" | "destroyed"; readonly what: ActivityCharts }
  | {
      readonly kind: "given";
      readonly member: ActivityMember;
      readonly right: "read" | "write" | "read-write" | "release";
      readonly until?: string;
      readonly what: readonly ActivityCharts[];
    }
  | { readonly kind: "ended"; readonly member: ActivityMember; readonly what: readonly ActivityCharts[] }
  | {
      readonly kind: "given-in-emergency";
      readonly member: ActivityMember;
      readonly until: string;
      readonly what: ActivityCharts;
    }
  | { readonly kind: "guarded" | "guard-ended"; readonly what: readonly ActivityCharts[] }
  | { readonly kind: "cards-made"; readonly needed: number; readonly cards: number }
  | {
      readonly kind: "cards-used";
      readonly member: ActivityMember;
      readonly why: "locked-out" | "exposed" | "absent";
    }
  | { readonly kind: "cards-checked"; readonly cards: number }
  /** An author's own, for psychotherapy notes. `member`: whom alone they are for; whose they were. */
  | {
      readonly kind: "own-cards-made";
      readonly needed: number;
      readonly cards: number;
      readonly member?: ActivityMember;
    }
  | { readonly kind: "own-cards-ended" }
  | { readonly kind: "own-cards-used"; readonly member: ActivityMember }
  | { readonly kind: "rules" }
  /** All of them from then on. */
  | { readonly kind: "witnesses"; readonly names: readonly string[] };

/** One statement. `alsoBy`: another owner signed it. */
export type Activity = NamedAct & {
  readonly device: ActivityDevice;
  readonly alsoBy?: ActivityMember;
  /** `says`: what was done, to stand behind the name of whoever did it; without the last day of a right. */
  readonly acts: readonly (ActivityAct & { readonly says: string })[];
};

export type ActivityRequest = {
  /** About this chart alone; about or by this member alone. */
  readonly chart?: string;
  readonly member?: string;
  /** Older than the statement at this ledger index. */
  readonly before?: number;
};

/** What a vault does with it. */
export type ActivityMethods = {
  /** What was done to people, keys and rights, newest first and fifty at a time; `before` the last one's index goes on. */
  activity(request: ActivityRequest): Promise<readonly Activity[]>;
  /** Of it what nobody should miss, for 30 days: cards used, keys begun anew, devices lost, or added by a kit; not this device's own. */
  lately(): Promise<readonly Activity[]>;
};
