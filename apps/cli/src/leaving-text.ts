/** Somebody who leaves, for terminals: how far it is, and what is left to do. */

import type { LeavingView } from "@alcove/vault";
import { counted } from "./counted.ts";
import { inList, nameOr } from "./member-text.ts";

/** Keys that this device waits for: to be given while they are here, new ones after they have gone. */
export function keysToCome(view: LeavingView): number {
  return view.isGone ? view.newKeys.waiting : view.others.reduce((sum, { waitForKey }) => sum + waitForKey, 0);
}

export const undecided = ({ psychotherapy }: LeavingView): number =>
  psychotherapy.filter(({ decided }) => decided === undefined).length;

const decisions = {
  "handed-over": "handed over",
  exported: "taken along as a file",
  closed: "left closed",
  destroyed: "destroyed",
} as const;

export function leavingText(view: LeavingView): string {
  const { begun, charts, others, letsInto, psychotherapy, newKeys, isGone } = view;
  const who = nameOr(view.name, view.member);
  const said = begun ? ` (${begun.byName} said so)` : "";
  return [
    isGone ? `${who} has left.` : begun ? `${who} leaves${said}.` : `Nobody has said that ${who} leaves.`,
    `${counted(charts.all, "chart")}; ${isGone ? "nobody opens" : "nobody else opens"} ${charts.alone} of them.`,
    ...others.map(
      ({ name, member, charts: opens, waitForKey }) =>
        `${nameOr(name, member)} opens ${opens}${waitForKey > 0 ? `; ${counted(waitForKey, "key is", "keys are")} still to come` : ""}.`,
    ),
    ...letsInto.filter(({ alone }) => alone).map((one) => sayLetInto(one, isGone)),
    ...psychotherapy.map(({ chart, chartName, decided, readers }) => {
      const to = readers.length > 0 ? ` to ${readers.join(", ")}` : "";
      return `Psychotherapy notes of ${nameOr(chartName, chart)}: ${decided ? decisions[decided] + to : isGone ? "undecided, so closed" : "to be decided"}.`;
    }),
    ...(view.hasOwnCards ? ["Cards of their own still open these notes to a successor."] : []),
    ...(isGone ? [sayNewKeys(newKeys)] : []),
  ].join("\n");
}

function sayLetInto({ chart, chartName, choosers }: LeavingView["letsInto"][number], isGone: boolean): string {
  const of = nameOr(chartName, chart);
  if (isGone)
    return `Nobody lets anybody into ${of} any more: it stays shut, its crisis card opens, and recovery cards open it.`;
  return `Nobody else lets anybody into ${of}: ${inList(choosers, "or") || "nobody"} chooses another (chart releasers), while they are still here.`;
}

function sayNewKeys({ all, waiting, elsewhere }: LeavingView["newKeys"]): string {
  const apart = elsewhere > 0 ? ` Of ${elsewhere} that you don't open, their readers' devices see to it.` : "";
  return `New keys: ${waiting} of ${all} still to come here.${apart}`;
}
