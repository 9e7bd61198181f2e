/** A chart's diagnoses, medication, flags and plan, in plain words for terminals. */

import type { FactVersion, FactView, FactWords, PlanObjective } from "@alcove/vault";

/** "Flag: suicide: Plan in May, none since; since 2026-05-02; look again by 2026-12-01". */
export function factWords(said: FactWords): string {
  const parts = [headOf(said), ...restOf(said)];
  if (said.since !== undefined) parts.push(`since ${said.since}`);
  if ("reviewBy" in said && said.reviewBy !== undefined) parts.push(`look again by ${said.reviewBy}`);
  if (said.ended) parts.push(`${endOf(said)} ${said.ended.on}: ${said.ended.reason}`);
  return parts.filter((part) => part !== "").join("; ");
}

function headOf(said: FactWords): string {
  switch (said.kind) {
    case "diagnosis":
      return `Diagnosis: ${said.code ? `${said.code.code} ` : ""}${said.words}`;
    case "medication":
      return `Medication: ${[said.name, said.dose].filter(Boolean).join(", ")}`;
    case "flag":
      return `Flag, ${said.about}${said.words === "" ? "" : `: ${said.words}`}`;
    case "plan":
      return `Plan${said.problems === "" ? "" : `: ${said.problems}`}`;
  }
}

function restOf(said: FactWords): string[] {
  switch (said.kind) {
    case "diagnosis":
      return [said.certainty, said.principal ? "principal" : "", said.by === "" ? "" : `by ${said.by}`];
    case "medication":
      return [said.prescriber === "" ? "" : `from ${said.prescriber}`, `says the ${said.source}`];
    case "flag":
      return [];
    case "plan":
      return said.goals.map(
        ({ words, objectives }) => `goal: ${[words, ...objectives.map(objectiveWords)].join(", ")}`,
      );
  }
}

/** "objective: sleeps six nights of seven, from 3 to 6, by 2026-12-01, met". */
function objectiveWords({ words, baseline, target, by, state }: PlanObjective): string {
  const course = [baseline && `from ${baseline}`, target && `to ${target}`].filter(Boolean).join(" ");
  return [`objective: ${words}`, course, by && `by ${by}`, state === "open" ? "" : state].filter(Boolean).join(", ");
}

function endOf(said: FactWords): string {
  if (said.kind === "diagnosis") return said.ended?.as === "ruled-out" ? "ruled out" : "past since";
  return "ended";
}

/** With what stands beside it, for a person to join. */
export function factLines({ id, said, others }: FactView): string {
  return [`${id}  ${factWords(said)}`, ...others.map((other) => `  beside it: ${factWords(other)}`)].join("\n");
}

export function versionLine({ said, author, writtenAt }: FactVersion): string {
  const when = new Date(writtenAt).toISOString().slice(0, 16).replace("T", " ");
  return `${when}  ${author || "a member"}: ${factWords(said)}`;
}
