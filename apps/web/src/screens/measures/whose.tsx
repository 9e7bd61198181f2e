/** Measures of a chart with several clients, of one of them at a time. Where there is one client, there is nothing to choose. */

import type { MeasureCourse, MeasuresOfChart, MeasureView, WhosePerson } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useClientName } from "../../parts/client-name.tsx";

/** Of which nobody said whose they are. */
export const UNSAID = "";
export const NOT_SAID = "Not said whose";
/** Whose name went inside a guard since. */
const NAMELESS = "Somebody who was named before";

/** In words, a name as this device shows it; `person`: an id, or nobody's. */
export function useNameIn(whose: readonly WhosePerson[]): (person: string | undefined) => string {
  const shown = useClientName();
  return (person) => {
    if (person === undefined || person === UNSAID) return NOT_SAID;
    const name = whose.find((one) => one.person === person)?.name;
    return name ? shown(name) : NAMELESS;
  };
}

export type OneOf = {
  /** What is shown, as far as it is this person's. */
  readonly courses: readonly MeasureCourse[];
  readonly entries: readonly MeasureView[];
  /** An id, or `UNSAID`; `undefined`: the chart has one client. */
  readonly chosen: string | undefined;
  readonly choose: (person: string) => void;
  /** Who has measures, or could. */
  readonly choices: readonly string[];
};

/** `first`: whose come first; else whoever has the newest entry. */
export function useOneOf({ whose, entries, courses }: MeasuresOfChart, first?: string): OneOf {
  const [picked, setPicked] = useState(first);
  if (whose.length === 0) return { courses, entries, chosen: undefined, choose: setPicked, choices: [] };
  const has = (person: string) => entries.some((entry) => (entry.person ?? UNSAID) === person);
  const choices = [...whose.map(({ person }) => person), ...(has(UNSAID) ? [UNSAID] : [])];
  const newest = entries[0] ? (entries[0].person ?? UNSAID) : choices[0];
  const chosen = choices.find((one) => one === picked) ?? newest ?? UNSAID;
  return {
    courses: courses.filter(({ person = UNSAID }) => person === chosen),
    entries: entries.filter(({ person = UNSAID }) => person === chosen),
    chosen,
    choose: setPicked,
    choices,
  };
}

export type WhoseChoiceProps = { readonly whose: readonly WhosePerson[]; readonly one: OneOf };

export function WhoseChoice({ whose, one }: WhoseChoiceProps): ReactElement | null {
  const nameOf = useNameIn(whose);
  const { chosen, choices, choose } = one;
  if (chosen === undefined) return null;
  return (
    <div className="whose-scores">
      <fieldset>
        <legend>Whose</legend>
        {choices.map((person) => (
          <label key={person}>
            <input type="radio" name="whose" checked={person === chosen} onChange={() => choose(person)} />{" "}
            <bdi>{nameOf(person)}</bdi>
          </label>
        ))}
      </fieldset>
      {chosen === UNSAID && (
        <p className="small quiet">
          These name nobody. They may be of different people, so nothing is said of change. Correct an entry to say
          whose it is.
        </p>
      )}
    </div>
  );
}
