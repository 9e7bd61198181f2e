/** What takes two owners, in words: what each act does, and what follows of it. */

import type { ProposalView, ProposedAct } from "@alcove/vault";
import { sayNumber, whose } from "./counts.ts";
import { sayDayBriefly, sayMoment } from "./dates.ts";
import { ROLE_NAMES } from "./roles.ts";

const nameOf = (name: string): string => name || "A new member";

/** A whole sentence without its full stop. */
export function sayAct(act: ProposedAct, now: number): string {
  switch (act.kind) {
    case "role":
      return `${nameOf(act.name)} becomes ${ROLE_NAMES[act.to].toLowerCase()}`;
    case "remove":
      return `${nameOf(act.name)} is let go`;
    case "share": {
      const how = act.right === "read" ? "reads" : "reads and writes";
      const until = act.until ? ` until ${sayDayBriefly(act.until, now)}` : "";
      return `${nameOf(act.name)} ${how} ${whose(act.chartName || "a chart")} progress notes${until}`;
    }
    case "recovery":
      return `New recovery cards, ${sayNumber(act.needed)} of ${sayNumber(act.cards)}`;
    case "unguard":
      return `${act.chartName || "A chart"} is guarded no more`;
    case "destroy":
      return `${whose(act.chartName || "a chart")} whole chart is destroyed`;
    case "releaser": {
      const chart = act.chartName || "a chart";
      return act.lets
        ? `${nameOf(act.name)} lets others into ${chart}`
        : `${nameOf(act.name)} lets nobody into ${chart} any more`;
    }
  }
}

/** What somebody who signs should know besides. */
export function sayWhatFollows(act: ProposedAct): string {
  switch (act.kind) {
    case "role":
      return act.to === "owner"
        ? `Now ${ROLE_NAMES[act.from].toLowerCase()}. An owner brings people in and lets them go, and decides with the other owners who opens what.`
        : `Now ${ROLE_NAMES[act.from].toLowerCase()}. A role opens no chart and closes none.`;
    case "remove":
      return `Now ${ROLE_NAMES[act.role].toLowerCase()}. They sign in no more, and everything written from then on is sealed to keys they don’t have.`;
    case "share":
      return "With the whole history. Somebody who has the chart open hands the key over; what has been read can’t be taken back.";
    case "recovery":
      return "Enough of them open every record but psychotherapy notes. The cards that are out now open nothing new from then on.";
    case "unguard":
      return "Whoever reads the chart brings it back by opening it once more, under its own name, into the lists and onto the devices of all who read it. From then on it opens without the server and without a record.";
    case "destroy":
      return "Its notes, people, files and cases are gone for good, here and at the server, and nobody can undo it. Its name, its access log and a certificate stay. Sign only what you know of: laws may ask that it is kept.";
    case "releaser":
      return act.lets
        ? "They read nothing of it, keep a part of its key in the server’s place, and are asked at each opening. It begins when somebody opens the chart next."
        : "What they keep opens nothing that is written once somebody has opened the chart again.";
  }
}

export function sayProposal({ acts }: Pick<ProposalView, "acts">, now: number): string {
  return acts.map((act) => sayAct(act, now)).join("; ");
}

export function sayWaitsFor({ byName, isYours, wasYours, at }: ProposalView, now: number): string {
  const when = sayMoment(at, now);
  if (isYours) return `You proposed it ${when}. It waits for another owner.`;
  if (wasYours) return `You proposed it. The practice has changed since, so ${nameOf(byName)} signed it anew ${when}.`;
  return `${nameOf(byName)} proposed it ${when}. It waits for you.`;
}
