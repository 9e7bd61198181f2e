/** What was asked in an emergency and what became of it, as people say it. */

import type { EmergencyView } from "@alcove/vault";
import { sayDayBriefly } from "./dates.ts";
import { sayOr } from "./releasers.ts";

export const sayReaders = ({ readers }: Pick<EmergencyView, "readers">): string =>
  sayOr(readers.map((name) => ({ name })));

export const sayAsker = ({ name, isYours }: EmergencyView): string => (isYours ? "You" : name || "A member");

/** "asked for notes of The lighthouse". */
export const sayAsked = ({ wants, chartName }: EmergencyView): string =>
  `asked for ${wants === "card" ? "the crisis card" : "notes"} of “${chartName || "a chart"}”`;

export function sayBecame(one: EmergencyView, now: number): string {
  const { became, given, declined, isSent } = one;
  switch (became) {
    case "given": {
      if (one.isDestroyed) return `Given by ${given?.byName || "a member"}, who has destroyed the copies since.`;
      const until = given?.until ? `, to be read until ${sayDayBriefly(given.until, now)}` : "; it has closed again";
      return `Given by ${given?.byName || "a member"}${until}.`;
    }
    case "declined":
      return `${sayOr(declined.map((name) => ({ name })))} did not give it.`.replace(" or ", " and ");
    case "withdrawn":
      return "Not needed any more.";
    case "barred":
      return "It can’t be given: somebody used its place for something else. Ask again.";
    case "over":
      return "Nobody answered within three days.";
    case "waits":
      if (!isSent) return "Not sent yet: this device is offline.";
      return one.readers.length === 0 ? "Nobody here can open this chart." : `Waits for ${sayReaders(one)}.`;
  }
}
