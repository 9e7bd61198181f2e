/** About whom of a chart's several clients a note is; nobody ticked: all of them. */

import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useClientName } from "../../parts/client-name.tsx";
import { clientsAmong } from "../../words/administrative.ts";

export type AboutWhomProps = {
  readonly chart: string;
  readonly about: readonly string[];
  readonly onChange: (about: readonly string[]) => void;
};

export function AboutWhom({ chart, about, onChange }: AboutWhomProps): ReactElement | null {
  const { value } = useAnswer(`administrative ${chart}`, (vault) => vault.administrative(chart));
  const nameOf = useClientName();
  const clients = clientsAmong(value?.people ?? []);
  if (clients.length < 2) return null;
  const isGroup = value?.faceSheet?.form === "group";
  return (
    <fieldset className="about-whom">
      <legend>About</legend>
      {clients.map(({ id, name }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={about.includes(id)}
            onChange={({ target }) =>
              onChange(target.checked ? [...about, id] : about.filter((person) => person !== id))
            }
          />
          <span dir="auto">{nameOf(name)}</span>
        </label>
      ))}
      <span className="small quiet">
        {about.length === 0 && "All of them. "}
        {isGroup && "Name a member only in a note that is about them."}
      </span>
    </fieldset>
  );
}
