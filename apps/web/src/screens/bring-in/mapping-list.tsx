/** What becomes of each file, by client. Only what is doubtful asks; everything can be changed, one row or many at once. */

import { type Chart, changeRow, isReady, type MappingRow, type RowChange } from "@alcove/documents/import";
import { type ReactElement, type ReactNode, useState } from "react";
import { useClientName } from "../../parts/client-name.tsx";
import { amount, count, sayNumber, saySize, sentence } from "../../words/counts.ts";
import { sayShortDate } from "../../words/dates.ts";
import { ChangeDialog } from "./change-dialog.tsx";
import { Choices } from "./choices.tsx";
import { remarksOf } from "./file-words.ts";
import { countRows, sayCounted, sayGuesses, sayNotesAndFiles, sayTake, sayThere } from "./mapping-words.ts";
import { Questions } from "./questions.tsx";
import type { ReadFolder } from "./read-files.ts";

const SHOWN = 100;

export type MappingListProps = {
  readonly folder: ReadFolder;
  readonly rows: readonly MappingRow[];
  readonly charts: readonly Chart[];
  readonly isOneChart: boolean;
  /** Pictures with all that their camera wrote. */
  readonly asTheyCame: boolean;
  readonly onRows: (rows: readonly MappingRow[]) => void;
  readonly onAsTheyCame: (asTheyCame: boolean) => void;
  readonly onBringIn: () => void;
  readonly onAgain: () => void;
};

export function MappingList({
  folder,
  rows,
  charts,
  isOneChart,
  asTheyCame,
  onRows,
  onAsTheyCame,
  onBringIn,
  onAgain,
}: MappingListProps): ReactElement {
  const [changing, setChanging] = useState<readonly MappingRow[]>();
  const counted = countRows(rows);
  const { notes, files, there } = counted;
  const begun = [
    ...new Set(rows.filter(({ chart, client }) => chart === undefined && client !== "").map(({ client }) => client)),
  ];
  const out = rows.filter(({ take }) => take === "out");

  const change = (some: readonly MappingRow[], made: RowChange) => {
    const sources = new Set(some.map(({ source }) => source));
    onRows(rows.map((row) => (sources.has(row.source) ? changeRow(row, made) : row)));
  };

  return (
    <div className="mapping stack">
      <p className="lede" role="status">
        {rows.length === 0 ? `Nothing to bring in was found in “${folder.name}”.` : sayCounted(counted)}
      </p>
      {there > 0 && <p className="small quiet">{sayThere(there)}</p>}
      <Questions rows={rows} charts={charts} begun={begun} onChange={change} onOpen={setChanging} />
      {groupsOf(rows).map(({ key, client, rows: ofClient }) => (
        <Group key={key} client={client} rows={ofClient} asTheyCame={asTheyCame} onOpen={setChanging} />
      ))}
      {out.length > 0 && (
        <Folded title={`${sentence(count(out.length, "row"))} left out`}>
          <ul className="rows reasons">
            {out.slice(0, SHOWN).map((row) => (
              <li key={row.source}>
                <span className="small">
                  <b className="plain-name">{row.source}</b>
                  {row.twin !== undefined && `: says the same as ${row.twin}`}
                  {row.bytes === 0 && ": empty"}
                </span>
                {row.bytes > 0 && (
                  <button className="as-link small end" type="button" onClick={() => setChanging([row])}>
                    Take it<span className="vh">, {row.source}</span>
                  </button>
                )}
              </li>
            ))}
          </ul>
        </Folded>
      )}
      {folder.left.length > 0 && (
        <section aria-labelledby="h-left">
          <h2 id="h-left">Not opened</h2>
          <ul className="rows reasons">
            {folder.left.map(({ path, why }) => (
              <li key={path}>
                <span className="small">{why}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Choices rows={rows} asTheyCame={asTheyCame} onRows={onRows} onAsTheyCame={onAsTheyCame} />
      <div className="acts">
        {notes + files > 0 && (
          <button className="b primary" type="button" onClick={onBringIn}>
            Bring {sayNotesAndFiles(notes, files)} in
          </button>
        )}
        {notes + files === 0 && there > 0 && (
          <button className="b primary" type="button" onClick={onBringIn}>
            Read them back
          </button>
        )}
        <button className={rows.length === 0 ? "b" : "b plain"} type="button" onClick={onAgain}>
          Choose others
        </button>
      </div>
      {changing && (
        <ChangeDialog
          rows={changing}
          charts={charts}
          begun={begun}
          isOneChart={isOneChart}
          onChange={(made) => {
            change(changing, made);
            setChanging(undefined);
          }}
          onClose={() => setChanging(undefined)}
        />
      )}
    </div>
  );
}

function groupsOf(rows: readonly MappingRow[]) {
  const groups = new Map<string, { client: string; rows: MappingRow[] }>();
  for (const row of rows.filter((one) => isReady(one) || (one.isThere && one.take !== "out"))) {
    const key = row.chart ?? `new ${row.client}`;
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { client: row.client, rows: [row] });
  }
  // As they will stand in the chart, the newest first; files behind them.
  const dayOfRow = (row: MappingRow) => (row.take === "file" ? "" : row.date);
  return [...groups]
    .map(([key, { client, rows: ofClient }]) => ({
      key,
      client,
      rows: ofClient.toSorted((a, b) => dayOfRow(b).localeCompare(dayOfRow(a))),
    }))
    .toSorted((a, b) => a.client.localeCompare(b.client));
}

type GroupProps = {
  readonly client: string;
  readonly rows: readonly MappingRow[];
  readonly asTheyCame: boolean;
  readonly onOpen: (rows: readonly MappingRow[]) => void;
};

function Group({ client, rows, asTheyCame, onOpen }: GroupProps): ReactElement {
  const shown = useClientName();
  const isNew = rows[0]?.chart === undefined;
  const coming = rows.filter(({ isThere }) => !isThere);
  const there = rows.length - coming.length;
  const notes = coming.filter(({ take }) => take !== "file").length;
  const apart = coming.filter(({ take }) => take === "psychotherapy").length;
  const said = [
    coming.length > 0 &&
      `${sentence(sayNotesAndFiles(notes, coming.length - notes))}${apart > 0 ? `, ${sayNumber(apart)} of them kept apart` : ""}.`,
    there > 0 && `${sentence(sayNumber(there))} in the chart already.`,
    isNew && "A new chart.",
  ]
    .filter(Boolean)
    .join(" ");
  return (
    <Folded title={shown(client)} note={said}>
      {coming.length > 0 && (
        <button className="as-link small all-of" type="button" onClick={() => onOpen(coming)}>
          Change all of these<span className="vh">, {shown(client)}</span>
        </button>
      )}
      <ul className="rows mapped">
        {rows.slice(0, SHOWN).map((row) => (
          <Row key={row.source} row={row} asTheyCame={asTheyCame} onOpen={onOpen} />
        ))}
      </ul>
      {rows.length > SHOWN && (
        <p className="small quiet">and {amount(rows.length - SHOWN, "other")}, taken in as these are.</p>
      )}
    </Folded>
  );
}

function Row({
  row,
  asTheyCame,
  onOpen,
}: {
  readonly row: MappingRow;
  readonly asTheyCame: boolean;
  readonly onOpen: (rows: readonly MappingRow[]) => void;
}): ReactElement {
  const remarks = remarksOf(row, asTheyCame);
  return (
    <li>
      <time className="small quiet num">{row.take === "file" || row.date === "" ? "" : sayShortDate(row.date)}</time>
      <div>
        <span className="plain-name">{row.title}</span>
        <p>
          {row.isThere
            ? "In the chart already."
            : `${sayTake(row.take)}${row.withFile && row.take !== "file" ? ", with the file beside it" : ""}.`}{" "}
          {sayGuesses(row)}
        </p>
        {row.besides !== undefined && <p>Named like {row.besides}, and says something else: both come in.</p>}
        {remarks.length > 0 && <p>{remarks.join(" ")}</p>}
      </div>
      <span className="end num">
        {row.isReadable ? amount(row.words, "word") : saySize(row.bytes)}
        {!row.isThere && (
          <button className="as-link" type="button" onClick={() => onOpen([row])}>
            Change<span className="vh">, {row.title}</span>
          </button>
        )}
      </span>
    </li>
  );
}

/** What is shut says in a line what it holds; its rows are made when it opens. */
function Folded({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="folded" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="plain-name">{title}</span>
        {note && <span className="small quiet">{note}</span>}
      </summary>
      {isOpen && <div className="inside">{children}</div>}
    </details>
  );
}
