/** Words about forms: where one stands, and how long it holds. */

import type { FormActView, FormResponseHead } from "@alcove/vault";
import { sayDayBriefly, sayOnDay } from "./dates.ts";

/** In force: as it asks for, and neither withdrawn nor past its end. */
export function isInForce(head: FormResponseHead, today: string): boolean {
  const { standing, signatures } = head;
  const stands = standing === "signed" || (standing === "completed" && signatures === 0);
  return stands && !hasEnded(head, today);
}
export const hasEnded = ({ ends }: Pick<FormResponseHead, "ends">, today: string): boolean =>
  ends !== undefined && ends < today;

/** Withdrawn, and nothing of the same form and person is in force in its place. */
export const isRevoked = (head: FormResponseHead, all: readonly FormResponseHead[], today: string): boolean =>
  head.standing === "withdrawn" &&
  !all.some((one) => one.form === head.form && one.person === head.person && isInForce(one, today));

/** An answer speaks of danger, and it is not long ago. */
export const tellsOfDanger = ({ dangers, standing, on }: FormResponseHead, today: string): boolean =>
  dangers > 0 && standing !== "mistaken" && daysLeft(on, today) >= -30;

/** Somebody has something to do: finish it, sign it, or confirm it. */
export const isOpen = ({ standing, signatures, unconfirmed }: FormResponseHead): boolean =>
  standing === "in-progress" || (standing === "completed" && signatures > 0) || unconfirmed > 0;

const daysLeft = (ends: string, today: string): number =>
  Math.round((Date.parse(ends) - Date.parse(today)) / 86_400_000);

/** Within two weeks: time to ask for the next one. */
export const endsSoon = ({ ends }: Pick<FormResponseHead, "ends">, today: string): boolean =>
  ends !== undefined && daysLeft(ends, today) <= 14;

/** "ends in 9 days", within a month; before that the day. Absent: it has no end. */
export function sayEnd({ ends }: Pick<FormResponseHead, "ends">, today: string, now: number): string | undefined {
  if (ends === undefined) return undefined;
  const days = daysLeft(ends, today);
  if (days < 0) return `ended ${sayOnDay(ends, now)}`;
  if (days === 0) return "ends today";
  if (days === 1) return "ends tomorrow";
  return days <= 31 ? `ends in ${days} days` : `until ${sayDayBriefly(ends, now)}`;
}

export const SPEAKS_OF_DANGER = "Speaks of danger";

export function sayStanding(head: FormResponseHead): string {
  const { standing, signed, signatures, unconfirmed } = head;
  if (standing === "withdrawn") return "Withdrawn";
  if (standing === "mistaken") return "Begun by mistake";
  if (standing === "in-progress") return "Not finished";
  if (standing === "signed") return "Signed";
  if (signatures === 0) return "Filled in";
  if (unconfirmed > 0) return "Signed, not confirmed with a key yet";
  return signed === 0 ? "Not signed yet" : `Signed by ${signed} of ${signatures}`;
}

export const NOT_HOLDING: Readonly<Record<Exclude<FormActView["holds"], "yes">, string>> = {
  waits: "Waits for the key of whom it names: it counts once they have confirmed it.",
  "not-theirs": "Does not hold: it was not made with their key.",
  elsewhere: "Does not hold: it is over something else than this form.",
  "other-words": "Does not hold: what it names says something else.",
};
