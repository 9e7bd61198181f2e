/**
 * A client comes of age: from that day on they decide themselves. What ends, what is asked of them, who stands where; each step is an act that
 * there is elsewhere too, and the guide keeps nothing.
 */

import type { AdministrativeView, OfAgeView, PersonView } from "@alcove/vault";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ClientName, useClientName } from "../../parts/client-name.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { sayRoles } from "../../words/administrative.ts";
import { dayOf, sayDayBriefly, sayShortDate } from "../../words/dates.ts";
import { sayStanding } from "../../words/forms.ts";
import { ReachList } from "../chart/people/reach-list.tsx";
import { Steps } from "./steps.tsx";
import "./guides.css";

const PersonForm = lazy(() => import("../chart/people/person-form.tsx").then((m) => ({ default: m.PersonForm })));

export function OfAgeScreen(): ReactElement {
  const { chartId } = useParams({ from: "/charts/$chartId/of-age" });
  const today = dayOf(Date.now());
  const { value: of } = useAnswer(`chart ${chartId}`, (vault) => vault.chart(chartId));
  const { value: found } = useAnswer(`of age ${chartId} ${today}`, (vault) => vault.ofAge({ chart: chartId, today }));
  const { value: administrative } = useAnswer(`administrative ${chartId}`, (vault) => vault.administrative(chartId));
  if (!of || !found) return <Page title="Comes of age">{null}</Page>;
  if (!of.ok || !administrative || found.length === 0)
    return (
      <Page title="Comes of age">
        <Empty says="Nobody of this chart comes of age in the next weeks, or it is not open here.">
          <Link className="b" to="/charts/$chartId" params={{ chartId }}>
            To the chart
          </Link>
        </Empty>
      </Page>
    );
  return (
    <Page title="Comes of age">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts/$chartId" params={{ chartId }} dir="auto">
              <ClientName of={of.value.name} />
            </Link>
          </p>
          <h1>Comes of age</h1>
        </div>
      </div>
      {found.map((one) => (
        <OfAge key={one.person} view={one} administrative={administrative} today={today} />
      ))}
    </Page>
  );
}

type OfAgeProps = { readonly view: OfAgeView; readonly administrative: AdministrativeView; readonly today: string };

function OfAge({ view, administrative, today }: OfAgeProps): ReactElement {
  const nameOf = useClientName();
  const now = Date.now();
  const [changed, setChanged] = useState<PersonView>();
  const { value: retention } = useAnswer("retention", (vault) => vault.retention());
  const { people, mayWrite } = administrative;
  const person = people.find(({ id }) => id === view.person);
  const name = nameOf(view.name);
  const consenting = people.filter(({ id }) => view.consenting.includes(id));
  const kept = retention?.charts.find(({ chart }) => chart === view.chart);
  const isNow = view.day <= today;
  const params = { chartId: view.chart };
  const { ownConsent } = view;
  return (
    <div className="cols">
      <div className="stack guide">
        <section aria-labelledby="h-day">
          <h2 id="h-day" dir="auto">
            {name}, {view.rule.age} on {sayShortDate(view.day)}
          </h2>
          <p>
            {isNow ? "Since that day" : "From that day on"} they decide about their treatment themselves, and about who
            hears of it. What a parent signed ends for what is to come; what was done before stays right.
          </p>
          {view.earlier && (
            <p>
              Before that day too, in {view.earlier.state}: {view.earlier.says}
            </p>
          )}
          <p className="source">
            {view.rule.cite}. {view.earlier && `${view.earlier.cite}, not checked. `}45 CFR 164.502(g)(2), (3). Another
            State’s law may apply where they live. No legal advice.
          </p>
        </section>
        <section aria-labelledby="h-own">
          <h2 id="h-own">Their own consent</h2>
          {ownConsent ? (
            <p>
              <Link
                to="/charts/$chartId/forms/$responseId"
                params={{ ...params, responseId: ownConsent.id }}
                dir="auto"
              >
                {ownConsent.title}
              </Link>{" "}
              is signed, {sayDayBriefly(ownConsent.on, now)}.
            </p>
          ) : (
            <>
              <p>
                They have not signed one of their own {isNow ? "since" : "from then on"}. Ask for it
                {isNow ? " now" : " on that day or later"}, with the notice of privacy practices, fees and how they may
                be written to.
              </p>
              <div className="acts">
                <Link
                  className="b primary"
                  to="/charts/$chartId/forms/$responseId/fill"
                  params={{ ...params, responseId: "new" }}
                  search={{ form: "consent-therapy" }}
                >
                  Ask for their consent
                </Link>
                <Link className="b plain" to="/charts/$chartId/forms" params={params}>
                  Other forms
                </Link>
              </div>
            </>
          )}
        </section>
        <section aria-labelledby="h-consenting">
          <h2 id="h-consenting">Who consented for them</h2>
          {consenting.length === 0 ? (
            <p>Nobody stands here as consenting for them.</p>
          ) : (
            <ul className="rows ends">
              {consenting.map((one) => (
                <Consenting key={one.id} chart={view.chart} person={one} mayWrite={mayWrite} />
              ))}
            </ul>
          )}
          <p>
            From that day a parent does not act for them any more by being a parent, and has no right to the record or
            to news of it. Who pays may have a bill; ask {name} what may stand on it. Whom to call in an emergency is
            theirs to say.
          </p>
          {view.before.length > 0 && (
            <>
              <p>Signed before, by or with a parent:</p>
              <ul className="rows">
                {view.before.map((head) => (
                  <li key={head.id}>
                    <Link
                      className="t"
                      dir="auto"
                      to="/charts/$chartId/forms/$responseId"
                      params={{ ...params, responseId: head.id }}
                    >
                      {head.title}
                    </Link>
                    <p>
                      {sayStanding(head)}, {sayDayBriefly(head.on, now)}. A release goes on only as they say: ask for
                      theirs.
                    </p>
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
        <section aria-labelledby="h-reach">
          <h2 id="h-reach">How they are reached</h2>
          {person && person.reach.length > 0 ? (
            <ReachList reach={person.reach} />
          ) : (
            <p>No number or address of their own stands here yet.</p>
          )}
          {mayWrite && person && (
            <div className="acts">
              <button className="b" type="button" onClick={() => setChanged(person)}>
                Change how they are reached
              </button>
            </div>
          )}
        </section>
        <section aria-labelledby="h-kept">
          <h2 id="h-kept">How long it is kept</h2>
          <p>
            {kept
              ? `By the practice’s rule not before ${sayShortDate(kept.keepUntil)}: the years of a minor count from coming of age in many States.`
              : "By the practice’s rule; the years of a minor count from coming of age in many States."}{" "}
            <Link to="/retention">The rule</Link>
          </p>
        </section>
      </div>
      <div className="side-lines">
        <Steps
          steps={[
            {
              done: ownConsent !== undefined,
              says: ownConsent ? "They have consented themselves." : "They have not consented themselves yet.",
            },
            {
              done: consenting.length === 0,
              says:
                consenting.length === 0
                  ? "Nobody consents for them."
                  : `${consenting.map((one) => nameOf(one.name)).join(", ")} still consents for them.`,
            },
            {
              done: (person?.reach.length ?? 0) > 0,
              says:
                (person?.reach.length ?? 0) > 0
                  ? "A number or address of their own."
                  : "No number or address of their own.",
            },
          ]}
        />
        <p className="small quiet beside-steps">
          It stands on Today until they have consented and nobody does for them, for half a year at most.
        </p>
      </div>
      <Suspense>
        {changed && <PersonForm chart={view.chart} person={changed} onClose={() => setChanged(undefined)} />}
      </Suspense>
    </div>
  );
}

type ConsentingProps = { readonly chart: string; readonly person: PersonView; readonly mayWrite: boolean };

function Consenting({ chart, person, mayWrite }: ConsentingProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const nameOf = useClientName();
  const { basedOn, id } = person;
  // What else they are in this chart stays, until somebody says otherwise.
  const end = () =>
    acting.run(() =>
      vault.savePerson({ ...person, chart, id, basedOn, roles: person.roles.filter((role) => role !== "consents") }),
    );
  return (
    <li>
      <div>
        <b dir="auto">{nameOf(person.name)}</b>
        <p dir="auto">{sayRoles(person)}</p>
        {acting.error && <ErrorLine text={acting.error} />}
      </div>
      {mayWrite && (
        <span className="end">
          <button className="b slim" type="button" aria-busy={acting.busy} onClick={() => void end()}>
            Consents no more
            <span className="vh">, {nameOf(person.name)}</span>
          </button>
        </span>
      )}
    </li>
  );
}
