/** What was decided in a case, what follows of it, and what the client says to it. */

import type { CaseView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { sayDayBriefly } from "../../words/dates.ts";
import type { ChecklistProps } from "./checklist.tsx";

const PersonForm = lazy(() => import("../chart/people/person-form.tsx").then((m) => ({ default: m.PersonForm })));

type DecisionProps = ChecklistProps & { readonly onShow: (shown: "disagree" | "end" | "decide") => void };

export function Decision({ chart, view, kind, now, onShow }: DecisionProps): ReactElement | null {
  const { decision, disagreement, note, ended } = view.said;
  if (!decision) return null;
  const grounds = kind.grounds.filter(({ id }) => decision.grounds.includes(id));
  const isOpen = view.mayWrite && !view.closed;
  const isDenied = view.kind === "amendment" && decision.outcome !== "granted";
  return (
    <section aria-labelledby="h-decision">
      <h2 id="h-decision">
        {kind.outcomes[decision.outcome]}, {sayDayBriefly(decision.on, now)}
      </h2>
      {grounds.length > 0 && (
        <ul className="case-grounds">
          {grounds.map(({ id, words, review, source }) => (
            <li key={id}>
              {words}
              <span className="small quiet">
                {source.cite}
                {review ? ". The client may ask that another licensed professional review it." : ""}
              </span>
            </li>
          ))}
        </ul>
      )}
      {decision.words && (
        <p className="case-words" dir="auto">
          {decision.words}
        </p>
      )}
      <AfterDecision chart={chart} view={view} />
      {ended && (
        <p className="small" dir="auto">
          Ended {sayDayBriefly(ended.on, now)}: {ended.words}
        </p>
      )}
      {disagreement && (
        <div className="case-disagreement">
          <h3>Statement of disagreement, {sayDayBriefly(disagreement.on, now)}</h3>
          <p className="case-words" dir="auto">
            {disagreement.statement || "None. Request and denial are to go along with what is disclosed."}
          </p>
          {disagreement.rebuttal && (
            <>
              <h3>Your answer to it</h3>
              <p className="case-words" dir="auto">
                {disagreement.rebuttal}
              </p>
            </>
          )}
        </div>
      )}
      {view.goesAlong && (
        <p className="small quiet">
          Request, denial{disagreement?.statement ? ", statement" : ""}
          {disagreement?.rebuttal ? ", your answer" : ""} go along when this part of the record is disclosed.
        </p>
      )}
      <p className="acts">
        {isDenied && view.mayWrite && (
          <button className="b slim" type="button" onClick={() => onShow("disagree")}>
            {disagreement ? "Change the disagreement" : "Add a statement of disagreement"}
          </button>
        )}
        {view.restricts && view.mayWrite && (
          <button className="b slim" type="button" onClick={() => onShow("end")}>
            It has ended
          </button>
        )}
        {note && view.kind === "amendment" && decision.outcome !== "denied" && view.mayWrite && (
          <Link
            className="b slim"
            to="/notes/$noteId"
            params={{ noteId: "new" }}
            search={{ chart, kind: "progress", adds: note }}
          >
            Write the addendum
          </Link>
        )}
        {isOpen && (
          <button className="b slim plain" type="button" onClick={() => onShow("decide")}>
            Correct the decision
          </button>
        )}
      </p>
    </section>
  );
}

/** What a grant means here, and where it is done. */
function AfterDecision({ chart, view }: { readonly chart: string; readonly view: CaseView }): ReactElement | null {
  const { kind, said } = view;
  if (said.decision?.outcome === "denied") return null;
  if (kind === "amendment")
    return (
      <p className="small">
        What was signed stays as it is. Add to it, and tell those whom the client names and those who rely on it.
      </p>
    );
  if (kind === "restriction")
    return (
      <p className="small">It stands in the chart, to be read before anything is passed on. Tell whoever bills.</p>
    );
  if (kind === "confidential") return <HowReached chart={chart} person={said.person} />;
  return null;
}

/** The person who asked, opened where their numbers and addresses stand; of somebody else the chart. */
function HowReached({ chart, person }: { readonly chart: string; readonly person: string | undefined }): ReactElement {
  const { value } = useAnswer(`administrative ${chart}`, (vault) => vault.administrative(chart));
  const [changes, setChanges] = useState(false);
  const found = value?.mayWrite ? value.people.find(({ id }) => id === person) : undefined;
  if (!found)
    return (
      <p className="small">
        Now change how they may be reached:{" "}
        <Link to="/charts/$chartId" params={{ chartId: chart }}>
          People of this chart
        </Link>
        .
      </p>
    );
  return (
    <>
      <p className="acts">
        <button className="b slim" type="button" onClick={() => setChanges(true)}>
          Change how they may be reached
        </button>
      </p>
      <Suspense>{changes && <PersonForm chart={chart} person={found} onClose={() => setChanges(false)} />}</Suspense>
    </>
  );
}
