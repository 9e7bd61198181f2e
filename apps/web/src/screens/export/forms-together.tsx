/** Of what is made for one of several people: forms that name nobody, to be chosen one by one (docs/spec, EXP-14). */

import type { Chosen } from "@alcove/export";
import type { ReactElement } from "react";
import { useClientName } from "../../parts/client-name.tsx";
import { sayDay } from "../../words/dates.ts";

export type FormsTogetherProps = {
  readonly forms: Chosen["ofNobody"];
  readonly chosen: readonly string[];
  /** The name of the one it is made for. */
  readonly who: string;
  readonly onChange: (chosen: readonly string[]) => void;
};

export function FormsTogether({ forms, chosen, who, onChange }: FormsTogetherProps): ReactElement | null {
  const shown = useClientName();
  if (forms.length === 0) return null;
  const now = Date.now();
  return (
    <fieldset className="picks">
      <legend>Forms that name nobody</legend>
      <p className="small">
        They stay unless you tick them. Tick what {shown(who)} filled in, alone or with somebody: it is theirs to have,
        with what the other one said in it. Read it first. To anybody but {shown(who)} it goes only if everybody who
        filled it in agreed.
      </p>
      {forms.map(({ id, title, on }) => (
        <label key={id} className="tick">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={() => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])}
          />
          <span>
            <b dir="auto">{title}</b>
            <span>{sayDay(on, now)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
