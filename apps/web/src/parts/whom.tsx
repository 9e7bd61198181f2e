/** Whom of a chart's several clients something is about. Where there is one only, nothing is asked. */

import type { ReactElement } from "react";
import { useAnswer } from "../app/session.tsx";
import { clientsAmong } from "../words/administrative.ts";
import { ClientName, useClientName } from "./client-name.tsx";
import { Field } from "./field.tsx";

export type WhomFieldProps = {
  readonly chart: string;
  readonly person: string | undefined;
  readonly onChange: (person: string | undefined) => void;
};

export function WhomField({ chart, person, onChange }: WhomFieldProps): ReactElement | null {
  const { value } = useAnswer(`administrative ${chart}`, (vault) => vault.administrative(chart));
  const shown = useClientName();
  const clients = clientsAmong(value?.people ?? []);
  if (clients.length < 2) return null;
  return (
    <Field label="Whom it is about" hint="An export for one of them has what names that one." optional>
      {(control) => (
        <select {...control} value={person ?? ""} onChange={({ target }) => onChange(target.value || undefined)}>
          <option value="">Nobody in particular</option>
          {clients.map(({ id, name }) => (
            <option key={id} value={id}>
              {shown(name)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export type WhomProps = { readonly chart: string; readonly person: string | undefined };

/** Their name, where somebody said whom it is about. */
export function Whom({ chart, person }: WhomProps): ReactElement | null {
  return person === undefined ? null : <Named chart={chart} person={person} />;
}

function Named({ chart, person }: WhomProps): ReactElement | null {
  const { value } = useAnswer(`administrative ${chart}`, (vault) => vault.administrative(chart));
  const named = value?.people.find(({ id }) => id === person);
  return named ? (
    <span className="small quiet">
      {" "}
      <ClientName of={named.name} />
    </span>
  ) : null;
}
