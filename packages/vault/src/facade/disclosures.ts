/** What was given out of a chart, to whom and by what right. */

import type { DisclosureBasis } from "@alcove/records";
import type { Outcome } from "./outcome.ts";

export type { DisclosureBasis } from "@alcove/records";

export type DisclosureWords = {
  /** The day on which it went out, `yyyy-mm-dd`. */
  readonly on: string;
  readonly to: string;
  /** Empty: not known. */
  readonly address: string;
  /** A short description of what it was. */
  readonly what: string;
  readonly basis: DisclosureBasis;
  /** What it was for, or which request it answers; empty only where no account is owed. */
  readonly purpose: string;
  /** Which authorisation of the client; else empty. */
  readonly authorisation: string;
};

export type RecordDisclosure = DisclosureWords & { readonly chart: string };

/**
 * What a finished export is sealed over. `disclosure`: who receives it; absent: it stays with whoever makes it.
 * `psychotherapy`: there are psychotherapy notes in it.
 */
export type SealExport = {
  readonly chart: string;
  /** SHA-256 of its manifest, 32 bytes. */
  readonly manifest: Uint8Array;
  readonly psychotherapy: boolean;
  readonly disclosure?: DisclosureWords;
  /** Ids of restrictions that were agreed to, as they were read before. */
  readonly heeds: readonly string[];
};

/** Hex: as `seal.json` has them. */
export type SealedExport = { readonly practice: string; readonly identity: string; readonly signed: string };

export type DisclosureView = DisclosureWords & {
  readonly id: string;
  /** The paragraph of 45 CFR that the basis is. */
  readonly rule: string;
  /** Whether it belongs into an accounting of disclosures (164.528). */
  readonly owed: boolean;
  /** Of an export: SHA-256 of its manifest, in hex. */
  readonly manifest?: string;
  /** Written down by mistake. */
  readonly mistaken: boolean;
  readonly author: string;
  readonly writtenAt: number;
};

/** What a vault does with it. */
export type DisclosuresMethods = {
  /** What was given out of a chart, newest first. Empty: nothing, not open to this member, or guarded and closed. */
  disclosures(chart: string): Promise<readonly DisclosureView[]>;
  /** `disclosure-unfit`, `day-unfit`, `not-entitled`. */
  recordDisclosure(request: RecordDisclosure): Promise<Outcome<{ readonly id: string }>>;
  /**
   * By this member's identity; before it, the disclosure is on this device's disk. `authorisation-needed`: psychotherapy notes go to somebody else, and
   * nothing is named that lets them. `restriction-unread`: an agreed restriction binds that `heeds` does not name. Failures of `recordDisclosure`.
   */
  sealExport(request: SealExport): Promise<Outcome<SealedExport>>;
  /** It was written down by mistake: it stays to be read, and counts in nothing. `disclosure-unknown`, `not-entitled`. */
  withdrawDisclosure(request: { readonly chart: string; readonly id: string }): Promise<Outcome<void>>;
};
