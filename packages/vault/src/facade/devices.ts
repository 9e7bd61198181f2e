/** Devices, pairing, and the ledger as a device verified it. */

import type { Failure } from "@alcove/protocol";
import type { Role } from "./people.ts";
import type { Alarm } from "./status.ts";
import type { Outcome } from "./outcome.ts";

export type DeviceView = {
  readonly id: string;
  /** Whose it is. */
  readonly member: string;
  readonly name: string;
  readonly thisDevice: boolean;
  readonly enrolledAt: number;
  readonly via: "founding" | "kit" | "pairing" | "recovery";
  readonly lastSeen?: number;
  readonly revoked: boolean;
  readonly provisional: boolean;
};

/** One's own, taken out as lost or stolen. `day`: `yyyy-mm-dd`, as far as heartbeats say it. */
export type GoneDevice = {
  readonly id: string;
  readonly name: string;
  readonly why: "lost" | "stolen";
  readonly day?: string;
};

/** What has been done since the newest of them was taken out. All false while there is none. */
export type DeviceGone = {
  /** The newest first: of the last 30 days, and older ones after which the keys were never replaced. */
  readonly devices: readonly GoneDevice[];
  readonly keysReplaced: boolean;
  /** The practice's. */
  readonly cardsAnew: boolean;
  /** By this device: another knows nothing of it. */
  readonly secondFactorAnew: boolean;
  readonly spareCodesAnew: boolean;
};

/** Pairing with a further device of one's own or with somebody who joins (transcripts.md). Both sides show five words; the inviter picks the right line of three, the newcomer says that it was picked. */
export type PairingStep =
  | {
      readonly side: "inviter";
      readonly step: "waiting";
      /** Of the invitation. */
      readonly id: string;
      readonly words: readonly string[];
      readonly qr: string;
      readonly expiresAt: number;
    }
  /** Somebody answered and waits; the server asks for the second factor, by `showSecondFactor` or `showAuthenticator`, and then it goes on. */
  | { readonly side: "inviter"; readonly step: "second-factor"; readonly id: string }
  | {
      readonly side: "inviter";
      readonly step: "compare";
      readonly id: string;
      readonly choices: readonly (readonly string[])[];
    }
  | { readonly side: "newcomer"; readonly step: "compare"; readonly words: readonly string[] }
  | { readonly side: "newcomer"; readonly step: "passphrase"; readonly memberName: string }
  /** `member`: who has joined. `card`: of a client, to be printed; nobody keeps it. */
  | { readonly side: "inviter"; readonly step: "done"; readonly member?: string; readonly card?: string }
  | { readonly side: "newcomer"; readonly step: "done" }
  | { readonly side: "inviter" | "newcomer"; readonly step: "failed"; readonly error: Failure };

/** An invitation of this device that waits, for 72 hours at most; whoever has its words or its picture can answer it once. */
export type InvitationView = {
  readonly id: string;
  readonly kind: "device" | "member" | "portal";
  /** As what they join. */
  readonly role?: Role;
  /** As the person called them; empty where they did not. */
  readonly forWhom: string;
  readonly madeAt: number;
  readonly expiresAt: number;
  /** Somebody has; the words want comparing. False too where the server can't be asked. */
  readonly answered: boolean;
};

/** Somebody elsewhere who follows the practice's ledger, and signs that it only grows. An owner names them. */
export type WitnessView = {
  readonly name: string;
  /** When it last signed what this device has too, by its own clock. */
  readonly seenAt?: number;
  /** Never yet, or seven days ago. */
  readonly isStale: boolean;
};

/** For whoever runs a witness, and for who names it. */
export type WitnessKeys = {
  /** The ledger's name and key in one line, which a witness is told. */
  readonly ledger: string;
  /** Name and key of each witness, as it was given. */
  readonly witnesses: readonly string[];
};

export type LedgerReport = {
  readonly size: number;
  readonly root: string;
  readonly statements: number;
  readonly keyLogEntries: number;
  readonly batches: number;
  readonly envelopes: number;
  readonly heartbeats: number;
  /** Checkpoints that a named witness cosigned, and when, by its own clock. */
  readonly cosigned: readonly { readonly name: string; readonly size: number; readonly at: number }[];
  readonly problems: readonly Alarm[];
};

/** What a vault does with it. */
export type DevicesMethods = {
  /** "Your laptop, last seen yesterday 17:40: right?" answered with yes. */
  confirmFreshness(): Promise<Outcome<void>>;
  devices(): Promise<readonly DeviceView[]>;
  /** For the person whose device is gone: what is done of what helps. `undefined`: the vault is locked. */
  deviceGone(): Promise<DeviceGone | undefined>;
  revokeDevice(request: {
    readonly device: string;
    readonly reason: "retired" | "lost" | "stolen";
  }): Promise<Outcome<void>>;
  verifyLedger(): Promise<Outcome<LedgerReport>>;
  /** Leaves, checkpoints and the keys that signed them, for `verifyLedgerFile`. `server-unreachable`: no sync brought a checkpoint yet. */
  exportLedger(): Promise<Outcome<Uint8Array>>;
  witnessKeys(): Promise<Outcome<WitnessKeys>>;
  /** All of them, each as `witness-key` of it says. `not-entitled`: an owner's act. `witness-unfit`: no such key, or not one of a witness. */
  setWitnesses(keys: readonly string[]): Promise<Outcome<void>>;
  /**
   * What a witness that can't be reached by the server is asked: a file for `cosignRequest`, made of this device's own leaves. `from`: the size that
   * it last cosigned, where it says so.
   */
  witnessRequest(request: { readonly from?: number }): Promise<Outcome<string>>;
  /** What it signed, for the server to carry to everybody's devices. `cosignature-none`. */
  handInCosigned(note: string): Promise<Outcome<void>>;
};
