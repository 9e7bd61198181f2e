/** What of a chart goes out, of which days, and how it is written. */

import { type Format, formats, includes, type Part, parts, type Scope } from "@alcove/export";
import type { ReactElement } from "react";
import { useClientName } from "../../parts/client-name.tsx";
import { Field } from "../../parts/field.tsx";
import { FORMAT_NAMES, PART_NAMES } from "./export-words.ts";

export type ChoicesProps = {
  readonly scope: Scope;
  readonly hasApart: boolean;
  /** Those who are in therapy here, where they are several. */
  readonly clients: readonly { readonly id: string; readonly name: string }[];
  readonly onChange: (scope: Scope) => void;
};

export function Choices({ scope, hasApart, clients, onChange }: ChoicesProps): ReactElement {
  const togglePart = (part: Part) => onChange({ ...scope, parts: toggled(parts, scope.parts, part) });
  const toggleFormat = (format: Format) => onChange({ ...scope, formats: toggled(formats, scope.formats, format) });
  const day = (name: "from" | "to") => ({
    type: "date",
    autoComplete: "off",
    value: scope[name] ?? "",
    onChange: (event: { target: { value: string } }) => onChange({ ...scope, [name]: event.target.value || undefined }),
  });
  const shown = useClientName();
  return (
    <>
      {clients.length > 1 && (
        <Field
          label="About whom"
          hint={
            scope.about === undefined
              ? undefined
              : "Notes about them or about all; measures, diagnoses, the plan, forms and requests that name them; their own entry among the people. Appointments and loose files stay: nothing says whose they are. Forms that name nobody are chosen below. Read what is about all before you give it away."
          }
        >
          {(control) => (
            <select
              {...control}
              value={scope.about ?? ""}
              onChange={({ target }) => onChange({ ...scope, about: target.value || undefined, together: undefined })}
            >
              <option value="">Everybody in this chart</option>
              {clients.map(({ id, name }) => (
                <option key={id} value={id}>
                  {shown(name)} alone
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <fieldset className="picks">
        <legend>What goes out</legend>
        {parts.map((part) => (
          <label key={part} className="tick">
            <input
              type="checkbox"
              checked={includes(scope, part)}
              disabled={scope.parts.includes(part) && !includes(scope, part)}
              onChange={() => togglePart(part)}
            />
            <span>
              <b>{PART_NAMES[part]}</b>
            </span>
          </label>
        ))}
        <label className="tick">
          <input
            type="checkbox"
            checked={scope.allVersions}
            onChange={() => onChange({ ...scope, allVersions: !scope.allVersions })}
          />
          <span>
            <b>Earlier versions of each note</b>
          </span>
        </label>
        {hasApart && (
          <label className="tick">
            <input
              type="checkbox"
              checked={scope.psychotherapy}
              onChange={() => onChange({ ...scope, psychotherapy: !scope.psychotherapy })}
            />
            <span>
              <b>Psychotherapy notes</b>
              <span>
                No part of what a client has a right to. To others only with an authorization for these alone.
              </span>
            </span>
          </label>
        )}
        <div className="between">
          <Field label="From" optional>
            {(control) => <input {...control} {...day("from")} />}
          </Field>
          <Field label="To" optional>
            {(control) => <input {...control} {...day("to")} />}
          </Field>
        </div>
      </fieldset>
      <fieldset className="picks">
        <legend>How it is written</legend>
        {(Object.keys(FORMAT_NAMES) as Format[]).map((format) => (
          <label key={format} className="tick">
            <input type="checkbox" checked={scope.formats.includes(format)} onChange={() => toggleFormat(format)} />
            <span>
              <b>{FORMAT_NAMES[format].name}</b>
              <span>{FORMAT_NAMES[format].about}</span>
            </span>
          </label>
        ))}
        <p className="small quiet">Documents go as they came.</p>
      </fieldset>
    </>
  );
}

const toggled = <T extends string>(all: readonly T[], chosen: readonly T[], one: T): readonly T[] =>
  all.filter((each) => chosen.includes(each) !== (each === one));
