/** One case: its clock in a quiet line, what is asked, a checklist, the decision, and letters. */

import type { CaseView, CaseWords, ChartView, KindOfCase } from "@alcove/vault";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useClientName } from "../../parts/client-name.tsx";
import { sayDue } from "../../words/cases.ts";
import { sayDay, sayDayBriefly, sayOnDay } from "../../words/dates.ts";
import { Checklist } from "./checklist.tsx";
import { Decision } from "./decision.tsx";
import { Given } from "./given.tsx";
import { useGuide } from "./guide.ts";
import "./cases.css";

const CaseForm = lazy(() => import("./case-form.tsx").then((m) => ({ default: m.CaseForm })));
const loadActs = () => import("./case-acts.tsx");
const Extend = lazy(() => loadActs().then((m) => ({ default: m.Extend })));
const Decide = lazy(() => loadActs().then((m) => ({ default: m.Decide })));
const Disagree = lazy(() => loadActs().then((m) => ({ default: m.Disagree })));
const Close = lazy(() => loadActs().then((m) => ({ default: m.Close })));
const End = lazy(() => loadActs().then((m) => ({ default: m.End })));
const Tell = lazy(() => loadActs().then((m) => ({ default: m.Tell })));
const Letters = lazy(() => import("./letters.tsx").then((m) => ({ default: m.Letters })));

type Shown = "change" | "extend" | "decide" | "disagree" | "end" | "tell" | "close";

export function CaseScreen(): ReactElement {
  const { chartId, caseId } = useParams({ from: "/charts/$chartId/cases/$caseId" });
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const { value: cases } = useAnswer(`cases ${chartId}`, (vault) => vault.cases(chartId));
  const { kindOf, value: guide } = useGuide();
  const chart = charts?.find(({ id }) => id === chartId);
  const view = cases?.find(({ id }) => id === caseId);
  const kind = view && kindOf(view.kind);

  if (view && kind && chart) return <Case key={caseId} chart={chart} view={view} kind={kind} />;
  if (!charts || !cases || !guide) return <Page title="Case">{null}</Page>;
  return (
    <Page title="No such case">
      <h1>There is no such case on this device</h1>
      <p className="quiet">It may lie in a chart that is not open to you, or come with the next sync.</p>
      <p className="acts">
        <Link className="b" to="/cases">
          Go to Cases
        </Link>
      </p>
    </Page>
  );
}

type CaseProps = { readonly chart: ChartView; readonly view: CaseView; readonly kind: KindOfCase };

function Case({ chart, view, kind }: CaseProps): ReactElement {
  const { said, mayWrite } = view;
  const [shown, setShown] = useState<Shown>();
  const client = useClientName();
  const now = Date.now();
  const decides = kind.grounds.length > 0;
  const form = { chart: chart.id, view, onClose: () => setShown(undefined) };

  return (
    <Page title="Case">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/cases">Cases</Link>
            <Link to="/charts/$chartId" params={{ chartId: chart.id }} dir="auto">
              {client(chart.name)}
            </Link>
          </p>
          <h1>{kind.name}</h1>
          <Clock view={view} now={now} />
        </div>
        {mayWrite && !view.closed && (
          <div className="acts">
            {decides && !said.decision ? (
              <button className="b primary" type="button" onClick={() => setShown("decide")}>
                Write down the decision
              </button>
            ) : (
              <button className="b primary" type="button" onClick={() => setShown("close")}>
                Close the case
              </button>
            )}
            {view.extendableTo && (
              <button className="b" type="button" onClick={() => setShown("extend")}>
                Extend it, once
              </button>
            )}
          </div>
        )}
      </div>
      <p className="case-says">{kind.says}</p>
      {view.holds && (
        <p className="case-mark">
          <b>Legal hold.</b> While this is open nothing of the chart is destroyed. Change and remove nothing.
        </p>
      )}
      <div className="cols">
        <div className="stack">
          {view.others.length > 0 && (
            <p className="small due">
              Somebody else changed this at the same time. What you keep next goes on from both: {sayOthers(view)}
            </p>
          )}
          <Asked view={view} kind={kind} now={now} onShow={setShown} />
          {said.decision && <Decision view={view} kind={kind} now={now} onShow={setShown} chart={chart.id} />}
          <Checklist chart={chart.id} view={view} kind={kind} now={now} />
          {kind.gives && chart.writes && (
            <Given chart={chart.id} view={view} kind={kind} onTell={() => setShown("tell")} />
          )}
          {said.closed && (
            <section aria-labelledby="h-closed">
              <h2 id="h-closed">Closed</h2>
              <p dir="auto">
                {sayDay(said.closed.on, now)}. {said.closed.words}
              </p>
            </section>
          )}
        </div>
        <div className="side-lines">
          {kind.group !== "safety" && <Who said={said} mayWrite={mayWrite && !view.closed} onShow={setShown} />}
          {kind.letters.length > 0 && (
            <Suspense>
              <Letters chart={chart} view={view} kind={kind} />
            </Suspense>
          )}
          <section aria-labelledby="h-source">
            <h2 id="h-source">Where this is from</h2>
            <p className="small quiet">
              {kind.clock.source.cite}. Guidance, and no legal advice: State law that gives the client more comes first.
            </p>
          </section>
        </div>
      </div>
      <Suspense>
        {shown === "change" && <CaseForm {...form} />}
        {shown === "extend" && <Extend {...form} kind={kind} />}
        {shown === "decide" && <Decide {...form} kind={kind} />}
        {shown === "disagree" && <Disagree {...form} kind={kind} />}
        {shown === "end" && <End {...form} kind={kind} />}
        {shown === "tell" && <Tell {...form} kind={kind} />}
        {shown === "close" && <Close {...form} kind={kind} />}
      </Suspense>
    </Page>
  );
}

const sayOthers = ({ others }: CaseView): string =>
  others.map(({ asked, checked }) => [asked, checked].filter(Boolean).join("; ")).join(" / ");

function Clock({ view, now }: { readonly view: CaseView; readonly now: number }): ReactElement {
  const { says, isDue } = sayDue(view, now);
  const { extension } = view.said;
  return (
    <p className="facts">
      <span>
        Received <b>{sayDayBriefly(view.received, now)}</b>
      </span>
      <span className={isDue ? "due" : undefined}>{says}</span>
      {extension && <span>Extended {sayOnDay(extension.on, now)}</span>}
    </p>
  );
}

type AskedProps = Omit<CaseProps, "chart"> & { readonly now: number; readonly onShow: (shown: Shown) => void };

function Asked({ view, kind, now, onShow }: AskedProps): ReactElement | null {
  const { asked, answerBy, paidInFull, extension } = view.said;
  const isSafety = kind.group === "safety";
  if (!isSafety && !asked && !answerBy && !paidInFull && !extension) return null;
  return (
    <section aria-labelledby="h-asked">
      <h2 id="h-asked">
        {view.kind === "confidential"
          ? "How they want to be reached"
          : isSafety
            ? "What was said or seen"
            : "What it is about"}
      </h2>
      <p className="case-words" dir="auto">
        {asked || "Nothing is written down yet."}
      </p>
      {isSafety && view.mayWrite && !view.closed && (
        <p className="acts">
          <button className="b slim" type="button" onClick={() => onShow("change")}>
            Write it down, or change it
          </button>
        </p>
      )}
      {paidInFull && (
        <p className="small">To a health plan, of what was paid in full out of pocket: it must be granted.</p>
      )}
      {answerBy && <p className="small quiet">The paper names {sayDay(answerBy, now)}.</p>}
      {extension && (
        <p className="small quiet" dir="auto">
          Extended to {sayDay(extension.until, now)}: {extension.reason}
        </p>
      )}
    </section>
  );
}

type WhoProps = { readonly said: CaseWords; readonly mayWrite: boolean; readonly onShow: (shown: Shown) => void };

function Who({ said, mayWrite, onShow }: WhoProps): ReactElement {
  const { from, address, checked } = said;
  return (
    <section aria-labelledby="h-who">
      <h2 id="h-who">From whom</h2>
      <p className="case-words small" dir="auto">
        {[from, address].filter(Boolean).join("\n") || "Nobody is written down."}
      </p>
      {checked && (
        <p className="small quiet" dir="auto">
          Seen by: {checked}
        </p>
      )}
      {mayWrite && (
        <p className="acts">
          <button className="b slim" type="button" onClick={() => onShow("change")}>
            Change who asks what
          </button>
        </p>
      )}
    </section>
  );
}
