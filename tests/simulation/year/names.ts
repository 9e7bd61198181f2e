/** What the people of a year call what the ledger calls by ids and keys; hex to name. */

export class Names {
  readonly members = new Map<string, string>();
  readonly devices = new Map<string, string>();
  readonly charts = new Map<string, string>();
  readonly sets = new Map<string, string>();

  /** A member or a set of cards. */
  recipient(id: string): string {
    return this.members.get(id) ?? this.sets.get(id) ?? `nobody ${id}`;
  }
  member = (id: string): string => this.members.get(id) ?? `nobody ${id}`;
  device = (id: string): string => this.devices.get(id) ?? `no device ${id}`;
  chart = (id: string): string => this.charts.get(id) ?? `no chart ${id}`;
  set = (id: string): string => this.sets.get(id) ?? `no cards ${id}`;
}

/** One compartment: psychotherapy notes and wills go by their author's name as well. */
export const placeName = (kind: string, chart?: string, author?: string): string =>
  chart === undefined
    ? kind === "will"
      ? `${kind}/${author}`
      : kind
    : kind === "psychotherapy"
      ? `${chart}/${kind}/${author}`
      : `${chart}/${kind}`;
