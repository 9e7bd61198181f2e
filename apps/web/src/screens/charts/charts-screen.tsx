/** All charts, found while typing a name; a new one is made in place. */

import type { ChartStatus, ChartView } from "@alcove/vault";
import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import { type FormEvent, memo, type ReactElement, useEffect, useRef, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useClientName } from "../../parts/client-name.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Field } from "../../parts/field.tsx";
import { useGrowing } from "../../parts/growing.ts";
import { Icon } from "../../parts/icon.tsx";
import { STATUS_NAMES } from "../../words/administrative.ts";
import { count, sayNumber, sentence } from "../../words/counts.ts";
import { sayAge } from "../../words/dates.ts";
import { findCharts } from "./find-charts.ts";
import "./charts.css";

export function ChartsScreen(): ReactElement {
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const [typed, setTyped] = useState("");
  const [status, setStatus] = useState<ChartStatus | "">("");
  // Today leads here to make the first one.
  const asked = useLocation().hash === "new";
  const [making, setMaking] = useState(asked);
  const now = Date.now();
  const none = charts?.length === 0;
  const shown = charts?.filter(({ isEnquiry }) => !isEnquiry);
  const statuses = [...new Set(shown?.map(statusOf))];
  const found = charts && shown ? findCharts(typed.trim() === "" ? withStatus(shown, status) : charts, typed) : [];
  const navigate = useNavigate();
  // Coming back to this page later asks for nothing.
  useEffect(() => {
    if (asked) void navigate({ to: "/charts", replace: true });
  }, [asked, navigate]);

  return (
    <Page title="Charts" className="charts">
      <div className="top">
        <div>
          <h1>Charts</h1>
          {shown && shown.length > 0 && <p className="lede">{sayCharts(shown)}</p>}
        </div>
        {charts && !making && (
          <div className="acts">
            <Link className="b plain" to="/bring-in">
              Bring notes in
            </Link>
            <Link className="b plain" to="/enquiries">
              Enquiries
            </Link>
            <Link className="b plain" to="/cases">
              Cases
            </Link>
            {!none && (
              <button className="b" type="button" onClick={() => setMaking(true)}>
                New chart
              </button>
            )}
          </div>
        )}
      </div>
      {making && (
        <NewChart charts={charts ?? []} suggestion={found.length === 0 ? typed : ""} onClose={() => setMaking(false)} />
      )}
      {none && !making && (
        <Empty says="No charts yet. Begin with the client you see next, or bring in the folder in which your notes lie on this device.">
          <button className="b primary" type="button" onClick={() => setMaking(true)}>
            New chart
          </button>
          <Link className="b" to="/bring-in">
            Bring notes in
          </Link>
        </Empty>
      )}
      {charts && charts.length > 0 && (
        <>
          <div className="find-chart">
            <label htmlFor="find-chart">Find a chart</label>
            <span className="hint" id="find-chart-hint">
              Part of its name, or of anybody’s in it.
            </span>
            <span className="find-field">
              <Icon name="search" />
              <input
                id="find-chart"
                className="in"
                type="search"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                autoComplete="off"
                aria-describedby="find-chart-hint"
              />
            </span>
          </div>
          {statuses.length > 1 && typed.trim() === "" && (
            <label className="of-status">
              <span>Show</span>
              <select className="in" value={status} onChange={({ target }) => setStatus(target.value as ChartStatus)}>
                <option value="">All of them</option>
                {statuses.toSorted().map((one) => (
                  <option key={one} value={one}>
                    {STATUS_NAMES[one]}
                  </option>
                ))}
              </select>
            </label>
          )}
          <p className="vh" role="status">
            {typed && `${sentence(count(found.length, "chart"))} found`}
          </p>
          {found.length > 0 && <ChartRows charts={found} of={typed} now={now} />}
          {found.length === 0 && typed.trim() !== "" && <NoneFound typed={typed} onNew={() => setMaking(true)} />}
          {found.length === 0 && typed.trim() === "" && (
            <Empty says="Nobody is in treatment here yet. Who asked for it stands among the enquiries, and is found here by name.">
              <Link className="b" to="/enquiries">
                See the enquiries
              </Link>
            </Empty>
          )}
        </>
      )}
    </Page>
  );
}

/** Nobody has said anything else. */
const statusOf = ({ status = "active" }: ChartView): ChartStatus => status;
const withStatus = (charts: readonly ChartView[], status: ChartStatus | ""): readonly ChartView[] =>
  status === "" ? charts : charts.filter((chart) => statusOf(chart) === status);

/** At first as many as fill a tall screen: who types a letter waits for no row that nobody sees. */
const SHOWN_AT_FIRST = 40;

type ChartRowsProps = {
  readonly charts: readonly ChartView[];
  /** What was typed to find them. */
  readonly of: string;
  readonly now: number;
};

function ChartRows({ charts, of, now }: ChartRowsProps): ReactElement {
  const { limit, end } = useGrowing(SHOWN_AT_FIRST, of);
  return (
    <ul className="rows ends">
      {charts.slice(0, limit).map((chart) => (
        <ChartRow key={chart.id} chart={chart} age={sayAge(chart.changedAt, now)} />
      ))}
      {limit < charts.length && <li ref={end} className="more-below" aria-hidden="true" />}
    </ul>
  );
}

/** Drawn anew where it says something else, and not at every letter that is typed. */
const ChartRow = memo(({ chart, age }: { readonly chart: ChartView; readonly age: string }): ReactElement => {
  const shown = useClientName();
  return (
    <li>
      <div>
        <Link className="t" dir="auto" to="/charts/$chartId" params={{ chartId: chart.id }}>
          {shown(chart.name)}
        </Link>
        <p>
          {chart.status && chart.status !== "active" && `${STATUS_NAMES[chart.status]}. `}
          {sayNotes(chart)}
        </p>
        {chart.people.length > 0 && <p dir="auto">{sayPeople(chart.people.map(shown))}</p>}
      </div>
      <span className="end num">{age}</span>
    </li>
  );
});

function NoneFound({ typed, onNew }: { readonly typed: string; readonly onNew: () => void }): ReactElement {
  return (
    <Empty says={`No chart has “${typed.trim()}” in its name, nor anybody who belongs to one.`}>
      <button className="b" type="button" onClick={onNew}>
        Make a chart with this name
      </button>
    </Empty>
  );
}

function NewChart({
  charts,
  suggestion,
  onClose,
}: {
  readonly charts: readonly ChartView[];
  readonly suggestion: string;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const navigate = useNavigate();
  const acting = useActing();
  const [name, setName] = useState(suggestion);
  const [again, setAgain] = useState("");
  const input = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) {
      acting.setError("Give the chart a name: the client, the couple or the family.");
      return input.current?.focus();
    }
    const same = charts.find((one) => one.name.toLowerCase() === name.trim().toLowerCase());
    if (same && again !== name) {
      setAgain(name);
      return acting.setError(
        "There is a chart of this name already. If this is somebody else, press once more, and let the name say who.",
      );
    }
    const made = await acting.run(() => vault.createChart({ name: name.trim() }));
    if (made) void navigate({ to: "/charts/$chartId", params: { chartId: made.value.id } });
  };

  return (
    <form className="new-chart niche" onSubmit={(event) => void submit(event)} noValidate>
      <Field
        label="Name of the new chart"
        hint="A client, a couple or a family. The server can’t read it; everybody in the practice but an auditor sees it in the list."
        error={acting.error}
      >
        {(control) => (
          <input
            {...control}
            ref={input}
            value={name}
            onChange={(event) => setName(event.target.value)}
            autoComplete="off"
            // The form opens because it was asked for
            autoFocus
          />
        )}
      </Field>
      <div className="acts">
        <button className="b primary" type="submit" aria-busy={acting.busy}>
          Make the chart
        </button>
        <button className="b plain" type="button" onClick={onClose}>
          Not now
        </button>
      </div>
    </form>
  );
}

function sayCharts(charts: readonly ChartView[]): string {
  const open = charts.filter(({ opens }) => opens).length;
  if (open === charts.length) return `${sentence(count(open, "chart"))} that you can open.`;
  if (open === 0) return `${sentence(count(charts.length, "chart"))}, not open to you.`;
  return `${sentence(count(charts.length, "chart"))}, ${sayNumber(open)} of them open to you.`;
}

const NAMED_AT_MOST = 4;

function sayPeople(people: readonly string[]): string {
  const more = people.length - NAMED_AT_MOST;
  const named = people.slice(0, NAMED_AT_MOST).join(", ");
  return more > 0 ? `${named} and ${sayNumber(more)} more` : named;
}

function sayNotes(chart: ChartView): string {
  if (chart.guarded) return chart.guarded === "open" ? "Guarded, and open here." : "Guarded.";
  if (!chart.opens) return "Not open to you.";
  const parts = [
    chart.progressNotes > 0 && count(chart.progressNotes, "progress note"),
    chart.psychotherapyNotes > 0 && count(chart.psychotherapyNotes, "psychotherapy note"),
  ].filter((part): part is string => Boolean(part));
  return parts.length > 0 ? `${sentence(parts.join(", "))}.` : "No notes yet.";
}
