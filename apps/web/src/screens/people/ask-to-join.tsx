/** Asking somebody to join: as what, then picture and twelve words, then the right line of three. */

import type { PairingStep, Role } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault, useVaultEvents } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine, WellLine } from "../../parts/field.tsx";
import { Invitation, sayWhereToOpen, WordLines } from "../../parts/invitation.tsx";
import { sayUntil } from "../../words/dates.ts";
import { sayFailure, sayInvitationFailure } from "../../words/failures.ts";
import { ROLE_NAMES, rolesGivenBy } from "../../words/roles.ts";

type InviterStep = PairingStep & { readonly side: "inviter" };

export type AskToJoinProps = { readonly giver: Role; readonly onClose: () => void };

export function AskToJoin({ giver, onClose }: AskToJoinProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayInvitationFailure);
  const [step, setStep] = useState<InviterStep>();
  const [role, setRole] = useState<Role>("clinician");
  useVaultEvents((event) => {
    if (event.kind === "pairing" && event.step.side === "inviter") setStep(event.step as InviterStep);
  });
  const leave = () => {
    if (step && step.step !== "done") void vault.cancelPairing();
    onClose();
  };
  const ask = () => acting.run(() => vault.inviteMember({ role }));

  if (!step) {
    return (
      <Dialog
        title="Ask somebody to join"
        note="They make keys of their own on their own device. A role opens no chart: you say later who opens which. But for an auditor, everybody sees the names of charts and people."
        onClose={onClose}
      >
        <form
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            void ask();
          }}
        >
          <fieldset className="ways">
            <legend>As what</legend>
            {rolesGivenBy(giver).map(([each, says]) => (
              <label key={each}>
                <input type="radio" name="role" checked={role === each} onChange={() => setRole(each)} />
                <span>
                  <b>{ROLE_NAMES[each]}</b>
                  <span>{says}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {acting.error && <ErrorLine text={acting.error} />}
          <div className="acts">
            <button className="b primary" type="submit" aria-busy={acting.busy}>
              Make the invitation
            </button>
            <button className="b plain" type="button" onClick={onClose}>
              Not now
            </button>
          </div>
        </form>
      </Dialog>
    );
  }

  if (step.step === "compare") {
    return (
      <Dialog
        title="Which line stands there?"
        note="Their device shows five words. Let them read them to you, in the room or by a voice you know, and press the same line. Then tell them that you found it."
        onClose={leave}
      >
        <div className="inner">
          <WordLines choices={step.choices} onPick={(line) => void acting.run(() => vault.choosePairingWords(line))} />
          {acting.error && <ErrorLine text={acting.error} />}
          <div className="acts">
            <button className="b plain" type="button" onClick={leave}>
              None of them: stop
            </button>
          </div>
        </div>
      </Dialog>
    );
  }

  const isOver = step.step === "done" || step.step === "failed";
  return (
    <Dialog
      broad
      title={step.step === "done" ? "They have joined" : "Ask somebody to join"}
      note={
        step.step === "waiting"
          ? `${sayWhereToOpen("their device")}, press “I was asked to join” and type these words, or scan the picture. Hand them over yourself, never by e-mail. They hold once, while this stands open, at most until ${sayUntil(step.expiresAt, Date.now())}.`
          : undefined
      }
      onClose={leave}
    >
      <div className="inner">
        {step.step === "waiting" && <Invitation qr={step.qr} words={step.words} />}
        {step.step === "done" && (
          <WellLine>
            They see the names of charts and people. Open a chart and press “Let somebody in” to share it with its
            history.
          </WellLine>
        )}
        {step.step === "failed" && <ErrorLine text={sayFailure(step.error)} />}
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          {step.step === "failed" && (
            <button className="b primary" type="button" aria-busy={acting.busy} onClick={() => void ask()}>
              Begin again
            </button>
          )}
          <button className="b" type="button" onClick={leave}>
            {isOver ? "Back to People" : "Stop"}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
