/** Somebody is in danger: whom to call and what to say stand first. What was told to whom is written down afterwards. */

import type { CaseTold, KindOfCase } from "@alcove/vault";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useClientName } from "../../parts/client-name.tsx";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { HERE_AGAIN, useKept } from "../../parts/kept.ts";
import { telephoneTo } from "../../words/administrative.ts";
import { dayOf } from "../../words/dates.ts";
import { ToldFields } from "./case-acts.tsx";
import { useGuide } from "./guide.ts";
import "./cases.css";

export function UrgentScreen(): ReactElement {
  const { kind: asked } = useSearch({ from: "/cases/urgent" });
  const { value: guide } = useGuide();
  const kinds = guide?.kinds.filter(({ group }) => group === "safety") ?? [];
  const kind = kinds.find((one) => one.kind === asked);
  if (kind) return <Urgent key={kind.kind} kind={kind} />;
  return (
    <Page title="Somebody is in danger">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/cases">Cases</Link>
          </p>
          <h1>Somebody is in danger</h1>
          <p className="lede">In danger at this moment: 911. Nothing here holds you up.</p>
        </div>
      </div>
      <ul className="rows case-choose">
        <li>
          <div>
            <b>A client may end their life</b>
            <p>
              Call or text <a href="tel:988">988</a> together with them; <a href="tel:911">911</a> where it can’t wait.
              Their safety plan stands below the name of their chart, whom to call in an emergency and where they are
              under its people. Afterwards a note has “Risk assessment” as its template.{" "}
              <Link to="/charts">Find their chart</Link>
            </p>
          </div>
        </li>
        {kinds.map((one) => (
          <li key={one.kind}>
            <div>
              <Link className="t" to="/cases/urgent" search={{ kind: one.kind }}>
                {one.name}
              </Link>
              <p>{one.says}</p>
            </div>
          </li>
        ))}
      </ul>
    </Page>
  );
}

function Urgent({ kind }: { readonly kind: KindOfCase }): ReactElement {
  const { value: guide } = useGuide();
  const { value: office } = useAnswer("office", (vault) => vault.office());
  const calls = [...(office?.numbers ?? []), ...(guide?.callFirst[kind.kind] ?? [])];
  return (
    <Page title="Somebody is in danger">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/cases/urgent">Somebody is in danger</Link>
          </p>
          <h1>{kind.name}</h1>
          <p className="lede">{kind.says}</p>
        </div>
      </div>
      <div className="cols">
        <div className="stack">
          <section aria-labelledby="h-call">
            <h2 id="h-call">Call first</h2>
            <ul className="case-call">
              {calls.map(({ name, at }) => (
                <li key={`${name} ${at}`}>
                  <span dir="auto">{name}</span>
                  <a href={telephoneTo(at)}>{at}</a>
                </li>
              ))}
            </ul>
            {office?.numbers.length === 0 && (
              <p className="small quiet">
                Numbers of your State stand here once somebody writes them down, under <Link to="/cases">Cases</Link>.
              </p>
            )}
          </section>
          <section aria-labelledby="h-say">
            <h2 id="h-say">What to say</h2>
            <p className="case-ready">{guide?.readyWords[kind.kind]}</p>
          </section>
          <WriteDown kind={kind} />
        </div>
        <div className="side-lines">
          <section aria-labelledby="h-think">
            <h2 id="h-think">What to think of</h2>
            <ul className="case-grounds small">
              {kind.steps.map(({ id, words, source }) => (
                <li key={id}>
                  {words}
                  <span className="quiet">
                    {source.standing === "your-state" ? "Ask your State’s rule; not verified. " : ""}
                    {source.cite}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
    </Page>
  );
}

/** Afterwards: a case in the chart, and with it the entry for the accounting of disclosures. */
function WriteDown({ kind }: { readonly kind: KindOfCase }): ReactElement {
  const vault = useVault();
  const go = useNavigate();
  const acting = useActing();
  const client = useClientName();
  const { value: charts } = useAnswer("charts", (one) => one.charts());
  const [chart, setChart] = useState("");
  const [told, setTold] = useState<CaseTold>(() => ({ on: dayOf(Date.now()), to: "", address: "", what: "" }));
  const [asked, setAsked] = useState("");
  const isRestored = useKept(
    {
      name: `danger ${kind.kind}`,
      words: { chart, told, asked },
      restore: (kept) => {
        setChart(kept.chart);
        setTold(kept.told);
        setAsked(kept.asked);
      },
    },
    [chart, told.to, told.address, told.what, asked].some(Boolean),
  );

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!chart) return acting.setError("Choose the chart it belongs to.");
    if (!told.to.trim() || !told.what.trim()) return acting.setError("Say whom you told, and what.");
    const words = { from: "", address: "", asked: asked.trim(), checked: "", steps: [] };
    const said = { kind: kind.kind, received: told.on, ...words };
    const kept = await acting.run(() => vault.saveCase({ chart, said, told, basedOn: [] }));
    if (kept) void go({ to: "/charts/$chartId/cases/$caseId", params: { chartId: chart, caseId: kept.value.id } });
  };

  return (
    <section aria-labelledby="h-told">
      <h2 id="h-told">Afterwards: what was told to whom</h2>
      <p className="small quiet">
        It becomes a case in the chart, and by itself a line in the accounting of disclosures.
      </p>
      {isRestored && <p className="small quiet">{HERE_AGAIN}</p>}
      <form className="case-told" onSubmit={(event) => void submit(event)} noValidate>
        <Field label="Chart">
          {(control) => (
            <select {...control} value={chart} onChange={({ target }) => setChart(target.value)}>
              <option value="">Choose one</option>
              {charts
                ?.filter(({ writes }) => writes)
                .map(({ id, name }) => (
                  <option key={id} value={id}>
                    {client(name)}
                  </option>
                ))}
            </select>
          )}
        </Field>
        <ToldFields told={told} onChange={setTold} />
        <Field
          label="What was said or seen, and why you told it"
          hint="Words, whom they name, how soon; the law you relied on."
          optional
        >
          {(control) => (
            <textarea
              {...control}
              dir="auto"
              rows={3}
              autoComplete="off"
              value={asked}
              onChange={({ target }) => setAsked(target.value)}
            />
          )}
        </Field>
        {acting.error && <ErrorLine text={acting.error} />}
        <p className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            Save what was told
          </button>
        </p>
      </form>
    </section>
  );
}
