/**
 * What happened in a practice, in the words of the glossary: the independent model that simulations compare the real thing
 * with (issue 3). No Alcove package is imported here, and nobody's authority is judged: `tests/reader` does that, statement by
 * statement. A fact is an entry that stands; its place among all of them is its ledger index.
 */

export type Kind =
  | "directory"
  | "schedule"
  | "clinical"
  | "psychotherapy"
  | "administrative"
  | "access-log"
  | "portal"
  | "programme"
  | "will"
  | "emergency";
/** "release": lets others into a guarded chart, and reads nothing. */
export type Right = "read" | "write" | "read-write" | "release";

/** Members, devices, compartments, envelopes and sets of recovery cards go by names that the driver gives them. */
export type Fact =
  | { readonly what: "founded"; readonly member: string; readonly device: string }
  | { readonly what: "joined"; readonly member: string; readonly device: string }
  | { readonly what: "left"; readonly member: string }
  | { readonly what: "enrolled"; readonly device: string; readonly of: string }
  | {
      readonly what: "revoked";
      readonly device: string;
      readonly why: "retired" | "lost" | "stolen";
      readonly by: string;
    }
  | { readonly what: "rekeyed"; readonly member: string }
  | { readonly what: "created"; readonly compartment: string; readonly kind: Kind; readonly by: string }
  | {
      readonly what: "entitled";
      readonly member: string;
      readonly right: Right;
      /** The last day on which a key may be delivered. */
      readonly untilDay?: number;
      readonly compartments: readonly string[];
      readonly by: string;
    }
  | {
      readonly what: "disentitled";
      readonly member: string;
      readonly compartments: readonly string[];
      readonly by: string;
    }
  /** A compartment with copies for one member, who reads it until this day. */
  | {
      readonly what: "given in emergency";
      readonly compartment: string;
      readonly to: string;
      readonly untilDay: number;
      readonly by: string;
    }
  /** A new set of recovery cards, in the place of the one before. */
  | { readonly what: "cards made"; readonly set: string }
  /** The practice's cards gave an owner a new identity on a new device; `set` is the one made with it. */
  | { readonly what: "cards used"; readonly member: string; readonly device: string; readonly set: string }
  /** Cards of an author's own for their psychotherapy notes, in the place of those before; `successor`: who alone may use them. */
  | { readonly what: "own cards made"; readonly by: string; readonly set: string; readonly successor?: string }
  | { readonly what: "own cards ended"; readonly by: string }
  /** From then on this member reads what they opened. */
  | { readonly what: "own cards used"; readonly by: string; readonly set: string }
  /** A key alone opens nothing there from the next epoch on. */
  | { readonly what: "guarded" | "unguarded"; readonly compartments: readonly string[]; readonly by: string }
  /** Nothing of it is on the server any more, and nobody has a right in it. */
  | { readonly what: "destroyed"; readonly compartment: string; readonly by: string }
  /** The next epoch. `to`: members, and sets of cards, that its key was sealed to; of a guarded one `keepers` have its other part. */
  | {
      readonly what: "rotated";
      readonly compartment: string;
      readonly to: readonly string[];
      readonly keepers?: readonly string[];
    }
  | { readonly what: "delivered"; readonly compartment: string; readonly epoch: number; readonly to: readonly string[] }
  | {
      readonly what: "wrote";
      readonly envelope: string;
      readonly compartment: string;
      readonly epoch: number;
      readonly device: string;
    };
