/** Filling in: which measure first, then its questions, or the result alone of one that is not here. */

import type { ChartView, MeasuresOfChart } from "@alcove/vault";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { sayOnDay } from "../../words/dates.ts";
import { FillForm } from "./fill-form.tsx";
import { NotHere } from "./measures-screen.tsx";
import { OwnForm } from "./own-form.tsx";
import { ResultForm } from "./result-form.tsx";
import { type Forms, useForms } from "./use-forms.ts";
import { NOT_SAID, UNSAID, useNameIn } from "./whose.tsx";
import type { WhoseAnswer } from "./whose-field.tsx";
import "./measures.css";
import { ClientName } from "../../parts/client-name.tsx";

/** In the address, for the result alone, and for a new measure of the practice's own. */
const OTHER = "other";
const OWN = "own";

export function FillScreen(): ReactElement {
  const { chartId } = useParams({ from: "/charts/$chartId/measures/new" });
  const { measure, entry: entryId } = useSearch({ from: "/charts/$chartId/measures/new" });
  const { value: of } = useAnswer(`chart ${chartId}`, (vault) => vault.chart(chartId));
  const { value: found } = useAnswer(`measures ${chartId}`, (vault) => vault.measures(chartId));
  const forms = useForms();
  const navigate = useNavigate();
  const chart = of?.ok ? of.value : undefined;
  if (!of || !found || !forms) return <Page title="Measure">{null}</Page>;
  if (!chart || chart.guarded === "closed" || !chart.writes) return <NotHere chart={chart} />;

  const entry = found.entries.find(({ id }) => id === entryId);
  const filled = entry?.filled;
  const form =
    filled && filled.how !== "result"
      ? forms.find(filled.measure, filled.version)
      : forms.offered.find(({ id }) => id === measure);
  const isResult = filled?.how === "result" || (!entry && measure === OTHER);
  const isOwn = !entry && measure === OWN;
  const onMade = (made: string) =>
    void navigate({ to: "/charts/$chartId/measures/new", params: { chartId }, search: { measure: made } });
  const onFiled = (person: WhoseAnswer) =>
    void navigate({
      to: "/charts/$chartId/measures",
      params: { chartId },
      // Whose it was is what comes next.
      search: found.whose.length > 0 ? { of: person ?? UNSAID } : {},
      ignoreBlocker: true,
    });
  const common = { chart: chartId, entry, whose: found.whose, onFiled };
  return (
    <Page title="Measure">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts/$chartId" params={{ chartId }} dir="auto">
              <ClientName of={chart.name} />
            </Link>
            <span aria-hidden="true">·</span>
            <Link to="/charts/$chartId/measures" params={{ chartId }}>
              Measures
            </Link>
          </p>
          <h1>{isResult ? "A result alone" : isOwn ? "A measure of your own" : (form?.name ?? "Which measure?")}</h1>
          {form && (
            <p className="lede">
              {form.title}
              {form.of && `. ${form.of}`}
            </p>
          )}
        </div>
      </div>
      {isResult ? (
        <ResultForm {...common} />
      ) : isOwn ? (
        <OwnForm onMade={onMade} />
      ) : form ? (
        <FillForm key={form.id} measure={form} {...common} />
      ) : (
        <Choose chart={chart} forms={forms} found={found} />
      )}
    </Page>
  );
}

type ChooseProps = {
  readonly chart: ChartView;
  readonly forms: Forms;
  readonly found: MeasuresOfChart;
};

function Choose({ chart, forms: { offered, own }, found }: ChooseProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const now = Date.now();
  const { entries, whose } = found;
  const nameOf = useNameIn(whose);
  /** Of each person the last one. */
  const lastOf = (measure: string): string => {
    const filled = entries.filter(
      (one) => !one.mistaken && one.filled.how !== "result" && one.filled.measure === measure,
    );
    const of = ({ person }: { readonly person?: string }) => (whose.length === 0 ? UNSAID : (person ?? UNSAID));
    const last = filled.filter((one, at) => filled.findIndex((other) => of(other) === of(one)) === at);
    const said = last.map(({ date, person }) => {
      return `${sayOnDay(date, now)}${whose.length === 0 ? "" : ` (${person ? nameOf(person) : NOT_SAID.toLowerCase()})`}`;
    });
    return said.length === 0 ? "" : ` Last ${said.join(", ")}.`;
  };
  return (
    <section aria-label="Measures to choose from">
      <ul className="rows choose">
        {offered.map(({ id, name, title, of, lookBack, items, interval }) => {
          return (
            <li key={id}>
              <Link
                className="t"
                to="/charts/$chartId/measures/new"
                params={{ chartId: chart.id }}
                search={{ measure: id }}
              >
                {name}
              </Link>
              <p>
                {title !== name && `${title}. `}
                {of && `${of}. `}
                {items.length} questions about {lookBack}; usually {interval}.{lastOf(id)}
                {own.some(({ measure }) => measure.id === id) && (
                  <>
                    {" "}
                    <button
                      className="as-link over"
                      type="button"
                      onClick={() => void acting.run(() => vault.retireMeasure(id))}
                    >
                      Take it out of use<span className="vh"> ({name})</span>
                    </button>
                  </>
                )}
              </p>
            </li>
          );
        })}
        <li>
          <Link
            className="t"
            to="/charts/$chartId/measures/new"
            params={{ chartId: chart.id }}
            search={{ measure: OTHER }}
          >
            Another one: its result alone
          </Link>
          <p>
            For measures that only licence holders may use, such as ISI or ORS: name, day and score, none of their
            words.
          </p>
        </li>
        <li>
          <Link
            className="t"
            to="/charts/$chartId/measures/new"
            params={{ chartId: chart.id }}
            search={{ measure: OWN }}
          >
            A measure of your own
          </Link>
          <p>Questions that your practice wrote or has the rights to, summed up and drawn over time.</p>
        </li>
      </ul>
      {acting.error && <ErrorLine text={acting.error} />}
    </section>
  );
}
