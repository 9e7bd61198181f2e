/** Portals of clients, at the practice's side. */

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
