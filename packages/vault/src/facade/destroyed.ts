/** What would be destroyed of a chart; and a certificate of what was, said from the signed statement, which every device of the practice has. */

import type { Failure } from "@alcove/protocol";
import type { CountedOfChart } from "@alcove/records";
import type { RetentionRule } from "./cases.ts";
import type { NamedAct } from "./could-have-read.ts";
import type { Outcome } from "./outcome.ts";

export type { CountedOfChart };

export type CountOfChart = { readonly what: CountedOfChart; readonly count: number };

/** What of a chart stays when it is destroyed. `closed`: what nobody can destroy any more. `emergency`: what somebody gave out of it in one. */
export type StaysOfChart = "name" | "log" | "appointments" | "closed" | "emergency";

export type ChartDestruction = {
  readonly chart: string;
  readonly chartName: string;
  /** Absent, as what is counted, where the chart is not open here. */
  readonly lastContact?: string;
  readonly keepUntil?: string;
  /** As the practice confirmed it. */
  readonly rule?: RetentionRule;
  /** It is not due by a confirmed rule. */
  readonly needsReason: boolean;
  readonly counts: readonly CountOfChart[];
  /** Of the progress notes, the first and the newest day. */
  readonly from?: string;
  readonly to?: string;
  /** Psychotherapy notes of one's own, which go too. */
  readonly ownNotes: number;
  readonly stays: readonly StaysOfChart[];
  /** Why it does not go yet; none: it does. */
  readonly hinders: readonly Failure[];
  /** Who keeps psychotherapy notes there: they destroy these first. */
  readonly othersNotes: readonly string[];
  /** It waits until another owner signs too. */
  readonly needsSecondOwner: boolean;
};

/** `proposed`: it waits for another owner, and nothing is gone. */
export type ChartDestroyed = { readonly became: "destroyed" | "proposed" };

/** A chart that was destroyed, for lists. */
export type DestroyedChart = { readonly chart: string; readonly chartName: string; readonly act: NamedAct };

export type DestructionCertificate = {
  readonly format: "alcove-destroyed-2";
  readonly practice: { readonly id: string; readonly name: string };
  /** `name` empty where this device knows none. */
  readonly chart: { readonly id: string; readonly name: string };
  readonly madeAt: number;
  readonly madeBy: { readonly id: string; readonly name: string };
  /** Everything is said as of this checkpoint. */
  readonly ledger: { readonly size: number; readonly root: string };
  readonly destroyed: readonly DestroyedCompartment[];
  /** Of a whole chart, as who signed it wrote it into its log. Absent: only notes of somebody's own went, there was no log, or it is not open to this member. */
  readonly ground?: DestructionGround;
  /** Of a whole chart: what is left of it. */
  readonly stays: readonly StaysOfChart[];
  /** Devices of those who could open it that have signed nothing since, as far as this device knows. */
  readonly unseen: readonly UnseenDevice[];
};

export type DestructionGround = {
  readonly rule?: RetentionRule;
  readonly lastContact: string;
  readonly keepUntil: string;
  readonly reason: string;
  readonly counts: readonly CountOfChart[];
  readonly from?: string;
  readonly to?: string;
};

export type UnseenDevice = {
  /** It was taken out of the practice before, with what it held. */
  readonly isOut: boolean;
  readonly name: string;
  readonly memberName: string;
  /** `yyyy-mm-dd`, by its own clock. */
  readonly lastSeen?: string;
};

export type DestroyedCompartment = {
  readonly compartment: string;
  readonly kind: "psychotherapy" | "clinical" | "administrative" | "crisis" | "emergency";
  readonly act: NamedAct;
  /** Whose signature the statement has besides. */
  readonly withOwner?: { readonly id: string; readonly name: string };
  readonly device: { readonly id: string; readonly name: string };
  /** Hash of the statement. */
  readonly statement: string;
  /** Entries of its key log and batches of notes: how many, and the hash over their leaves. */
  readonly entries: number;
  readonly digest: string;
};

/** What a vault does with it. */
export type DestroyedMethods = {
  /** What would go with a chart, what would stay, and why it does not go yet. */
  chartDestruction(chart: string): Promise<ChartDestruction | undefined>;
  /**
   * A whole chart: gone for good, at the server with the statement, at other devices when they see it; or proposed, where there is another
   * owner. `not-entitled`, `guard-closed`, `legal-hold`, `chart-going`, `case-open`, `notes-of-others`, `notes-shared`, `portal-open`,
   * `notes-unsent`, `notes-came`, `reason-empty` (it is not due by a confirmed rule), `second-factor-again`.
   */
  destroyChart(request: { readonly chart: string; readonly reason: string }): Promise<Outcome<ChartDestroyed>>;
  /** Newest first. */
  destroyedCharts(): Promise<readonly DestroyedChart[]>;
  /** Of all that was destroyed of a chart; any device of the practice can make it. `nothing-destroyed`. */
  destructionCertificate(chart: string): Promise<Outcome<DestructionCertificate>>;
};
