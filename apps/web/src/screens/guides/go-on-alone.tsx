/** One of several goes on in a chart of their own: which, and what of this one goes along. */

import type { ChartView, SeparatingPerson } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useClientName } from "../../parts/client-name.tsx";
import { Field } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { FormEnd } from "../../parts/form-end.tsx";
import { sentence } from "../../words/counts.ts";
import { dayOf, sayDayBriefly } from "../../words/dates.ts";
import { sayFact } from "../chart/facts/fact-words.ts";

const NEW = "new";

export function GoOnAlone({
  chart,
  person,
  onClose,
}: {
  readonly chart: ChartView;
  readonly person: SeparatingPerson;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const nameOf = useClientName();
  const { value: charts } = useAnswer("charts", (answering) => answering.charts());
  const { value: facts } = useAnswer(`facts ${chart.id}`, (answering) => answering.facts(chart.id));
  const mayBegin = chart.guarded === undefined;
  const others = (charts ?? []).filter(({ id, writes, guarded }) => id !== chart.id && writes && guarded !== "closed");
  const [into, setInto] = useState(person.charts[0]?.id ?? (mayBegin ? NEW : ""));
  const [name, setName] = useState(person.name);
  const copies = person.notes.filter(({ goes }) => goes === "copies");
  const [notes, setNotes] = useState<readonly string[]>(() => copies.map(({ note }) => note));
  const [taken, setTaken] = useState<readonly string[]>([]);
  const [isTyped, setTyped] = useState(false);
  const standing = (facts ?? []).filter(({ said }) => !said.ended);
  const theirs = new Set(person.charts.map(({ id }) => id));
  const now = Date.now();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (into === "") return acting.setError("Choose the chart that they go on in.");
    const gone = await acting.run(() =>
      vault.goOnAlone({
        chart: chart.id,
        person: person.id,
        into: into === NEW ? { name } : { chart: into },
        notes: copies.filter(({ note }) => notes.includes(note)).map(({ note, revision }) => ({ note, revision })),
        facts: taken,
        on: dayOf(now),
      }),
    );
    if (gone) onClose();
  };
  return (
    <FormDialog
      isTyped={isTyped}
      leaving="Leave without a chart of their own?"
      title={`${nameOf(person.name)} goes on alone`}
      note="Copies of what is about them alone go along, with the day on which they were written, and unsigned. A number that somebody else here gave too does not. Everything stays in this chart as it is."
      broad
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Field
            label="In which chart"
            hint={
              mayBegin
                ? undefined
                : "This chart is guarded, and a new one would not be: begin theirs and guard it first."
            }
          >
            {(control) => (
              <select
                {...control}
                value={into}
                onChange={({ target }) => {
                  setInto(target.value);
                  setTyped(true);
                }}
              >
                {mayBegin ? <option value={NEW}>A new one</option> : <option value="">Choose …</option>}
                {[...others.filter(({ id }) => theirs.has(id)), ...others.filter(({ id }) => !theirs.has(id))].map(
                  (one) => (
                    <option key={one.id} value={one.id}>
                      {nameOf(one.name)}
                    </option>
                  ),
                )}
              </select>
            )}
          </Field>
          {into === NEW && (
            <Field label="Name of the chart">
              {(control) => (
                <input
                  {...control}
                  dir="auto"
                  autoComplete="off"
                  value={name}
                  onChange={({ target }) => {
                    setName(target.value);
                    setTyped(true);
                  }}
                />
              )}
            </Field>
          )}
          <Ticks
            legend="Notes about them alone"
            none="There is none to copy. A note says about whom it is; what is about both stays here."
            lines={copies.map(({ note, date, title, excerpt }) => ({
              id: note,
              says: sentence([sayDayBriefly(date, now), title].filter(Boolean).join(", ")),
              more: excerpt,
            }))}
            chosen={notes}
            onChange={setNotes}
          />
          {standing.length > 0 && (
            <Ticks
              legend="What is theirs of diagnoses, medication, flags and plan"
              none=""
              lines={standing.map(({ id, said }) => ({ id, says: sayFact(said), more: "" }))}
              chosen={taken}
              onChange={setTaken}
            />
          )}
          <FormEnd acting={acting} does={into === NEW ? "Begin their chart" : "Copy it there"} leave={leave} />
        </form>
      )}
    </FormDialog>
  );
}

type TicksProps = {
  readonly legend: string;
  /** Where there is nothing to choose from. */
  readonly none: string;
  readonly lines: readonly { readonly id: string; readonly says: string; readonly more: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
};

function Ticks({ legend, none, lines, chosen, onChange }: TicksProps): ReactElement {
  return (
    <fieldset className="go-along">
      <legend className="label">{legend}</legend>
      {lines.length === 0 && <p className="small quiet">{none}</p>}
      {lines.map(({ id, says, more }) => (
        <label key={id} className="tick">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={({ target }) => onChange(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
          <span>
            <b dir="auto">{says}</b>
            {more && <span dir="auto">{more}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
