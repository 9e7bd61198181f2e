/** One row of the mapping, or many at once, as a person says it is. */

import { type Chart, type MappingRow, type RowChange, type Take } from "@alcove/documents/import";
import { type FormEvent, type ReactElement, useId, useState } from "react";
import { Field } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { count } from "../../words/counts.ts";
import { TAKES } from "./mapping-words.ts";

export type ChangeDialogProps = {
  readonly rows: readonly MappingRow[];
  readonly charts: readonly Chart[];
  /** Names of charts that this import begins. */
  readonly begun: readonly string[];
  /** All of it goes into one chart: whose it is, is not asked. */
  readonly isOneChart: boolean;
  readonly onChange: (change: RowChange) => void;
  readonly onClose: () => void;
};

export function ChangeDialog({ rows, charts, begun, isOneChart, onChange, onClose }: ChangeDialogProps): ReactElement {
  const [first] = rows;
  const one = rows.length === 1 ? first : undefined;
  const same = <T,>(of: (row: MappingRow) => T): T | undefined =>
    first && rows.every((row) => of(row) === of(first)) ? of(first) : undefined;
  const was = {
    client: same((row) => row.client) ?? "",
    take: same((row) => row.take),
    date: same((row) => row.date) ?? "",
  };
  const [client, setClient] = useState(was.client);
  const [take, setTake] = useState<Take | undefined>(was.take);
  const [date, setDate] = useState(was.date);
  const [title, setTitle] = useState(one?.title ?? "");
  const list = useId();
  const isTyped = client !== was.client || take !== was.take || date !== was.date || title !== (one?.title ?? "");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = client.trim();
    onChange({
      ...(name !== "" && { client: clientOf(name, charts) }),
      ...(take !== undefined && { take }),
      ...(date !== "" && (one || date !== was.date) ? { date } : {}),
      ...(one && title.trim() !== "" && { title: title.trim() }),
    });
  };

  return (
    <FormDialog
      title={one ? one.title : `${count(rows.length, "row")} at once`}
      note={one?.source}
      isTyped={isTyped}
      leaving="Leave this as it was?"
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={submit}>
          {!isOneChart && (
            <Field label="Client" hint="A chart that is there, or the name of a new one.">
              {(control) => (
                <>
                  <input
                    {...control}
                    value={client}
                    onChange={(event) => setClient(event.target.value)}
                    list={list}
                    autoComplete="off"
                  />
                  <ChartNames id={list} charts={charts} begun={begun} />
                </>
              )}
            </Field>
          )}
          <Field label="Take it as" hint={TAKES.find((way) => way.take === take)?.says}>
            {(control) => (
              <select
                {...control}
                value={take ?? ""}
                onChange={(event) => setTake(TAKES.find((way) => way.take === event.target.value)?.take)}
              >
                {take === undefined && <option value="">As each of them is</option>}
                {TAKES.filter((way) => one === undefined || one.isReadable || way.take !== "progress").map((way) => (
                  <option key={way.take} value={way.take}>
                    {way.name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {take !== "out" && take !== "file" && (
            <Field label="Day">
              {(control) => (
                <input
                  {...control}
                  type="date"
                  autoComplete="off"
                  value={date}
                  onChange={(event) => setDate(event.target.value)}
                />
              )}
            </Field>
          )}
          {one && take !== "out" && take !== "file" && (
            <Field label="Title">
              {(control) => (
                <input
                  {...control}
                  value={title}
                  onChange={(event) => setTitle(event.target.value)}
                  autoComplete="off"
                />
              )}
            </Field>
          )}
          <div className="acts">
            <button className="b primary" type="submit">
              {one ? "Change this row" : "Change these rows"}
            </button>
            <button className="b plain" type="button" onClick={leave}>
              {one ? "Leave it as it is" : "Leave them as they are"}
            </button>
          </div>
        </form>
      )}
    </FormDialog>
  );
}

/** A chart by its whole name, else a new one of that name. Of two with one name the first is meant: rename one to tell them apart. */
export function clientOf(name: string, charts: readonly Chart[]): { readonly name: string; readonly chart?: string } {
  const chart = charts.find((one) => one.name === name);
  return chart ? { name, chart: chart.id } : { name };
}

export function ChartNames({
  id,
  charts,
  begun,
}: {
  readonly id: string;
  readonly charts: readonly Chart[];
  readonly begun: readonly string[];
}): ReactElement {
  const names = [...new Set([...charts.map(({ name }) => name), ...begun])];
  return (
    <datalist id={id}>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </datalist>
  );
}
