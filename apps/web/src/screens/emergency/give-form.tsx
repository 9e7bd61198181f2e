/** The one decision of whoever can open the chart: what to give, or no. What was asked for is chosen already. */

import type { EmergencyView, NoteHead } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { sayNarrowDate } from "../../words/dates.ts";

/** Newest first. */
const CHOSEN = 1;
const SHOWN = 5;

export function GiveForm({ request }: { readonly request: EmergencyView }): ReactElement {
  const { value: notes } = useAnswer(`notes ${request.chart}`, (vault) => vault.notes(request.chart));
  const { value: answer } = useAnswer(`guard for ${request.chart}`, async (vault) => ({
    guard: await vault.guard(request.chart),
  }));
  if (!notes || !answer) return <p className="quiet">One moment.</p>;
  const progress = notes.filter(({ kind }) => kind === "progress");
  return (
    <Form
      request={request}
      notes={progress}
      hasCard={answer.guard?.hasCrisisCard ?? false}
      isClosed={answer.guard?.isOpen === false}
    />
  );
}

function Form(props: {
  readonly request: EmergencyView;
  readonly notes: readonly NoteHead[];
  readonly hasCard: boolean;
  readonly isClosed: boolean;
}): ReactElement {
  const { request, notes, hasCard, isClosed } = props;
  const vault = useVault();
  const acting = useActing();
  const wantsCard = request.wants === "card" && hasCard;
  const [card, setCard] = useState(wantsCard);
  const [ids, setIds] = useState<ReadonlySet<string>>(
    // Where the card was asked for and is not here, nothing is chosen in its place.
    new Set(request.wants === "card" ? [] : notes.slice(0, CHOSEN).map(({ id }) => id)),
  );
  const [all, setAll] = useState(false);
  const toggle = (id: string) =>
    setIds(ids.has(id) ? new Set([...ids].filter((one) => one !== id)) : new Set([...ids, id]));
  const who = request.name || "them";
  const now = Date.now();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void acting.run(() => vault.giveInEmergency({ emergency: request.id, notes: [...ids], card }));
  };

  return (
    <form onSubmit={submit} noValidate>
      <fieldset className="who">
        <legend className="label">What to give</legend>
        {hasCard && (
          <label className="tick">
            <input type="checkbox" checked={card} onChange={() => setCard(!card)} />
            <span>
              <b>The crisis card</b>
              <span>Safety plan, contacts, medication</span>
            </span>
          </label>
        )}
        {(all ? notes : notes.slice(0, SHOWN)).map(({ id, date, title, excerpt }) => (
          <label key={id} className="tick">
            <input type="checkbox" checked={ids.has(id)} onChange={() => toggle(id)} />
            <span>
              <b>
                {sayNarrowDate(date, now)}
                {title && `, ${title}`}
              </b>
              <span className="excerpt">{excerpt}</span>
            </span>
          </label>
        ))}
        {notes.length > SHOWN && !all && (
          <button className="as-link small" type="button" onClick={() => setAll(true)}>
            Show all {notes.length} notes
          </button>
        )}
        {isClosed && (
          <p className="small quiet">
            To give notes too,{" "}
            <Link to="/charts/$chartId" params={{ chartId: request.chart }}>
              open the chart
            </Link>{" "}
            first.
          </p>
        )}
        {!isClosed && !hasCard && notes.length === 0 && <p className="small quiet">There is nothing to give here.</p>}
      </fieldset>
      <p className="small quiet">
        {request.name || "They"} can read copies of exactly this for seven days. Nothing else opens, and it stands in
        the chart’s access log. If this surprises you, call {who} first.
      </p>
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button className="b primary" type="submit" aria-busy={acting.busy} disabled={!card && ids.size === 0}>
          Give it to {who}
        </button>
        <button
          className="b plain"
          type="button"
          onClick={() => void acting.run(() => vault.declineEmergency(request.id))}
        >
          I don’t give it
        </button>
      </div>
    </form>
  );
}
