/** Reminders of appointments in words, as members read them. */

import type { PersonView, Reach, ReminderOutcome } from "@alcove/vault";
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

export const OUTCOME_NAMES: Readonly<Record<ReminderOutcome, string>> = {
  told: "Reminded",
  "not-reached": "Not reached",
  "left-out": "Left out",
  "taken-back": "Told that it holds no more",
};

/** "Is reminded a day before, by text message." `undefined`: nothing is agreed, or for a number that is theirs no more. */
export function sayAgreed({ reminders, reach }: Pick<PersonView, "reminders" | "reach">): string | undefined {
  const line = reminders && reach.find(({ by, at }) => by === reminders.by && at === reminders.at);
  if (!reminders || !line || line.leave === "nothing") return undefined;
  return `Is reminded of appointments ${sayBefore(reminders.hours)}, ${sayBy(line.by)}.`;
}

/** Opens the program of this device that writes or calls there, with the words laid in. `undefined`: by post. */
export function reachesWith({ by, at }: Pick<Reach, "by" | "at">, words: string): string | undefined {
  const number = at.replaceAll(/[^+\d]/g, "");
  const body = encodeURIComponent(words);
  if (by === "phone") return `tel:${number}`;
  if (by === "text") return `sms:${number}?body=${body}`;
  return by === "email" ? `mailto:${encodeURIComponent(at)}?body=${body}` : undefined;
}
