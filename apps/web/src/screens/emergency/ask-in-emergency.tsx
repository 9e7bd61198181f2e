/** On a chart that is not open to this member: asking, with a reason, for words of it now. */

import type { ChartView, EmergencyWants } from "@alcove/vault";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { sayMoment } from "../../words/dates.ts";
import { sayBecame } from "../../words/emergency.ts";

type AskProps = { readonly chart: ChartView; readonly hasCard: boolean };

export function AskInEmergency({ chart, hasCard }: AskProps): ReactElement {
  const { value: all } = useAnswer("emergencies", (vault) => vault.emergencies());
  const [asking, setAsking] = useState(false);
  const now = Date.now();
  const [last] = all?.filter((one) => one.chart === chart.id && one.isYours) ?? [];
  return (
    <section className="niche" aria-labelledby="h-emergency">
      <h2 id="h-emergency">In an emergency</h2>
      <p className="small quiet">
        If somebody may be in danger, call for help first: <a href="tel:911">911</a> or <a href="tel:988">988</a>{" "}
        (crisis lifeline) in the United States, <a href="tel:112">112</a> in Europe. Whoever can open this chart can
        then give you copies of what you need.
      </p>
      {last && (
        <p className="small">
          You asked {sayMoment(last.at, now)}. {sayBecame(last, now)}{" "}
          <Link to="/emergencies/$emergencyId" params={{ emergencyId: last.id }}>
            Look at it
          </Link>
        </p>
      )}
      {last?.became !== "waits" && (
        <div className="acts">
          <button className="b" type="button" onClick={() => setAsking(true)}>
            Ask for it now
          </button>
        </div>
      )}
      {asking && <Ask chart={chart} hasCard={hasCard} onClose={() => setAsking(false)} />}
    </section>
  );
}

function Ask({ chart, hasCard, onClose }: AskProps & { readonly onClose: () => void }): ReactElement {
  const vault = useVault();
  const navigate = useNavigate();
  const acting = useActing();
  const [wants, setWants] = useState<EmergencyWants>(hasCard ? "card" : "notes");
  const [reason, setReason] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const asked = await acting.run(() => vault.askInEmergency({ chart: chart.id, wants, reason }));
    if (asked) await navigate({ to: "/emergencies/$emergencyId", params: { emergencyId: asked.value.id } });
  };
  return (
    <Dialog
      title={`Ask for “${chart.name}”`}
      note="Who can open the chart sees who asks and why; so do owners and privacy officers. It stays on record."
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Field label="Why now" hint="What you need to know, and how to reach you." error={acting.error}>
          {(control) => (
            <input
              {...control}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              autoComplete="off"
              // The dialog opens to be answered
              autoFocus
            />
          )}
        </Field>
        {hasCard && (
          <fieldset className="ways">
            <legend className="vh">What would help</legend>
            {WAYS.map(([way, label, what]) => (
              <label key={way}>
                <input type="radio" name="wants" checked={wants === way} onChange={() => setWants(way)} />
                <span>
                  <b>{label}</b>
                  <span>{what}</span>
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            Ask now
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Not now
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const WAYS = [
  ["card", "The crisis card", "Safety plan, contacts, medication."],
  ["notes", "Notes", "Whoever gives them chooses which."],
] as const;
