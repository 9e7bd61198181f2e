/** The inviter's side of pairing: picture and twelve words, then the right line of three. */

import type { PairingStep } from "@alcove/vault";
import { type ReactElement, useEffect, useState } from "react";
import { useVault, useVaultEvents } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine, WellLine } from "../../parts/field.tsx";
import { Invitation, sayWhereToOpen, WordLines } from "../../parts/invitation.tsx";
import { sayUntil } from "../../words/dates.ts";
import { sayInvitationFailure } from "../../words/failures.ts";

type InviterStep = PairingStep & { readonly side: "inviter" };

export function Invite({ onClose }: { readonly onClose: () => void }): ReactElement {
  const vault = useVault();
  const acting = useActing(sayInvitationFailure);
  const [step, setStep] = useState<InviterStep>();
  useVaultEvents((event) => {
    if (event.kind === "pairing" && event.step.side === "inviter") setStep(event.step as InviterStep);
  });
  const { run } = acting;
  useEffect(() => {
    void run(() => vault.invite());
  }, [vault, run]);

  const failed = step?.step === "failed" || (!step && acting.error !== undefined);
  const leave = () => {
    if (step?.step !== "done") void vault.cancelPairing();
    onClose();
  };

  if (step?.step === "compare") {
    return (
      <Dialog
        title="Which line stands there?"
        note="The new device shows five words. Press the same line here, then say so there."
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

  return (
    <Dialog
      broad
      title={step?.step === "done" ? "The device is added" : "Add a device"}
      note={
        step?.step === "waiting"
          ? `${sayWhereToOpen("the other device")}, press “This is a further device” and type these words, or scan the picture. They hold while this stands open, at most until ${sayUntil(step.expiresAt, Date.now())}.`
          : undefined
      }
      onClose={leave}
    >
      <div className="inner">
        {step?.step === "waiting" && <Invitation qr={step.qr} words={step.words} />}
        {step?.step === "done" && <WellLine>It asks for your passphrase once, then brings your notes.</WellLine>}
        {step?.step === "failed" && <ErrorLine text={sayInvitationFailure(step.error)} />}
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          {failed && (
            <button className="b primary" type="button" onClick={() => void acting.run(() => vault.invite())}>
              Begin again
            </button>
          )}
          <button className="b" type="button" onClick={leave}>
            {failed || step?.step === "done" ? "Back to the devices" : "Stop"}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
