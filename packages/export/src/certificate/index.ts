/** A certificate of destruction on paper and as a file: made of what every device of the practice can check, so it can be made again at any time. */

import type { Block, Paper } from "@alcove/pdf";
import type { CountedOfChart } from "@alcove/records";
import {
  type DestroyedKind,
  doneWords,
  notReachedWords,
  partNames,
  sayCount,
  type StaysOfChart,
  staysWords,
} from "./words.ts";

export { doneWords, notReachedWords, sayCount, staysWords } from "./words.ts";

type Named = { readonly id: string; readonly name: string };

export type CertificateFacts = {
  readonly practice: Named;
  readonly chart: Named;
  readonly madeAt: number;
  readonly madeBy: Named;
  readonly ledger: { readonly size: number; readonly root: string };
  readonly destroyed: readonly {
    readonly compartment: string;
    readonly kind: DestroyedKind;
    readonly act: { readonly index: number; readonly day?: string; readonly by: string; readonly byName: string };
    readonly withOwner?: Named;
    readonly device: Named;
    readonly statement: string;
    readonly entries: number;
    readonly digest: string;
  }[];
  readonly ground?: {
    readonly rule?: { readonly years: number; readonly untilAge: number; readonly source: string; readonly on: string };
    readonly lastContact: string;
    readonly keepUntil: string;
    readonly reason: string;
    readonly counts: readonly { readonly what: CountedOfChart; readonly count: number }[];
    readonly from?: string;
    readonly to?: string;
  };
  readonly stays: readonly StaysOfChart[];
  readonly unseen: readonly {
    readonly name: string;
    readonly memberName: string;
    readonly lastSeen?: string;
    readonly isOut: boolean;
  }[];
};

/** Of more than somebody's own notes. */
const isWhole = ({ stays }: CertificateFacts): boolean => stays.length > 0;

/** Facts and words, for whoever keeps it as a file. */
export const certificateFile = (facts: CertificateFacts): object => ({
  ...facts,
  done: doneWords(isWhole(facts)),
  staysHere: facts.stays.map((one) => staysWords[one]),
  notReached: notReachedWords(isWhole(facts)),
});

/** The same certificate gives the same paper. */
export function certificatePaper(facts: CertificateFacts): Paper {
  const { practice, chart, ledger, madeBy, ground, stays, unseen } = facts;
  const whole = isWhole(facts);
  return {
    title: `${whole ? "Chart" : "Psychotherapy notes"} destroyed: ${chart.name || chart.id}`,
    language: "en",
    from: [practice.name],
    foot: practice.name,
    blocks: [
      text(`Made on ${sayTime(facts.madeAt)} by ${madeBy.name || madeBy.id}, by this device’s clock.`),
      ...actsOf(facts).flatMap(blocksOfAct),
      ...(ground
        ? [heading("Why, and what there was"), { kind: "facts", rows: rowsOf(ground) } satisfies Block]
        : whole
          ? [
              text(
                "Why it was done, and what there was, is in the chart’s log; it is not open to who made this paper, or the chart never had one.",
                true,
              ),
            ]
          : []),
      heading("What was done"),
      list(doneWords(whole)),
      ...(whole ? [heading("What stays"), list(stays.map((one) => staysWords[one]))] : []),
      heading("What it does not reach"),
      list(notReachedWords(whole)),
      ...(unseen.length > 0
        ? [text("Devices that could open it, and of which nothing has come since:"), list(unseen.map(sayDevice))]
        : []),
      heading("For whoever checks it"),
      text(
        `As of the practice’s ledger with ${ledger.size} entries, root ${ledger.root}. Entries stay there as hashes.`,
      ),
      {
        kind: "facts",
        rows: facts.destroyed.map(({ kind, compartment, entries, digest }) => [
          partNames[kind],
          `compartment ${compartment}: ${entries} entries of keys and records, together ${digest}`,
        ]),
      },
    ],
  };
}

type Destroyed = CertificateFacts["destroyed"][number];

/** Statements, with the parts that each names. */
function actsOf({ destroyed }: CertificateFacts): Destroyed[][] {
  const acts = new Map<string, Destroyed[]>();
  for (const one of destroyed) acts.set(one.statement, [...(acts.get(one.statement) ?? []), one]);
  return [...acts.values()];
}

function blocksOfAct(parts: readonly Destroyed[]): Block[] {
  const [first] = parts;
  if (!first) return [];
  const { act, withOwner, device, statement } = first;
  const when = act.day ? `on ${act.day} or later` : "on a day that no device had signed before";
  const second = withOwner ? ` Signed with them: ${withOwner.name || withOwner.id}, an owner.` : "";
  return [
    heading(`Destroyed ${when}`),
    list(parts.map(({ kind }) => partNames[kind])),
    text(`By ${act.byName || act.by}, on ${device.name || device.id}: entry ${act.index} of the ledger.${second}`),
    text(`Statement ${statement}.`, true),
  ];
}

function rowsOf(ground: NonNullable<CertificateFacts["ground"]>): [string, string][] {
  const { rule, lastContact, keepUntil, reason, counts, from, to } = ground;
  return [
    ["Last contact", lastContact],
    [
      "Kept until",
      rule
        ? `${keepUntil}: ${rule.years} years, minors until ${rule.untilAge}. ${rule.source}, confirmed ${rule.on}`
        : `${keepUntil}, as proposed; nobody had confirmed a rule`,
    ],
    ...(reason === "" ? [] : ([["Reason", reason]] satisfies [string, string][])),
    ["There were", counts.map(sayCount).join(", ") || "no notes"],
    ...(from && to ? ([["Progress notes", `${from} to ${to}`]] satisfies [string, string][]) : []),
  ];
}

function sayDevice({ name, memberName, lastSeen, isOut }: CertificateFacts["unseen"][number]): string {
  const seen = lastSeen ? `last seen ${lastSeen}` : "never seen";
  return `${name || "A device"} of ${memberName || "somebody who left"}, ${seen}${isOut ? ", taken out of the practice" : ""}`;
}

const text = (words: string, quiet = false): Block => ({ kind: "paragraph", text: words, ...(quiet ? { quiet } : {}) });
const heading = (words: string): Block => ({ kind: "heading", level: 2, text: words });
const list = (items: readonly string[]): Block => ({ kind: "list", ordered: false, items });
const sayTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
