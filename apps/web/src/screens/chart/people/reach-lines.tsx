/** Numbers and addresses of somebody, each with what may be left or sent there. */

import type { Reach } from "@alcove/vault";
import type { ReactElement } from "react";
import { Field } from "../../../parts/field.tsx";
import { BY_NAMES, LEAVE_HINTS, LEAVE_NAMES } from "../../../words/administrative.ts";

/** A line that nobody has filled in yet. */
export const NO_REACH: Reach = { by: "phone", at: "", label: "", leave: "name-and-number-only" };
const isNumber = ({ by }: Reach): boolean => by === "phone" || by === "text";
const namesOf = <K extends string>(names: Readonly<Record<K, string>>) => Object.entries(names) as [K, string][];

export function ReachLines({
  lines,
  onChange,
}: {
  readonly lines: readonly Reach[];
  readonly onChange: (lines: readonly Reach[]) => void;
}): ReactElement {
  const change = (at: number, some: Partial<Reach>) =>
    onChange(lines.map((line, place) => (place === at ? { ...line, ...some } : line)));
  return (
    <fieldset className="person-reach">
      <legend className="label">How they may be reached</legend>
      {lines.map((line, at) => (
        // Lines have no identity but their place
        <div key={at} className="reach-line">
          <Field label="By">
            {(control) => (
              <select
                {...control}
                value={line.by}
                onChange={(event) => change(at, { by: event.target.value as Reach["by"] })}
              >
                {namesOf(BY_NAMES).map(([by, name]) => (
                  <option key={by} value={by}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={isNumber(line) ? "Number" : "Address"}>
            {(control) => (
              <input
                {...control}
                dir="auto"
                inputMode={isNumber(line) ? "tel" : line.by === "email" ? "email" : "text"}
                value={line.at}
                onChange={(event) => change(at, { at: event.target.value })}
                autoComplete="off"
              />
            )}
          </Field>
          <Field label="Whose, or when" optional>
            {(control) => (
              <input
                {...control}
                dir="auto"
                value={line.label}
                onChange={(event) => change(at, { label: event.target.value })}
                autoComplete="off"
              />
            )}
          </Field>
          <Field label="What may be left there" hint={LEAVE_HINTS[line.leave]}>
            {(control) => (
              <select
                {...control}
                value={line.leave}
                onChange={(event) => change(at, { leave: event.target.value as Reach["leave"] })}
              >
                {namesOf(LEAVE_NAMES).map(([leave, name]) => (
                  <option key={leave} value={leave}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <div className="acts">
            <button
              className="as-link small"
              type="button"
              onClick={() => onChange(lines.filter((_, place) => place !== at))}
            >
              Take this {isNumber(line) ? "number" : "address"} out
            </button>
          </div>
        </div>
      ))}
      <div className="acts">
        <button className="b slim" type="button" onClick={() => onChange([...lines, NO_REACH])}>
          {lines.length === 0 ? "Add a number or address" : "Add another"}
        </button>
      </div>
    </fieldset>
  );
}
