/** What only a person knows, folder by folder: whose it is, whether it is a psychotherapy note, which day. The rest asks nothing. */

import {
  type Ask,
  type Chart,
  chartsNamed,
  isWaiting,
  type MappingRow,
  type RowChange,
} from "@alcove/documents/import";
import { type FormEvent, type ReactElement, useId, useState } from "react";
import { amount } from "../../words/counts.ts";
import { sayShortDate } from "../../words/dates.ts";
import { ChartNames, clientOf } from "./change-dialog.tsx";
import { folderOf, sayClientGuess } from "./mapping-words.ts";

export type QuestionsProps = {
  readonly rows: readonly MappingRow[];
  readonly charts: readonly Chart[];
  readonly begun: readonly string[];
  readonly onChange: (rows: readonly MappingRow[], change: RowChange) => void;
  readonly onOpen: (rows: readonly MappingRow[]) => void;
};

type Question = { readonly ask: Ask; readonly key: string; readonly rows: readonly MappingRow[] };

const SHOWN = 4;
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

/**
 * One for a folder, and for a guess and a word of the files' names within it: files that are perhaps of two people are never one
 * answer's. Each row is asked one thing at a time.
 */
function questionsOf(rows: readonly MappingRow[]): Question[] {
  const groups = new Map<string, { ask: Ask; rows: MappingRow[] }>();
  for (const row of rows) {
    const ask = ORDER.find((one) => row.asks.includes(one)) ?? (row.client === "" ? "client" : undefined);
    if (!isWaiting(row) || row.isThere || ask === undefined) continue;
    const key = [ask, folderOf(row.path), ...(ask === "client" ? [row.client, row.named ?? ""] : [])].join("\0");
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { ask, rows: [row] });
  }
  return [...groups]
    .map(([key, group]) => ({ key, ...group }))
    .toSorted((a, b) => ORDER.indexOf(a.ask) - ORDER.indexOf(b.ask) || saysLittle(a) - saysLittle(b));
}

/** Whose names say nothing stands behind all others. */
const saysLittle = ({ ask, rows: [first] }: Question): number =>
  Number(ask === "client" && first?.named === undefined && first?.client === "");

const sayWhence = ({ because }: MappingRow): string =>
  because.date === "its last change" ? "last changed" : because.date === "its name" ? "named" : "a line in it says";

type AskedProps = Omit<QuestionsProps, "onChange"> & {
  readonly ask: Ask;
  readonly onChange: (change: RowChange) => void;
};

function Asked({ rows, ask, charts, begun, onChange, onOpen }: AskedProps): ReactElement {
  const [first] = rows;
  const folder = folderOf(first?.path ?? "");
  const [isAll, setAll] = useState(false);
  const shown = isAll ? rows.length : SHOWN;
  const word = ask === "client" && first?.named !== undefined ? `“${first.named}”: ` : "";
  return (
    <div>
      <p className="what plain-name">
        {rows.length === 1
          ? first?.title
          : `${word}${amount(rows.length, "file")}${folder === "" ? "" : ` in ${folder}`}`}
      </p>
      <ul className="small quiet paths">
        {rows.slice(0, shown).map((row) => (
          <li key={row.source}>
            {row.source}
            {ask === "date" && row.date !== "" && `, ${sayWhence(row)} ${sayShortDate(row.date)}`}
          </li>
        ))}
      </ul>
      {rows.length > shown && (
        <button className="as-link small more" type="button" onClick={() => setAll(true)}>
          and {amount(rows.length - shown, "other")}
        </button>
      )}
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
  const [first] = rows;
  const word = first?.because.client === "its name" ? first.named : undefined;
  const maybe = word === undefined ? [] : chartsNamed(word, charts);
  // Between several nothing stands in the field: one press would begin a chart of the bare word.
  const guess = maybe.length > 1 ? "" : (first?.client ?? "");
  const others = maybe.filter(({ id }) => maybe.length > 1 || id !== first?.chart);
  const [name, setName] = useState(guess);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = name.trim();
    // Of two charts with one name the guess knows which is meant.
    if (typed !== "")
      onChange({ client: typed === first?.client ? { name: typed, chart: first.chart } : clientOf(typed, charts) });
  };
  return (
    <>
      {first && <p className="small guess">{sayClientGuess(first, rows.length, maybe.length)}</p>}
      {others.length > 0 && (
        <div className="acts">
          {others.map((chart) => (
            <button
              key={chart.id}
              className="b slim plain-name"
              type="button"
              onClick={() => onChange({ client: { name: chart.name, chart: chart.id } })}
            >
              {chart.name}
            </button>
          ))}
        </div>
      )}
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
    </>
  );
}
