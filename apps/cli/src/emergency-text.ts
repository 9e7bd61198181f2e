/** What was asked in an emergency and what became of it, in plain words, for terminals. */

import type { EmergencyView } from "@alcove/vault";
import { inList, nameOr, oneLine } from "./member-text.ts";

export function emergencyLines(one: EmergencyView): string {
  const { id, at, name, member, chartName, wants, reason } = one;
  const what = wants === "card" ? "the crisis card" : "notes";
  const when = new Date(at).toISOString().slice(0, 16).replace("T", " ");
  return `${id}\n  ${when}  ${nameOr(name, member)} asks for ${what} of "${oneLine(chartName)}": ${oneLine(reason)}\n  ${sayBecame(one)}`;
}

export function sayBecame({ became, given, readers, declined, isSent, mayAnswer, isDestroyed }: EmergencyView): string {
  switch (became) {
    case "given":
      if (isDestroyed)
        return `Given by ${nameOr(given?.byName ?? "", "a colleague")}, who has destroyed the copies since.`;
      return mayAnswer
        ? "Its words are not on their way yet: give it once more."
        : `Given by ${nameOr(given?.byName ?? "", "a colleague")}${given?.until ? `, to be read until ${given.until}` : ", and closed since"}.`;
    case "declined":
      return `Declined by ${inList(declined, "and")}.`;
    case "withdrawn":
      return "Not needed any more.";
    case "barred":
      return "It can't be given: somebody used its place for something else. Ask again.";
    case "over":
      return "Nobody answered within three days.";
    case "waits":
      return `${isSent ? "" : "Not sent yet: the server is away. "}${sayWhom(readers)}`;
  }
}

function sayWhom(readers: readonly string[]): string {
  if (readers.length === 0) return "Nobody in the practice can open this chart. Recovery cards can, for an owner.";
  return `Waits until a device of ${inList(readers, "or")} is unlocked. Alcove calls nobody: call them.`;
}
