/** Where a device stands, and what it tells by itself. */

import type { Failure } from "@alcove/protocol";
import type { DeviceView, PairingStep, WitnessView } from "./devices.ts";
import type { PracticeRules, SecondFactorView } from "./own-keys.ts";
import type { WillDue } from "./will.ts";
import type { QuietColleague } from "./people.ts";
import type { Outcome } from "./outcome.ts";

/** Where this device stands; the app shows one screen for each phase. */
export type VaultStatus =
  | { readonly phase: "empty" }
  | {
      readonly phase: "locked";
      readonly practiceName: string;
      readonly memberName: string;
      readonly deviceName: string;
      readonly origin: string;
      /** Saves that wait on this device for the server. */
      readonly waiting: number;
      /** When the newest unsaved note or form was kept; absent when there is none. */
      readonly draftKeptAt?: number;
      /** Something is kept by `keepAside`. */
      readonly isAside?: true;
      readonly lockedAt?: number;
      readonly lockedBy?: LockReason;
      /** Ways in beside the passphrase, where there are any: which passkeys, for pages of which host. */
      readonly passkeys?: {
        /** 32 bytes that the authenticator is asked about. */
        readonly prfInput: Uint8Array;
        readonly slots: readonly { readonly credential: Uint8Array; readonly host: string }[];
      };
    }
  | {
      readonly phase: "open";
      readonly practiceId: string;
      readonly practiceName: string;
      readonly memberName: string;
      readonly memberEmail: string;
      readonly deviceId: string;
      readonly deviceName: string;
      readonly origin: string;
      readonly waiting: number;
      /** Of these the ones that wait for a right; see `heldSaves`. */
      readonly held: number;
      /** Whether anything was ever proposed to owners here; `proposals` says what waits. */
      readonly proposed: boolean;
      /** Somebody asked for words of a chart in an emergency, within 30 days; `emergencies` says who. `toAnswer`: that wait for this member. */
      readonly emergencies?: { readonly toAnswer: number };
      /** How many wait for this member to let them into a guarded chart; `releaseRequests` says who. */
      readonly asked: number;
      readonly connection: Connection;
      /** When a sync last went through, to the minute; also before a lock. Absent when none did. */
      readonly syncedAt?: number;
      /** Set while nothing but the server vouches that what this device sees is new (security.md section 7). */
      readonly provisional?: {
        readonly otherDevices: readonly DeviceView[];
        /** Not new: its store is older than what the device signed last (FRE-4). */
        readonly isBehind: boolean;
      };
      /** Somebody else called a device of this member lost or stolen: until they replace their keys they get and give none. */
      readonly suspended: boolean;
      readonly alarms: readonly Alarm[];
      readonly witnesses: readonly WitnessView[];
      /** Colleagues of whom nothing was seen for long: they don't work, or the server keeps something from one of the two. */
      readonly quiet: readonly QuietColleague[];
      /** Whether the second factor and the Emergency Kit were confirmed; false shows a dated task. */
      readonly secondFactorSet: boolean;
      /** As of the last session; absent while nothing is known of it. */
      readonly secondFactor?: SecondFactorView;
      readonly kitConfirmed: boolean;
      /** An owner's practice has no recovery cards: a dated task. */
      readonly recoveryCardsMissing: boolean;
      /** A device of this member is lost or stolen, and their keys are still those of then: `deviceGone` says what is left. */
      readonly keysDue: boolean;
      /** This device began with recovery cards. */
      readonly cameByCards: boolean;
      /** Somebody used an author's cards for psychotherapy notes, at any time. */
      readonly successorCardsUsed: boolean;
      /** Of somebody who treats: their professional will. */
      readonly willDue?: WillDue;
      /** What the person chose, or less by the practice's rules. */
      readonly idleLockMinutes: number;
      readonly rules: PracticeRules;
      readonly maySetRules: boolean;
      /** By the practice's rules another passphrase is due: this one is old, or lacks a class of characters. */
      readonly passphraseDue?: "age" | "classes";
    };

/** "taken-out": by itself, when it was told that it is out. */
export type LockReason = "person" | "idle" | "closed" | "taken-out";

export type Connection =
  | { readonly state: "current"; readonly at: number }
  | { readonly state: "syncing"; readonly done: number; readonly total: number }
  | { readonly state: "offline"; readonly since: number; readonly why: Failure };

/** Something that must never happen did: one cause, one notice. Reading and writing on this device go on. */
export type Alarm = {
  readonly code: string;
  readonly at: number;
  readonly facts: Readonly<Record<string, string | number>>;
};

export type VaultEvent =
  | { readonly kind: "status"; readonly status: VaultStatus }
  /** Charts, notes, attachments, members, devices or rights changed here or on another device: re-read what is on screen. */
  | { readonly kind: "changed"; readonly charts: readonly string[]; readonly notes: readonly string[] }
  | {
      readonly kind: "progress";
      readonly task: string;
      readonly done: number;
      readonly total: number;
      readonly millisecondsLeft?: number;
    }
  | { readonly kind: "pairing"; readonly step: PairingStep }
  /** Who called for it has the person's authenticator sign this, 32 bytes, and says it by `answerAuthenticator`. */
  | { readonly kind: "authenticator"; readonly challenge: Uint8Array };

/** What a vault does with it. */
export type StatusMethods = {
  status(): Promise<VaultStatus>;
  /** Calls `listener` for every event until the returned function is called. */
  subscribe(listener: (event: VaultEvent) => void): () => void;
  /** Keys leave memory; what is in flight gets 2 s. Unsaved writing stays in its journal. */
  lock(reason: LockReason): Promise<void>;
  /** Any key or pointer use; puts off the idle lock. */
  touch(): Promise<void>;
  setIdleLock(minutes: number): Promise<void>;
  stop(task: string): Promise<void>;
  /**
   * What was typed or decided and is not saved yet, and is no note and no form: sealed on this device alone under `name`, also over a
   * lock, until `text` is empty. `text-too-long`.
   */
  keepAside(name: string, text: string): Promise<Outcome<void>>;
  /** Empty: there is none. */
  aside(name: string): Promise<string>;
  sync(): Promise<Outcome<void>>;
  close(): Promise<void>;
};
