/** How long records are kept: the practice's rule, what was found of others, and which charts are due. Nothing happens by itself. */

import type { RetentionLine, RetentionRow, RetentionView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useClientName } from "../../parts/client-name.tsx";
import { Empty } from "../../parts/empty.tsx";
import { figures } from "../../words/counts.ts";
import { sayShortDate } from "../../words/dates.ts";
import "./retention.css";

const DestroyChart = lazy(() => import("../destroying/destroy-chart.tsx").then((m) => ({ default: m.DestroyChart })));
const DestroyedRow = lazy(() => import("../destroying/destroyed-row.tsx").then((m) => ({ default: m.DestroyedRow })));
const RuleForm = lazy(() => import("./rule-form.tsx").then((m) => ({ default: m.RuleForm })));

export function RetentionScreen(): ReactElement {
  const { value } = useAnswer("retention", (vault) => vault.retention());
  const { value: destroyed = [] } = useAnswer("destroyed charts", (vault) => vault.destroyedCharts());
  const [changes, setChanges] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  if (!value) return <Page title="Retention">{null}</Page>;
  const of = (state: RetentionLine["state"]) => value.charts.filter((one) => one.state === state);
  const [due, held, keeps, active] = [of("due"), of("held"), of("keeps"), of("active")];
  return (
    <Page title="Retention">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/cases">Cases</Link>
          </p>
          <h1>How long records are kept</h1>
          <p className="lede">{sayTimes(value)}</p>
        </div>
        <div className="acts">
          <button className="b primary" type="button" onClick={() => setChanges(true)}>
            {value.confirmed ? "Change the rule" : "Confirm your State’s rule"}
          </button>
        </div>
      </div>
      <div className="cols">
        <div className="stack">
          <section aria-labelledby="h-due">
            <h2 id="h-due">Due to be looked at</h2>
            {due.length === 0 ? (
              <Empty says="No chart is due. When one is, it stands here; nothing is ever destroyed by itself." />
            ) : (
              <Lines lines={due} onDestroy={setAsked} />
            )}
          </section>
          {held.length > 0 && (
            <section aria-labelledby="h-held">
              <h2 id="h-held">On legal hold</h2>
              <p className="small quiet">
                A paper that asks for the record is open. Until it is closed nothing here is due.
              </p>
              <Lines lines={held} />
            </section>
          )}
          {keeps.length > 0 && (
            <details>
              <summary>Kept until a day that is to come ({figures(keeps.length)})</summary>
              <Lines lines={keeps} />
            </details>
          )}
          {destroyed.length > 0 && (
            <section aria-labelledby="h-destroyed">
              <h2 id="h-destroyed">Destroyed</h2>
              <ul className="rows ends">
                <Suspense>
                  {destroyed.map((one) => (
                    <DestroyedRow key={one.chart} one={one} />
                  ))}
                </Suspense>
              </ul>
            </section>
          )}
          <p className="small quiet">
            {active.length > 0 &&
              `${figures(active.length)} with somebody who is a client, or may become one, are never due. `}
            As far as charts are open to you. The time runs from the newest note, or from the day on which the face
            sheet says that it ended.
          </p>
        </div>
        <div className="side-lines">
          <section aria-labelledby="h-gone">
            <h2 id="h-gone">When it is due</h2>
            <p className="small quiet">
              A person decides. Some States ask for notice first. A chart is destroyed by who treats there, with another
              owner where there is one; a certificate says what that does not reach. Psychotherapy notes are their
              author’s alone to destroy.
            </p>
          </section>
          <section aria-labelledby="h-rows">
            <h2 id="h-rows">What was found of rules</h2>
            <p className="small quiet">Not verified, and many professions and States are missing. Ask your board.</p>
            <details className="small retention-found">
              <summary>{figures(value.rows.length)} rules, yours first</summary>
              <ul className="retention-rows">
                {value.rows.map((row) => (
                  <Row key={`${row.state ?? ""} ${row.who} ${row.cite}`} row={row} />
                ))}
              </ul>
            </details>
          </section>
        </div>
      </div>
      <Suspense>
        {changes && <RuleForm view={value} onClose={() => setChanges(false)} />}
        {asked && <DestroyChart {...asked} onClose={() => setAsked(undefined)} />}
      </Suspense>
    </Page>
  );
}

function sayTimes({ times: { years, untilAge }, confirmed }: RetentionView): string {
  const says = `${years} years after the last contact; of a minor at least until they are ${untilAge}.`;
  return confirmed
    ? `${says} Confirmed ${sayShortDate(confirmed.on)}: ${confirmed.source}.`
    : `${says} Proposed, and longer than most rules: nobody has confirmed your State’s yet.`;
}

type Asked = { readonly chart: string; readonly name: string };
type LinesProps = { readonly lines: readonly RetentionLine[]; readonly onDestroy?: (asked: Asked) => void };

function Lines({ lines, onDestroy }: LinesProps): ReactElement {
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const client = useClientName();
  const nameOf = (chart: string) => charts?.find(({ id }) => id === chart)?.name ?? "";
  return (
    <ul className="rows ends">
      {lines.map(({ chart, lastContact, bornOn, keepUntil, state }) => (
        <li key={chart}>
          <div>
            <Link className="t" dir="auto" to="/charts/$chartId" params={{ chartId: chart }}>
              {client(nameOf(chart))}
            </Link>
            <p>
              Last contact {sayShortDate(lastContact)}
              {bornOn && `, born ${sayShortDate(bornOn)}`}
            </p>
          </div>
          <span className={state === "due" ? "due small" : "small quiet"}>
            {state === "held" ? "On hold" : `Until ${sayShortDate(keepUntil)}`}
          </span>
          {onDestroy && (
            <button className="as-link small" type="button" onClick={() => onDestroy({ chart, name: nameOf(chart) })}>
              Destroy<span className="vh"> the chart of {client(nameOf(chart))}</span>
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

const STANDINGS = { text: "rule read", secondary: "told by others", weak: "weak" } as const;

function Row({ row }: { readonly row: RetentionRow }): ReactElement {
  const { state, who, years, untilAge, note, cite, asOf, standing } = row;
  return (
    <li>
      <b>{state ? `${state}, ${who}` : who}</b>: {years} years
      {untilAge === undefined ? "" : `, minors until ${untilAge}`}
      {note ? `. ${note}` : ""}
      <span className="quiet">
        {cite}; {STANDINGS[standing]}
        {asOf ? `, copy of ${asOf}` : ", copy without a date"}
      </span>
    </li>
  );
}
