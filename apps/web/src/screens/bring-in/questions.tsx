/** What only a person knows, folder by folder: whose it is, whether it is a psychotherapy note, which day. The rest asks nothing. */

import { type Ask, type Chart, isWaiting, type MappingRow, type RowChange } from "@alcove/documents/import";
import { type FormEvent, type ReactElement, useId, useState } from "react";
import { amount } from "../../words/counts.ts";
import { sayShortDate } from "../../words/dates.ts";
import { ChartNames, clientOf } from "./change-dialog.tsx";
import { folderOf } from "./mapping-words.ts";

export type QuestionsProps = {
  readonly rows: readonly MappingRow[];
  readonly charts: readonly Chart[];
  readonly begun: readonly string[];
  readonly onChange: (rows: readonly MappingRow[], change: RowChange) => void;
  readonly onOpen: (rows: readonly MappingRow[]) => void;
};

type Question = { readonly ask: Ask; readonly key: string; readonly rows: readonly MappingRow[] };

const SHOWN = 5;
const ORDER: readonly Ask[] = ["client", "take", "date"];

export function Questions({ rows, charts, begun, onChange, onOpen }: QuestionsProps): ReactElement | undefined {
  const questions = questionsOf(rows);
  if (questions.length === 0) return undefined;
  return (
    <section aria-labelledby="h-asked" className="only-you">
      <h2 id="h-asked">What only you know</h2>
      <p className="small quiet">
        Nothing of these comes in before it is answered. All else is below, and needs no answer.
      </p>
      <ul className="rows">
        {questions.map(({ ask, key, rows: asked }) => (
          <li key={key}>
            <Asked
              rows={asked}
              ask={ask}
              charts={charts}
              begun={begun}
              onChange={(change) => onChange(asked, change)}
              onOpen={onOpen}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One for a folder, and for a guess within it. Each row is asked one thing at a time. */
function questionsOf(rows: readonly MappingRow[]): Question[] {
  const groups = new Map<string, { ask: Ask; rows: MappingRow[] }>();
  for (const row of rows) {
    const ask = ORDER.find((one) => row.asks.includes(one)) ?? (row.client === "" ? "client" : undefined);
    if (!isWaiting(row) || row.isThere || ask === undefined) continue;
    const key = [ask, folderOf(row.path), ask === "client" ? row.client : ""].join("\0");
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { ask, rows: [row] });
  }
  return [...groups]
    .map(([key, group]) => ({ key, ...group }))
    .toSorted((a, b) => ORDER.indexOf(a.ask) - ORDER.indexOf(b.ask));
}

const sayWhence = ({ because }: MappingRow): string =>
  because.date === "its last change" ? "last changed" : because.date === "its name" ? "named" : "a line in it says";

type AskedProps = Omit<QuestionsProps, "onChange"> & {
  readonly ask: Ask;
  readonly onChange: (change: RowChange) => void;
};

function Asked({ rows, ask, charts, begun, onChange, onOpen }: AskedProps): ReactElement {
  const [first] = rows;
  const folder = folderOf(first?.path ?? "");
  return (
    <div>
      <p className="what plain-name">
        {rows.length === 1 ? first?.title : `${amount(rows.length, "file")}${folder === "" ? "" : ` in ${folder}`}`}
      </p>
      <ul className="small quiet paths">
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.source}>
            {row.source}
            {ask === "date" && row.date !== "" && `, ${sayWhence(row)} ${sayShortDate(row.date)}`}
          </li>
        ))}
        {rows.length > SHOWN && <li>and {amount(rows.length - SHOWN, "other")}</li>}
      </ul>
      {ask === "client" && <WhoseAreThey rows={rows} charts={charts} begun={begun} onChange={onChange} />}
      {ask === "take" && (
        <div className="acts">
          <span className="small">Psychotherapy notes, as 45 CFR 164.501 means them?</span>
          <button className="b slim" type="button" onClick={() => onChange({ take: "psychotherapy" })}>
            Yes, keep {rows.length === 1 ? "it" : "them"} apart
          </button>
          <button
            className="b slim"
            type="button"
            onClick={() => onChange({ take: rows.every((row) => row.isReadable) ? "progress" : "file" })}
          >
            No, part of the record
          </button>
        </div>
      )}
      {ask === "date" && (
        <div className="acts">
          {rows.every(({ date }) => date !== "") && (
            <button className="b slim" type="button" onClick={() => onChange({ confirms: ["date"] })}>
              {rows.length === 1 ? "Take that day" : "Take these days"}
            </button>
          )}
          <button className="b slim" type="button" onClick={() => onOpen(rows)}>
            {rows.length === 1 ? "Another day" : "One day for all"}
          </button>
        </div>
      )}
      <button className="as-link small out" type="button" onClick={() => onChange({ take: "out" })}>
        Leave {rows.length === 1 ? "it" : "them"} out
      </button>
    </div>
  );
}

function WhoseAreThey({
  rows,
  charts,
  begun,
  onChange,
}: Pick<AskedProps, "rows" | "charts" | "begun" | "onChange">): ReactElement {
  const guess = rows[0]?.client ?? "";
  const [name, setName] = useState(guess);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") onChange({ client: clientOf(name.trim(), charts) });
  };
  return (
    <form className="whose-row acts" onSubmit={submit}>
      <label className="small" htmlFor={id}>
        Whose {rows.length === 1 ? "is it" : "are they"}?
      </label>
      <input
        id={id}
        className="in"
        value={name}
        onChange={(event) => setName(event.target.value)}
        list={`${id}-names`}
        autoComplete="off"
        placeholder="A client’s name"
      />
      <ChartNames id={`${id}-names`} charts={charts} begun={begun} />
      <button className="b slim" type="submit">
        {name.trim() !== "" && name === guess ? "That’s right" : "Theirs"}
      </button>
    </form>
  );
}
