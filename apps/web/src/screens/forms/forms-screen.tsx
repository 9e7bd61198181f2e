/** All forms of a chart: what is to be finished or signed, what is in force, what was; and what can be filled in. */

import type { FormResponseHead, FormView, PersonView } from "@alcove/vault";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { ClientName } from "../../parts/client-name.tsx";
import { Empty } from "../../parts/empty.tsx";
import { dayOf, sayDayBriefly } from "../../words/dates.ts";
import { isInForce, isOpen, sayEnd, sayStanding } from "../../words/forms.ts";
import { NotThere } from "./not-there.tsx";
import "./forms.css";

export function FormsScreen(): ReactElement {
  const { chartId } = useParams({ from: "/charts/$chartId/forms" });
  const { value: of } = useAnswer(`chart ${chartId}`, (vault) => vault.chart(chartId));
  const { value: found } = useAnswer(`forms of ${chartId}`, (vault) => vault.formsOfChart(chartId));
  const { value: all } = useAnswer("forms", (vault) => vault.forms());
  const { value: administrative } = useAnswer(`administrative ${chartId}`, (vault) => vault.administrative(chartId));
  if (!of || !found || !all) return <Page title="Forms">{null}</Page>;
  if (!of.ok || of.value.guarded === "closed")
    return <NotThere chart={chartId} says="This chart is not on this device, or closed." />;
  const today = dayOf(Date.now());
  const people = administrative?.people ?? [];
  const { responses, mayFill } = found;
  const open = responses.filter(isOpen);
  const inForce = responses.filter((head) => !isOpen(head) && isInForce(head, today));
  const past = responses.filter((head) => !isOpen(head) && !isInForce(head, today));
  const offered = all.filter(({ own, belongs }) => !own?.putAway && mayFill[belongs]);
  return (
    <Page title="Forms">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts/$chartId" params={{ chartId }} dir="auto">
              <ClientName of={of.value.name} />
            </Link>
          </p>
          <h1>Forms</h1>
        </div>
      </div>
      <div className="cols">
        <div className="stack">
          {responses.length === 0 && <Empty says="Nothing was filled in for this chart yet." />}
          <Responses id="open" title="To finish or sign" heads={open} people={people} forms={all} />
          <Responses id="force" title="In force" heads={inForce} people={people} forms={all} />
          <Responses id="past" title="Earlier" heads={past} people={people} forms={all} />
        </div>
        <div className="side-lines">
          <section aria-labelledby="h-offered">
            <h2 id="h-offered">Fill one in</h2>
            {offered.length === 0 && <p className="small quiet">You don’t write in this chart.</p>}
            <ul className="offered">
              {offered.map((form) => (
                <Offered key={`${form.id} ${form.questionnaire.language}`} chart={chartId} form={form} />
              ))}
            </ul>
            <p className="small quiet">
              No lawyer wrote the forms that come with the app: have your attorney read what you use.{" "}
              <Link to="/forms">Make your own</Link>
            </p>
          </section>
        </div>
      </div>
    </Page>
  );
}

function Offered({ chart, form }: { readonly chart: string; readonly form: FormView }): ReactElement {
  return (
    <li>
      <Link
        to="/charts/$chartId/forms/$responseId/fill"
        params={{ chartId: chart, responseId: "new" }}
        search={{ form: form.id }}
        dir="auto"
      >
        {form.questionnaire.title}
      </Link>
      <p className="small quiet" dir="auto">
        {form.about}
      </p>
    </li>
  );
}

/** Whom it is about, where a chart has several. */
function About({ person }: { readonly person: PersonView | undefined }): ReactElement | null {
  if (!person) return null;
  return (
    <span className="small quiet">
      {" "}
      <ClientName of={person.name} />
    </span>
  );
}

/** What was asked in another language, as members call it. */
function InEnglish({
  head,
  forms,
}: {
  readonly head: FormResponseHead;
  readonly forms: readonly FormView[];
}): ReactElement | null {
  const offered = forms.find(({ id, from }) => from !== undefined && id === head.form);
  if (!offered || offered.questionnaire.title === head.title) return null;
  return <span className="small quiet"> {offered.questionnaire.title}</span>;
}

/** Its end says nothing any more. */
const isOver = ({ standing }: FormResponseHead): boolean => standing === "withdrawn" || standing === "mistaken";

type ResponsesProps = {
  readonly id: string;
  readonly title: string;
  readonly heads: readonly FormResponseHead[];
  readonly people: readonly PersonView[];
  readonly forms: readonly FormView[];
};

function Responses({ id, title, heads, people, forms }: ResponsesProps): ReactElement | null {
  if (heads.length === 0) return null;
  const [now, today] = [Date.now(), dayOf(Date.now())];
  return (
    <section aria-labelledby={`h-${id}`}>
      <h2 id={`h-${id}`}>{title}</h2>
      <ul className="rows ends">
        {heads.map((head) => (
          <li key={head.id}>
            <div>
              <Link
                className="t"
                dir="auto"
                to="/charts/$chartId/forms/$responseId"
                params={{ chartId: head.chart, responseId: head.id }}
              >
                {head.title}
              </Link>
              <InEnglish head={head} forms={forms} />
              <About person={people.find((one) => one.id === head.person)} />
              <p>
                {[sayStanding(head), isOver(head) ? undefined : sayEnd(head, today, now)].filter(Boolean).join(", ")}.{" "}
                {head.author}
                {head.belongs === "clinical" && ", with the notes"}
                {head.kept.server === undefined && ". Only on this device yet"}
              </p>
            </div>
            <span className="end num">{sayDayBriefly(head.on, now)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
