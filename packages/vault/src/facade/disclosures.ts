/** What was given out of a chart, to whom and by what right. */

import type { DisclosureBasis } from "@alcove/records";

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
