/** Portals of clients, at the practice's side. */

import type { Outcome } from "./outcome.ts";

/** One chart's, where this member reads it. */
export type PortalView = {
  readonly id: string;
  readonly chart: string;
  readonly chartName: string;
  /** The client's devices that are admitted. */
  readonly devices: readonly ClientDevice[];
};

/** `admittedBy`: the member, who may have left since. */
export type ClientDevice = { readonly id: string; readonly admittedBy: string; readonly byName: string };

/** A client's new device that knocks by wallet card and PIN, and waits to be admitted. */
export type KnockView = Pick<PortalView, "chart" | "chartName"> & { readonly portal: string; readonly device: string };

/** What a vault does with it. */
export type PortalMethods = {
  /** Those of charts that this member reads. */
  portals(): Promise<readonly PortalView[]>;
  /** New devices that knock at portals which this member reads. */
  knocks(): Promise<readonly KnockView[]>;
  answerKnock(request: {
    readonly portal: string;
    readonly device: string;
    readonly admit: boolean;
  }): Promise<Outcome<void>>;
  /** Ends it for one device of the client's, or for all and their wallet card: what is written from then on opens there no more. */
  endPortal(request: { readonly portal: string; readonly device?: string }): Promise<Outcome<void>>;
};
