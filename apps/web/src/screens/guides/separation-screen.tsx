/**
 * A couple or family goes separate ways: what stays together, who goes on in a chart of their own and with what, how each is reached, what
 * becomes of this chart. Each step is an act that there is elsewhere too; the guide keeps nothing.
 */

import type { AdministrativeView, ChartView, FormResponseHead, PersonView, SeparationView } from "@alcove/vault";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ClientName, useClientName } from "../../parts/client-name.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { STATUS_NAMES } from "../../words/administrative.ts";
import { count, sayNumber, sentence } from "../../words/counts.ts";
import { dayOf, sayDayBriefly } from "../../words/dates.ts";
import { isInForce, isOpen, sayStanding } from "../../words/forms.ts";
import { ReachList } from "../chart/people/reach-list.tsx";
import { type Step, Steps } from "./steps.tsx";
import "./guides.css";

const GoOnAlone = lazy(() => import("./go-on-alone.tsx").then((m) => ({ default: m.GoOnAlone })));
const PersonForm = lazy(() => import("../chart/people/person-form.tsx").then((m) => ({ default: m.PersonForm })));

export function SeparationScreen(): ReactElement {
  const { chartId } = useParams({ from: "/charts/$chartId/separation" });
  const { value: of } = useAnswer(`chart ${chartId}`, (vault) => vault.chart(chartId));
  const { value: seen } = useAnswer(`separation ${chartId}`, async (vault) => ({
    found: await vault.separation(chartId),
  }));
  const { value: administrative } = useAnswer(`administrative ${chartId}`, (vault) => vault.administrative(chartId));
  const { value: forms } = useAnswer(`forms of ${chartId}`, (vault) => vault.formsOfChart(chartId));
  if (!of || !seen || !forms) return <Page title="Separate ways">{null}</Page>;
  if (!of.ok || !seen.found || !administrative)
    return (
      <Page title="Separate ways">
        <Empty says="This chart is not open here." />
      </Page>
    );
  return <Separation chart={of.value} seen={seen.found} administrative={administrative} forms={forms.responses} />;
}

type SeparationProps = {
  readonly chart: ChartView;
  readonly seen: SeparationView;
  readonly administrative: AdministrativeView;
  readonly forms: readonly FormResponseHead[];
};

function Separation({ chart, seen, administrative, forms }: SeparationProps): ReactElement {
  const nameOf = useClientName();
  const [now, today] = [Date.now(), dayOf(Date.now())];
  const [shown, setShown] = useState<{ readonly person: string; readonly as: "alone" | "reach" }>();
  const close = () => setShown(undefined);
  const { faceSheet: sheet, people, mayWrite } = administrative;
  const standing = forms.filter((head) => isOpen(head) || isInForce(head, today));
  const agreed = forms.find((head) => head.form === "couple-no-secrets" && head.standing === "signed");
  const isOver = sheet?.status === "discharged";
  const chosen = seen.people.find(({ id }) => id === shown?.person);
  const params = { chartId: chart.id };
  const steps: readonly Step[] = [
    ...seen.people.map(({ name, charts }) => ({
      done: charts.length > 0,
      says:
        charts.length > 0 ? `${nameOf(name)} has a chart of their own.` : `${nameOf(name)} has no chart of their own.`,
    })),
    ...seen.people.flatMap(({ name, charts, notes }) => {
      const there = notes.filter(({ goes }) => goes === "there").length;
      if (charts.length === 0 || notes.length === 0) return [];
      const says = `${sentence(count(notes.length, "note"))} about ${nameOf(name)} alone: ${sayThere(there, notes.length)}.`;
      return [{ done: there === notes.length, says }];
    }),
    seen.shared.length === 0
      ? { done: true, says: "No number or address is given by more than one of them." }
      : {
          done: false,
          says: `${sentence(count(seen.shared.length, "number or address"))} given by more than one of them.`,
        },
    {
      done: isOver,
      says: isOver
        ? `This chart: discharged, ${sayDayBriefly(sheet.since, now)}.`
        : `This chart: ${sheet ? STATUS_NAMES[sheet.status].toLowerCase() : "nothing is said of where it stands"}.`,
    },
  ];
  return (
    <Page title="Separate ways">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts/$chartId" params={params} dir="auto">
              <ClientName of={chart.name} />
            </Link>
          </p>
          <h1>They go separate ways</h1>
          <p className="lede">
            What they did together stays together. Who goes on alone has a chart of their own from then on. Leave this
            page when you like: it shows what is done and what is left, whenever you come back.
          </p>
        </div>
      </div>
      <div className="cols">
        <div className="stack guide">
          <section aria-labelledby="h-together">
            <h2 id="h-together">What stays here</h2>
            <p>
              {seen.together === 0
                ? "There is no note about several of them."
                : `${sentence(count(seen.together, "note"))} about several of them ${seen.together === 1 ? "stays" : "stay"} in this chart, and ${seen.together === 1 ? "is" : "are"} everybody’s.`}{" "}
              Neither can have the other’s words taken out. Who thinks that something is wrong may ask for an amendment,
              which has a <Link to="/cases">case</Link> of its own.
            </p>
            <p>
              Nobody outside is given it unless each of them who can decide has agreed in writing, or the law says
              otherwise. An{" "}
              <Link to="/charts/$chartId/export" params={params}>
                export
              </Link>{" "}
              for one of them leaves out what is about another alone, and keeps what is about both: read it before it
              goes.
            </p>
            <p>
              {agreed ? (
                <>
                  What they agreed on secrets and the record was{" "}
                  <Link to="/charts/$chartId/forms/$responseId" params={{ ...params, responseId: agreed.id }}>
                    signed, {sayDayBriefly(agreed.on, now)}
                  </Link>
                  . Read it with them before anything is passed on.
                </>
              ) : (
                "No agreement on secrets and the record stands here with the names of both. Your State and code decide what may be told to whom."
              )}
            </p>
            <p className="source">
              45 CFR 164.524, 164.526; AAMFT 2.2 (each competent member of a couple or family), 2.3; ACA B.4. No legal
              advice: in a dispute, ask your attorney before you give anything out.
            </p>
          </section>
          {seen.people.map((one) => {
            const person = people.find(({ id }) => id === one.id);
            return (
              <section key={one.id} aria-labelledby={`h-${one.id}`}>
                <h2 id={`h-${one.id}`} dir="auto">
                  {nameOf(one.name)}
                </h2>
                <p>
                  {one.charts.length === 0 ? (
                    "No chart of their own that is open to you. "
                  ) : (
                    <>
                      A chart of their own:{" "}
                      {one.charts.map(({ id, name }) => (
                        <Link key={id} to="/charts/$chartId" params={{ chartId: id }}>
                          <ClientName of={name} />
                        </Link>
                      ))}
                      .{" "}
                    </>
                  )}
                  {sayNotes(one.notes)}
                </p>
                {person && <ReachList reach={person.reach} />}
                <div className="acts">
                  {chart.writes && (
                    <button className="b" type="button" onClick={() => setShown({ person: one.id, as: "alone" })}>
                      {one.charts.length === 0 ? "Goes on alone" : "Copy more into their chart"}
                      <span className="vh">, {nameOf(one.name)}</span>
                    </button>
                  )}
                  {mayWrite && person && (
                    <button className="b plain" type="button" onClick={() => setShown({ person: one.id, as: "reach" })}>
                      How they are reached
                      <span className="vh">, {nameOf(one.name)}</span>
                    </button>
                  )}
                </div>
              </section>
            );
          })}
          <section aria-labelledby="h-reached">
            <h2 id="h-reached">Who picks up</h2>
            {seen.shared.length === 0 ? (
              <p>No number or address stands with more than one of them.</p>
            ) : (
              <ul className="rows">
                {seen.shared.map(({ at, people: names }) => (
                  <li key={at}>
                    <p dir="auto">
                      <b>{at}</b> stands with {names.map(nameOf).join(" and ")}. Whoever picks up learns of the other’s
                      treatment.
                    </p>
                  </li>
                ))}
              </ul>
            )}
            <p>
              Ask each of them alone where they want to be called and written to now, and whom to call in an emergency:
              an emergency contact of yesterday may not be one any more. Who asks to be reached in another way or place
              is granted what is reasonable, and never asked why (45 CFR 164.522(b)). Sessions for both may still stand
              in the <Link to="/calendar">calendar</Link>.
            </p>
          </section>
          <section aria-labelledby="h-signed">
            <h2 id="h-signed">What was signed together</h2>
            {standing.length === 0 ? (
              <p>No form of this chart is in force or waits for a name.</p>
            ) : (
              <ul className="rows">
                {standing.map((head) => (
                  <li key={head.id}>
                    <Link
                      className="t"
                      dir="auto"
                      to="/charts/$chartId/forms/$responseId"
                      params={{ ...params, responseId: head.id }}
                    >
                      {head.title}
                    </Link>
                    <p>{sayStanding(head)}.</p>
                  </li>
                ))}
              </ul>
            )}
            <p>
              What is signed here is about this chart. In a chart of their own each signs anew: the consent to
              psychotherapy, fees, how they may be written to, and each release.
            </p>
          </section>
          <Ending chart={chart} administrative={administrative} />
        </div>
        <div className="side-lines">
          <Steps steps={steps} />
          <section aria-labelledby="h-agreed">
            <h2 id="h-agreed">What you told whom</h2>
            <p className="small quiet">
              The guide writes nothing down by itself.{" "}
              <Link to="/notes/$noteId" params={{ noteId: "new" }} search={{ chart: chart.id, kind: "progress" }}>
                Write a note
              </Link>{" "}
              about what was agreed; what is given out stands among the chart’s disclosures.
            </p>
          </section>
        </div>
      </div>
      <Suspense>
        {chosen && shown?.as === "alone" && <GoOnAlone chart={chart} person={chosen} onClose={close} />}
        {chosen && shown?.as === "reach" && (
          <PersonForm
            chart={chart.id}
            person={people.find(({ id }) => id === chosen.id) as PersonView}
            onClose={close}
          />
        )}
      </Suspense>
    </Page>
  );
}

function sayNotes(notes: SeparationView["people"][number]["notes"]): string {
  if (notes.length === 0) return "No note is about them alone.";
  const of = (goes: string) => notes.filter((one) => one.goes === goes).length;
  const [there, others] = [of("there"), of("others")];
  return [
    `${sentence(count(notes.length, "note"))} about them alone.`,
    ...(there > 0 ? [`${sentence(count(there, "copy", "copies"))} in their chart.`] : []),
    ...(others > 0 ? [`Somebody else wrote in ${count(others, "note")}: ask them.`] : []),
  ].join(" ");
}

/** This chart goes on, or it ends here. */
function Ending({ chart, administrative }: Pick<SeparationProps, "chart" | "administrative">): ReactElement | null {
  const vault = useVault();
  const acting = useActing();
  const { faceSheet: sheet, mayWrite } = administrative;
  const isOver = sheet?.status === "discharged";
  const end = () => {
    const said = sheet ?? { form: "couple" as const, tags: [], custom: [] };
    const { form, tags, custom } = said;
    return acting.run(() =>
      vault.saveFaceSheet({
        chart: chart.id,
        basedOn: sheet?.basedOn ?? [],
        status: "discharged",
        form,
        since: dayOf(Date.now()),
        tags,
        custom,
      }),
    );
  };
  return (
    <section aria-labelledby="h-ending">
      <h2 id="h-ending">This chart</h2>
      <p>
        {isOver
          ? "What they did together has ended. The chart is kept as long as the youngest of them asks for, and can be read until then."
          : "It goes on where they still come together, about their children or how to part. Otherwise it ends here, and is kept as any record."}{" "}
        <Link to="/retention">How long</Link>
      </p>
      {acting.error && <ErrorLine text={acting.error} />}
      {!isOver && mayWrite && (
        <div className="acts">
          <button className="b" type="button" aria-busy={acting.busy} onClick={() => void end()}>
            It ends today
          </button>
        </div>
      )}
    </section>
  );
}

function sayThere(there: number, of: number): string {
  if (there === of) return of === 1 ? "in that chart" : "all in that chart";
  if (there === 0) return `${of === 1 ? "not" : "none"} in that chart yet`;
  return `${sayNumber(there)} in that chart`;
}
