/** What a device says it has shown of a chart, as people say it. */

import type { Sitting } from "@alcove/vault";
import { count, sentence } from "./counts.ts";
import { sayNarrowDate } from "./dates.ts";

/** Of which a day is named; more are counted. */
const DAYS = 3;

/** "Opened the notes of 12 Nov and 19 Nov, wrote all notes to files." */
export function saySitting({ acts }: Pick<Sitting, "acts">, now: number): string {
  // Whoever opened notes saw the list, or might have.
  const told = acts.length > 1 ? acts.filter(({ act }) => act !== "listed") : acts;
  return `${sentence(told.map((act) => sayAct(act, now)).join(", "))}.`;
}

type Act = Sitting["acts"][number];

function sayAct(one: Act, now: number): string {
  const notes = one.kind === "psychotherapy" ? "psychotherapy notes" : "notes";
  switch (one.act) {
    case "listed":
      return "saw the list";
    case "viewed":
      return `opened ${sayWhich(one, notes, now)}`;
    case "searched":
      return `saw words of ${notes} in a search`;
    case "exported":
      return `wrote ${sayWhich(one, notes, now)} to files`;
    case "printed":
      return `printed ${sayWhich(one, notes, now)}`;
    case "numbers":
      return "saw people and numbers";
    case "numbers-printed":
      return "printed people and numbers";
    case "given":
      return `gave ${sayWhich(one, notes, now)} in an emergency`;
  }
}

function sayWhich({ all, notes }: Act, many: string, now: number): string {
  if (all) return `all ${many}`;
  const days = [...new Set(notes.map(({ date }) => date))];
  if (days.length > DAYS || days.includes(undefined)) return count(notes.length, many.slice(0, -1));
  const said = days.map((day) => sayNarrowDate(day ?? "", now));
  const last = said.at(-1);
  const listed = said.length > 1 ? `${said.slice(0, -1).join(", ")} and ${last}` : last;
  return `the ${notes.length === 1 ? many.slice(0, -1) : many} of ${listed}`;
}
