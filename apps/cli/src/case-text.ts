/** Cases in plain words for terminals, and read from options. */

import { ok, type Result } from "@alcove/bytes";
import type { CaseGuide, CaseHead, CaseKind, CaseView, CaseWords, KindOfCase, Vault } from "@alcove/vault";
import { misused, type Refusal } from "./refusal.ts";

/** "access, received 2026-03-02, due 2026-04-01". */
export function headLine({ id, kind, received, due, closed }: CaseHead): string {
  const last = closed ? "closed" : due === undefined ? "no day is set" : `due ${due}`;
  return `${id}  ${kind}, received ${received}, ${last}`;
}

export function caseLines(view: CaseView): string {
  const marks = [
    view.holds && "legal hold: nothing of this chart expires",
    view.restricts && "restriction granted: read it before anything is passed on",
    view.goesAlong && "goes along with what is disclosed",
    view.extendableTo !== undefined && `can be extended to ${view.extendableTo}, once`,
  ].filter((mark) => mark !== false);
  return [
    headLine(view),
    ...[...wordsLines(view.said), ...marks].map((line) => `    ${line}`),
    ...view.others.flatMap((other) => [
      "    written at the same time:",
      ...wordsLines(other).map((one) => `      ${one}`),
    ]),
  ].join("\n");
}

function wordsLines(said: CaseWords): string[] {
  const { decision, extension, disagreement, closed } = said;
  return [
    said.from && `from ${said.from}`,
    said.asked,
    said.checked && `identity: ${said.checked}`,
    ...said.steps.map(({ step, on, words }) => `${on} ${step}${words && `: ${words}`}`),
    extension && `extended to ${extension.until}, told ${extension.on}: ${extension.reason}`,
    decision && `${decision.outcome} ${decision.on} ${decision.grounds.join(", ")} ${decision.words}`.trimEnd(),
    said.disclosures && `given out: ${said.disclosures.length}`,
    said.paidInFull && "paid in full out of pocket",
    disagreement && `disagreement ${disagreement.on}: ${disagreement.statement}`,
    disagreement?.rebuttal && `rebuttal: ${disagreement.rebuttal}`,
    said.ended && `ended ${said.ended.on}: ${said.ended.words}`,
    closed && `closed ${closed.on} ${closed.words}`.trimEnd(),
  ].filter((line) => line !== undefined && line !== "") as string[];
}

export function kindLines({ kind, name, says, clock, steps, grounds }: KindOfCase): string {
  const days = clock.by === "days" ? `${clock.days} days, once ${clock.extension} more` : clock.by;
  const lines = [
    `${says}`,
    `clock: ${days} (${clock.source.cite})`,
    ...steps.map(({ id, words, source }) => `step ${id}: ${words} (${source.cite}; ${source.standing})`),
    ...grounds.map(({ id, words, source }) => `ground ${id}: ${words} (${source.cite}; ${source.standing})`),
  ];
  return [`${kind}  ${name}`, ...lines.map((line) => `    ${line}`)].join("\n");
}

export async function readKindOfCase(vault: Vault, text: string): Promise<Result<KindOfCase, Refusal>> {
  const kinds = (await guideOf(vault)).kinds;
  const found = kinds.find(({ kind }) => kind === text);
  return found ? ok(found) : misused(`--kind is one of ${kinds.map(({ kind }) => kind).join(", ")}, not "${text}".`);
}

export async function guideOf(vault: Vault): Promise<CaseGuide> {
  const guide = await vault.caseGuide();
  if (!guide) throw new Error("bug: what comes with the program is there");
  return guide;
}

export const nothingYet = (kind: CaseKind, received: string): CaseWords => ({
  kind,
  received,
  from: "",
  address: "",
  asked: "",
  checked: "",
  steps: [],
});
