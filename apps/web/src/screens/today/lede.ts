/** The first line of Today: all that waits for whoever looks, each with the word that its own line has further down. */

import { count, sentence } from "../../words/counts.ts";

/** How many of each. `calls`: who asked for treatment and was not called back; `reminders`: who is to be told of an appointment, or of a change of one. */
export type Waiting = Readonly<
  Record<"emergencies" | "drafts" | "open" | "conflicts" | "calls" | "reminders" | "unsigned", number>
>;

export function sayLede(charts: number, waits: Waiting): string {
  const { emergencies, drafts, open, conflicts, calls, reminders, unsigned } = waits;
  const said = [
    ...(emergencies > 0 ? ["Somebody asks in an emergency."] : []),
    ...(drafts > 0 ? [`${sentence(count(drafts, "note"))} to finish.`] : []),
    ...(open > 0 ? [`${sentence(count(open, "thing"))} still open.`] : []),
    ...(conflicts > 0 ? [`${sentence(count(conflicts, "note"))} with two texts to settle.`] : []),
    ...(calls > 0 ? [`${sentence(count(calls, "person", "people"))} to call back.`] : []),
    ...(reminders > 0 ? [`${sentence(count(reminders, "reminder"))} to give.`] : []),
    ...(unsigned > 0 ? [`${sentence(count(unsigned, "note"))} to sign.`] : []),
  ];
  if (said.length > 0) return said.join(" ");
  if (charts === 0) return "A quiet room, and nothing in it yet.";
  return "Nothing is waiting to be finished.";
}
