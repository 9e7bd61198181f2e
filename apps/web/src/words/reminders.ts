/** Reminders of appointments in words, as members read them. */

import type { PersonView, Reach, ReminderAct, ReminderView } from "@alcove/vault";
import { BY_NAMES } from "./administrative.ts";
import { count } from "./counts.ts";

/** What most agree to. */
export const HOURS_BEFORE: readonly number[] = [2, 24, 48, 72, 168];

/** "two hours before", "a day before". */
export function sayBefore(hours: number): string {
  if (hours === 168) return "a week before";
  if (hours === 24) return "a day before";
  if (hours % 24 === 0) return `${count(hours / 24, "day")} before`;
  return hours === 1 ? "an hour before" : `${count(hours, "hour")} before`;
}

/** "by text message": as it stands in a sentence. */
export const sayBy = (by: Reach["by"]): string => `by ${BY_NAMES[by].toLowerCase()}`;

const ACT_NAMES: Readonly<Record<ReminderAct, string>> = {
  told: "Reminded",
  "not-reached": "Not reached",
  "left-out": "Left out",
  "taken-back": "Told of the change",
};

/** What was noted of it, before the moment and who noted it; of a mistake, what it was. */
export const sayOutcome = ({
  outcome,
  undoes,
}: Pick<NonNullable<ReminderView["said"]>, "outcome" | "undoes">): string =>
  outcome === "mistaken" ? `Not “${undoes ? ACT_NAMES[undoes] : "Noted"}”: a mistake, said` : ACT_NAMES[outcome];

type Agreed = PersonView["reminders"];

export const isLineOf = (agreed: NonNullable<Agreed>, { by, at }: Reach): boolean =>
  by === agreed.by && at === agreed.at;
/** Something may be left there. */
export const isFit = ({ at, leave }: Reach): boolean => at.trim() !== "" && leave !== "nothing";

/** What holds of it: nothing for a number that is theirs no more, or at which nothing may be left. */
export const agreedFor = (agreed: Agreed, reach: readonly Reach[]): Agreed =>
  agreed && reach.some((line) => isLineOf(agreed, line) && isFit(line)) ? agreed : undefined;

/** "Is reminded of appointments a day before, by text message." */
export function sayAgreed({ reminders, reach }: Pick<PersonView, "reminders" | "reach">): string | undefined {
  const agreed = agreedFor(reminders, reach);
  return agreed && `Is reminded of appointments ${sayBefore(agreed.hours)}, ${sayBy(agreed.by)}.`;
}
