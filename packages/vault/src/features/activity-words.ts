/** Acts in words, after whoever did them: "Ada ... let Ben read the progress notes of R. Client". Without a right's last day. */

import type { ActivityAct, ActivityCharts, ActivityMember, Role } from "../facade.ts";

const roleNames: Readonly<Record<Role, string>> = {
  owner: "owner",
  "security-officer": "security officer",
  "privacy-officer": "privacy officer",
  clinician: "clinician",
  supervisor: "supervisor",
  biller: "biller",
  "front-desk": "front desk",
  auditor: "auditor",
};
const rightWords = {
  read: "read",
  write: "write into",
  "read-write": "read and write",
  release: "let others into",
} as const;
const contents: Readonly<Record<ActivityCharts["kind"], string>> = {
  progress: "the progress notes of",
  psychotherapy: "psychotherapy notes of",
  administrative: "people and numbers of",
  "crisis-card": "the crisis card of",
  "access-log": "the access log of",
  directory: "the names and contacts",
  emergency: "what was given in an emergency of",
  schedule: "a calendar",
  other: "other records of",
};

/** `by`: the id of whoever did it. */
export function sayAct(act: ActivityAct, by: string): string {
  switch (act.kind) {
    case "founded":
      return "founded the practice";
    case "joined":
      return `brought in ${nameOf(act.member)} as ${roleNames[act.role]}`;
    case "removed":
      return act.member.id === by ? "left the practice" : `let ${nameOf(act.member)} go`;
    case "role":
      return `gave ${nameOf(act.member)} the role of ${roleNames[act.role]}`;
    case "rekeyed":
      return `began with new keys: ${act.why === "exposed" ? "somebody may know the old ones" : `a device was ${act.why}`}`;
    case "device-enrolled":
      return `added ${deviceOf(act, by)}, ${act.by === "kit" ? "with an Emergency Kit" : "from another device"}`;
    case "device-revoked":
      return `took out ${deviceOf(act, by)}: ${act.why}`;
    case "device-confirmed":
      return `said that ${deviceOf(act, by)} shows the newest`;
    case "begun":
      return `began ${sayCharts([act.what])}`;
    case "destroyed":
      return `destroyed ${sayCharts([act.what])}`;
    case "given":
      // Whoever sees the log also writes their own looks into it: "read and write" would sound as if they could change others'.
      if (act.what.length > 0 && act.what.every(({ kind }) => kind === "access-log"))
        return `let ${nameOf(act.member)} see ${sayCharts(act.what)}, where their own looks are written down too`;
      return `let ${nameOf(act.member)} ${rightWords[act.right]} ${sayCharts(act.what)}`;
    case "ended":
      return `closed ${sayCharts(act.what)} to ${nameOf(act.member)}`;
    case "given-in-emergency":
      return `gave ${nameOf(act.member)} words from the chart of ${act.what.named[0]?.name ?? "a client"} in an emergency`;
    case "guarded":
      return `guarded ${sayCharts(act.what)}`;
    case "guard-ended":
      return `ended the guard of ${sayCharts(act.what)}`;
    case "cards-made":
      return `made ${act.cards} recovery cards, of which ${act.needed} open the practice`;
    case "cards-used":
      return `opened the practice with recovery cards: ${recoveryWhy[act.why]}`;
    case "cards-checked":
      return act.cards === 1 ? "checked a recovery card" : `checked ${act.cards} recovery cards`;
    case "own-cards-made": {
      const whom = act.member ? `, for ${nameOf(act.member)}` : "";
      return `made ${act.cards} cards for their own psychotherapy notes, of which ${act.needed} open these${whom}`;
    }
    case "own-cards-ended":
      return "ended their cards for psychotherapy notes";
    case "own-cards-used":
      return `opened the psychotherapy notes of ${nameOf(act.member)} with cards`;
    case "rules":
      return "changed the practice’s rules";
    case "witnesses":
      return act.names.length === 0 ? "named no witness any more" : `named as witnesses ${act.names.join(", ")}`;
  }
}

const recoveryWhy = {
  "locked-out": "nobody got in any more",
  exposed: "somebody else may have got in",
  absent: "an owner could not act",
} as const;

const nameOf = ({ name }: ActivityMember): string => name || "a member without a name";

function deviceOf({ member, device }: Extract<ActivityAct, { readonly device: unknown }>, by: string): string {
  const name = device.name || "a device";
  return member.id === by ? name : `${name} of ${nameOf(member)}`;
}

function sayCharts(what: readonly ActivityCharts[]): string {
  return what.map(({ kind, charts, named }) => sayKind(kind, charts, named[0]?.name)).join(", and ");
}

/** One name, and how many more. */
function sayKind(kind: ActivityCharts["kind"], charts: number, name: string | undefined): string {
  const content = contents[kind];
  if (charts === 0) return kind === "other" ? "other records" : content;
  if (name === undefined) return `${content} ${charts === 1 ? "a chart" : `${charts} charts`}`;
  const more = charts - 1;
  return more === 0 ? `${content} ${name}` : `${content} ${name} and ${more} more ${more === 1 ? "chart" : "charts"}`;
}
