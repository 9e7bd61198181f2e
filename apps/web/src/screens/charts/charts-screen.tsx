/** All charts, found while typing a name; a new one is made in place. */

import type { ChartView } from "@alcove/vault";
import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useEffect, useRef, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Empty } from "../../parts/empty.tsx";
import { Field } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { count, sayNumber, sentence } from "../../words/counts.ts";
import { sayAge } from "../../words/dates.ts";
import { findCharts } from "./find-charts.ts";
import "./charts.css";

export function ChartsScreen(): ReactElement {
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const [typed, setTyped] = useState("");
  // Today leads here to make the first one.
  const asked = useLocation().hash === "new";
  const [making, setMaking] = useState(asked);
  const now = Date.now();
  const none = charts?.length === 0;
  const found = charts ? findCharts(charts, typed) : [];
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
          {charts && charts.length > 0 && <p className="lede">{sayCharts(charts)}</p>}
        </div>
        {!none && !making && (
          <div className="acts">
            <button className="b" type="button" onClick={() => setMaking(true)}>
              New chart
            </button>
          </div>
        )}
      </div>
      {making && <NewChart suggestion={found.length === 0 ? typed : ""} onClose={() => setMaking(false)} />}
      {none && !making && (
        <Empty says="No charts yet. Begin with the client you see next. Notes that lie loose on this device can then be brought into the chart.">
          <button className="b primary" type="button" onClick={() => setMaking(true)}>
            New chart
          </button>
        </Empty>
      )}
      {charts && charts.length > 0 && (
        <>
          <div className="find-chart">
            <label htmlFor="find-chart">Find a chart</label>
            <span className="find-field">
              <Icon name="search" />
              <input
                id="find-chart"
                className="in"
                type="search"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                autoComplete="off"
                placeholder="Part of a name"
              />
            </span>
          </div>
          <p className="vh" role="status">
            {typed && `${sentence(count(found.length, "chart"))} found`}
          </p>
          {found.length > 0 ? (
            <ChartRows charts={found} now={now} />
          ) : (
            <NoneFound typed={typed} onNew={() => setMaking(true)} />
          )}
        </>
      )}
    </Page>
  );
}

function ChartRows({ charts, now }: { readonly charts: readonly ChartView[]; readonly now: number }): ReactElement {
  return (
    <ul className="rows ends">
      {charts.map((chart) => (
        <li key={chart.id}>
          <div>
            <Link className="t" dir="auto" to="/charts/$chartId" params={{ chartId: chart.id }}>
              {chart.name}
            </Link>
            <p>{sayNotes(chart)}</p>
          </div>
          <span className="end num">{sayAge(chart.changedAt, now)}</span>
        </li>
      ))}
    </ul>
  );
}

function NoneFound({ typed, onNew }: { readonly typed: string; readonly onNew: () => void }): ReactElement {
  return (
    <Empty says={`No chart has “${typed.trim()}” in its name.`}>
      <button className="b" type="button" onClick={onNew}>
        Make a chart with this name
      </button>
    </Empty>
  );
}

function NewChart({
  suggestion,
  onClose,
}: {
  readonly suggestion: string;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const navigate = useNavigate();
  const acting = useActing();
  const [name, setName] = useState(suggestion);
  const input = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) {
      acting.setError("Give the chart a name: the client, the couple or the family.");
      return input.current?.focus();
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
          Leave it
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

function sayNotes(chart: ChartView): string {
  if (chart.guarded) return chart.guarded === "open" ? "Guarded, and open here." : "Guarded.";
  if (!chart.opens) return "Not open to you.";
  const parts = [
    chart.progressNotes > 0 && count(chart.progressNotes, "progress note"),
    chart.psychotherapyNotes > 0 && count(chart.psychotherapyNotes, "psychotherapy note"),
  ].filter((part): part is string => Boolean(part));
  return parts.length > 0 ? `${sentence(parts.join(", "))}.` : "No notes yet.";
}
