/** Choosing one of the practice's members, by name and role. */

import type { MemberView } from "@alcove/vault";
import type { ReactElement } from "react";
import { ROLE_NAMES } from "../words/roles.ts";
import { Field } from "./field.tsx";

export type MemberFieldProps = {
  readonly label: string;
  readonly hint?: string;
  readonly members: readonly MemberView[];
  /** Their id. */
  readonly value: string;
  readonly onChange: (member: string) => void;
};

export function MemberField({ members, value, onChange, ...field }: MemberFieldProps): ReactElement {
  return (
    <Field {...field}>
      {(control) => (
        <select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          {members.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name || "A new member"}, {ROLE_NAMES[each.role].toLowerCase()}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
