/** Destroying a whole chart: what goes, what stays, what is not reached, its name typed before it happens, and the certificate after. */

import type { ChartDestruction } from "@alcove/vault";
import { sayCount, staysWords } from "@alcove/export/certificate";
import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { saveCertificate } from "../../parts/save-certificate.ts";
import { TypeToBeSure } from "../../parts/type-to-be-sure.tsx";
import { sayNumber } from "../../words/counts.ts";
import { sayShortDate } from "../../words/dates.ts";
import { sayFailure, sayKeysFailure } from "../../words/failures.ts";
import "./destroying.css";

export type DestroyChartProps = { readonly chart: string; readonly name: string; readonly onClose: () => void };

export function DestroyChart({ chart, name, onClose }: DestroyChartProps): ReactElement {
  const [became, setBecame] = useState<"destroyed" | "proposed">();
  const { value: plan } = useAnswer(`destruction ${chart}`, (vault) => vault.chartDestruction(chart));
  if (became) return <Done chart={chart} name={name} became={became} onClose={onClose} />;
  return (
    <Dialog
      title={`Destroy the chart of ${name}?`}
      note="Everything in it is deleted at the server and on every device that follows. Nobody can bring it back, and neither can you. This can’t be undone."
      onClose={onClose}
    >
      {plan && plan.hinders.length > 0 && <NotYet plan={plan} onClose={onClose} />}
      {plan?.hinders.length === 0 && (
        <>
          <WhatGoes plan={plan} />
          <Confirm plan={plan} name={name} onDone={setBecame} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

function WhatGoes({ plan }: { readonly plan: ChartDestruction }): ReactElement {
  const { counts, ownNotes, from, to, stays } = plan;
  const own =
    ownNotes === 0 ? [] : [`${sayNumber(ownNotes)} psychotherapy ${ownNotes === 1 ? "note" : "notes"} of yours`];
  return (
    <div className="destroying">
      {counts.length > 0 && (
        <div>
          <h3>Goes for good</h3>
          <ul>
            {[...counts.map(sayCount), ...own].map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
          {from && to && (
            <p className="small quiet">
              Notes of {from === to ? sayShortDate(from) : `${sayShortDate(from)} to ${sayShortDate(to)}`}.
            </p>
          )}
        </div>
      )}
      <div>
        <h3>Stays</h3>
        <ul className="small">
          {stays.map((one) => (
            <li key={one}>{staysWords[one]}</li>
          ))}
        </ul>
      </div>
      <div>
        <h3>Is not reached</h3>
        <p className="small">
          Backups until they are overwritten, devices that stay offline, exports that were given away, prints and
          copies. The certificate names what is known of these.
        </p>
      </div>
    </div>
  );
}

/** Why it does not go, and what to do first. */
function NotYet({ plan, onClose }: { readonly plan: ChartDestruction; readonly onClose: () => void }): ReactElement {
  return (
    <>
      <div className="destroying">
        <h3>Not yet</h3>
        <ul className="destroying-hinders">
          {plan.hinders.map((one) => (
            <li key={one.code}>
              {sayFailure(one)}
              {one.code === "notes-of-others" && ` ${plan.othersNotes.join(", ")}.`}
            </li>
          ))}
        </ul>
      </div>
      <div className="acts">
        <button className="b" type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </>
  );
}

type ConfirmProps = {
  readonly plan: ChartDestruction;
  readonly name: string;
  readonly onDone: (became: "destroyed" | "proposed") => void;
  readonly onClose: () => void;
};

function Confirm({ plan, name, onDone, onClose }: ConfirmProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [isWrong, setIsWrong] = useState(false);
  const [isBare, setIsBare] = useState(false);
  const { chart, needsReason, needsSecondOwner, keepUntil, rule } = plan;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const [fits, says] = [typed.trim() === name, !needsReason || reason.trim() !== ""];
    setIsWrong(!fits);
    setIsBare(!says);
    const done = fits && says ? await acting.run(() => vault.destroyChart({ chart, reason })) : undefined;
    if (done) onDone(done.value.became);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {needsReason ? (
        <Field
          label="Why it is destroyed before it is due"
          hint={`${keepUntil ? `By ${rule ? "the practice’s rule" : "what is proposed, which nobody has confirmed,"} it is kept until ${sayShortDate(keepUntil)}. ` : ""}The reason stays in its log and on the certificate.`}
          error={isBare ? "Say why: it is not due by a rule that the practice confirmed." : undefined}
        >
          {(control) => (
            <textarea
              {...control}
              dir="auto"
              autoComplete="off"
              rows={2}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      ) : (
        <p className="small quiet">
          It was kept until {keepUntil && sayShortDate(keepUntil)}, as the practice’s rule asks
          {rule ? `: ${rule.source}` : ""}. Some States ask that the client is told first.
        </p>
      )}
      <TypeToBeSure name={name} typed={typed} isWrong={isWrong} onChange={setTyped} />
      {needsSecondOwner && (
        <p className="small quiet">Another owner signs it too. Until then nothing is gone, and you can take it back.</p>
      )}
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button className="b" type="submit" aria-busy={acting.busy}>
          {needsSecondOwner ? "Propose it to another owner" : "Destroy it for good"}
        </button>
        <button className="b plain" type="button" onClick={onClose}>
          Keep the chart
        </button>
        {acting.busy && (
          <span className="small quiet" role="status">
            Sending what waits, then signing. Stay on this page.
          </span>
        )}
      </div>
    </form>
  );
}

type DoneProps = DestroyChartProps & { readonly became: "destroyed" | "proposed" };

function Done({ chart, name, became, onClose }: DoneProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  if (became === "proposed")
    return (
      <Dialog
        title="Waits for another owner"
        note={`The chart of ${name} is as it was. It goes when another owner has signed too, and stays whole if anything comes into it before that.`}
        onClose={onClose}
      >
        <div className="acts">
          <button className="b" type="button" onClick={onClose}>
            Close
          </button>
        </div>
      </Dialog>
    );
  return (
    <Dialog
      title={`The chart of ${name} is destroyed`}
      note="Other devices delete it when they next sync. The certificate says what was destroyed, by whom and why, and what that does not reach. It can be made again at any time."
      onClose={onClose}
    >
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button
          className="b primary"
          type="button"
          aria-busy={acting.busy}
          onClick={() => void acting.run(() => saveCertificate(vault, chart, name))}
        >
          Save the certificate
        </button>
        <button className="b plain" type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
