/** The people of a chart and how they may be reached. Also for who works with these and reads no note. */

import type { PersonView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { useClientName } from "../../../parts/client-name.tsx";
import { ageOn, clientsAmong, sayRoles } from "../../../words/administrative.ts";
import { LANGUAGE_NAMES } from "../../../words/clients/index.ts";
import { sayAgreed } from "../../../words/reminders.ts";
import { dayOf, sayOnDay, sayShortDate } from "../../../words/dates.ts";
import { ReachList } from "./reach-list.tsx";
import "./people.css";

const PersonForm = lazy(() => import("./person-form.tsx").then((m) => ({ default: m.PersonForm })));

export function People({ chart }: { readonly chart: string }): ReactElement | null {
  const { value } = useAnswer(`administrative ${chart}`, (vault) => vault.administrative(chart));
  const [shown, setShown] = useState<PersonView | "new">();
  const nameOf = useClientName();
  if (!value) return null;
  const { people, faceSheet, mayWrite } = value;
  const hasClient = faceSheet?.form === "individual" && clientsAmong(people).length > 0;

  return (
    <section aria-labelledby="h-people" className="people-of-chart">
      <h2 id="h-people">People</h2>
      {people.length === 0 && (
        <p className="small quiet">
          {mayWrite ? (
            <>
              Who is in therapy here, who consents, whom to call, and what may be left on whose telephone.{" "}
              <button className="as-link" type="button" onClick={() => setShown("new")}>
                Add somebody
              </button>
            </>
          ) : (
            "Nobody has written down who belongs to this chart."
          )}
        </p>
      )}
      <ul>
        {people.map((person) => (
          <li key={person.id}>
            <p className="who" dir="auto">
              {mayWrite ? (
                <button className="as-link" type="button" onClick={() => setShown(person)}>
                  {nameOf(person.name)}
                </button>
              ) : (
                <b>{nameOf(person.name)}</b>
              )}
              {person.called && <span className="small quiet">“{nameOf(person.called)}”</span>}
            </p>
            <p className="small quiet" dir="auto">
              {sayRoles(person)}
              {sayAge(person)}
              {person.language && `, reads ${LANGUAGE_NAMES[person.language]}`}
            </p>
            <ReachList reach={person.reach} />
            {sayAgreed(person) && <p className="small quiet">{sayAgreed(person)}</p>}
            {person.note && (
              <p className="small" dir="auto">
                {person.note}
              </p>
            )}
            {person.beside.length > 0 && (
              <p className="small due">
                Somebody else changed this at the same time. Open it to see both, and keep what is right.
              </p>
            )}
          </li>
        ))}
      </ul>
      {faceSheet?.enquiry?.asks && (
        <p className="small quiet" dir="auto">
          Asked {sayOnDay(faceSheet.enquiry.asked, Date.now())}: {faceSheet.enquiry.asks}
        </p>
      )}
      {mayWrite && people.length > 0 && (
        <div className="acts">
          <button className="b slim" type="button" onClick={() => setShown("new")}>
            Add somebody
          </button>
        </div>
      )}
      <Turns chart={chart} people={people} isGroup={value.faceSheet?.form === "group"} />
      {shown && (
        <Suspense>
          <PersonForm
            chart={chart}
            person={shown === "new" ? undefined : shown}
            roles={hasClient ? [] : ["client"]}
            onClose={() => setShown(undefined)}
          />
        </Suspense>
      )}
    </section>
  );
}

type TurnsProps = { readonly chart: string; readonly people: readonly PersonView[]; readonly isGroup: boolean };

/** Turns in their lives that have a guide. */
function Turns({ chart, people, isGroup }: TurnsProps): ReactElement | null {
  const today = dayOf(Date.now());
  const { value: coming } = useAnswer(`of age ${chart} ${today}`, (vault) => vault.ofAge({ chart, today }));
  const isOfSeveral = !isGroup && clientsAmong(people).length > 1;
  if (!isOfSeveral && !coming?.length) return null;
  return (
    <p className="small quiet turns">
      {coming && coming.length > 0 && (
        <Link to="/charts/$chartId/of-age" params={{ chartId: chart }}>
          Comes of age
        </Link>
      )}
      {isOfSeveral && (
        <Link to="/charts/$chartId/separation" params={{ chartId: chart }}>
          They go separate ways
        </Link>
      )}
    </p>
  );
}

function sayAge({ bornOn }: PersonView): string {
  if (!bornOn) return "";
  const age = ageOn(bornOn, dayOf(Date.now()));
  return `, born ${sayShortDate(bornOn)}${age === undefined ? "" : `, ${age} years old`}`;
}
