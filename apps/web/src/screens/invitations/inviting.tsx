/** The inviter's side of pairing, while its window stands open: picture and twelve words, then the right line of three. */

import type { Outcome, PairingStep } from "@alcove/vault";
import { type ReactElement, type ReactNode, useCallback, useEffect, useState } from "react";
import { useVault, useVaultEvents } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { DigitsForm } from "../../parts/digits-form.tsx";
import { ErrorLine, WellLine } from "../../parts/field.tsx";
import { Invitation, sayHowToCome, WordLines } from "../../parts/invitation.tsx";
import { sayUntil } from "../../words/dates.ts";
import { sayInvitationFailure } from "../../words/failures.ts";
import { ASKED_TITLE, ASKED_WHY } from "../../words/second-factor.ts";

export type InvitingProps = {
  readonly kind: "device" | "member";
  /** Makes it, or shows one that is open; give the same function each time. */
  readonly begin: () => Promise<Outcome<void>>;
  /** After a failure. Absent: there is only the way back. */
  readonly onAgain?: () => Promise<Outcome<void>>;
  readonly onClose: () => void;
};

const WORDS = {
  device: {
    title: "Add a device",
    how: sayHowToCome("the other device", "This is a further device"),
    compare: "The new device shows five words. Press the same line here, then say so there.",
    doneTitle: "The device is added",
    done: "It asks for your passphrase once, then brings your notes.",
    place: "Devices",
  },
  member: {
    title: "Ask somebody to join",
    how: `${sayHowToCome("their device", "I was asked to join")} Hand them over yourself, never by e-mail.`,
    compare:
      "Their device shows five words. Let them read them to you, in the room or by a voice you know, and press the same line. Then tell them that you found it.",
    doneTitle: "They have joined",
    done: "They see the names of charts and people. Open a chart and press “Let somebody in” to share it with its history.",
    place: "People",
  },
} as const;

type InviterStep = PairingStep & { readonly side: "inviter" };

export function Inviting({ kind, begin, onAgain, onClose }: InvitingProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayInvitationFailure);
  const [step, setStep] = useState<InviterStep>();
  const words = WORDS[kind];
  useVaultEvents((event) => {
    if (event.kind === "pairing" && event.step.side === "inviter") setStep(event.step as InviterStep);
  });
  const { run } = acting;
  useEffect(() => {
    void run(begin);
  }, [begin, run]);

  /** Open or being compared, it goes on without its window. */
  const close = useCallback(() => {
    void vault.leaveInvitation();
    onClose();
  }, [vault, onClose]);
  const end = async (act: () => Promise<Outcome<void>>) => {
    if (await run(act)) onClose();
  };

  if (step?.step === "second-factor") {
    return (
      <Dialog
        title={ASKED_TITLE}
        note={`${ASKED_WHY} Somebody answered your invitation, and waits for you.`}
        onClose={close}
      >
        <div className="inner">
          <DigitsForm
            act={(digits) => vault.showSecondFactor(digits)}
            hint="From your authenticator app."
            says="Send the digits"
            otherwise={{ says: "Not now", onPress: close }}
            onDone={() => {}}
          />
        </div>
      </Dialog>
    );
  }
  if (step?.step === "compare") {
    return (
      <Dialog title="Which line is the same there?" note={words.compare} onClose={close}>
        <div className="inner">
          <WordLines choices={step.choices} onPick={(line) => void run(() => vault.choosePairingWords(line))} />
          {acting.error && <ErrorLine text={acting.error} />}
          <div className="acts">
            <button className="b plain" type="button" onClick={() => void end(() => vault.withdrawInvitation(step.id))}>
              None of them: stop
            </button>
          </div>
        </div>
      </Dialog>
    );
  }
  if (step?.step === "waiting") {
    return (
      <Dialog
        broad
        title={words.title}
        note={`${words.how} The words hold once, until ${sayUntil(step.expiresAt, Date.now())}.`}
        onClose={close}
      >
        <div className="inner">
          <Invitation qr={step.qr} words={step.words} />
          {acting.error && <ErrorLine text={acting.error} />}
          <div className="acts">
            <button className="b" type="button" onClick={close}>
              Close; it stays open
            </button>
            <button
              className="b plain"
              type="button"
              aria-busy={acting.busy}
              onClick={() => void end(() => vault.withdrawInvitation(step.id))}
            >
              Withdraw it
            </button>
          </div>
          <p className="small quiet">
            Closed, it stands under {words.place}, also after a lock. Whoever has the words meanwhile waits for you.
          </p>
        </div>
      </Dialog>
    );
  }
  const back = `Back to ${words.place}`;
  if (step?.step === "done") {
    return (
      <End title={words.doneTitle} back={back} onClose={onClose}>
        <WellLine>{words.done}</WellLine>
      </End>
    );
  }
  const failed = step?.step === "failed" ? sayInvitationFailure(step.error) : acting.error;
  return (
    <End title={words.title} back={back} onClose={onClose}>
      {failed && <ErrorLine text={failed} />}
      {failed && onAgain && (
        <button className="b primary" type="button" aria-busy={acting.busy} onClick={() => void run(onAgain)}>
          Begin again
        </button>
      )}
    </End>
  );
}

type EndProps = {
  readonly title: string;
  readonly back: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

function End({ title, back, onClose, children }: EndProps): ReactElement {
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="inner">
        {children}
        <div className="acts">
          <button className="b" type="button" onClick={onClose}>
            {back}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
