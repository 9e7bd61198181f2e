/** The first sitting of somebody who joins: the invitation, names, passphrase, words compared, second factor, Emergency Kit. */

import type { EmergencyKit, NewSecondFactor, PairingStep } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { serverOrigin } from "../../app/server-origin.ts";
import { useVault, useVaultEvents } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useBrowserBack } from "../../parts/browser-back.ts";
import { CompareWords } from "../../parts/compare-words.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { Pips, Sitting, Step } from "../../parts/sitting.tsx";
import { guessDeviceName } from "../../words/device-name.ts";
import { sayFailureAtFirst } from "../../words/failures.ts";
import { KitStep } from "../founding/kit-step.tsx";
import { PassphraseStep } from "../founding/passphrase-step.tsx";
import { SecondFactorStep } from "../founding/second-factor-step.tsx";
import { type Joining, WhoYouAre } from "./who-you-are.tsx";

const STEPS = ["Passphrase", "Words compared", "Second factor", "Emergency Kit"];

export type JoinProps = { readonly onBack: () => void; readonly onDone: () => void };

/** `made`: kit and authenticator's secret, once the vault is open. */
type At =
  | { readonly step: "who" | "passphrase" | "waiting" | "joined" }
  | { readonly step: "compare"; readonly words: readonly string[] }
  | { readonly step: "factor" | "kit"; readonly totp: NewSecondFactor; readonly kit: EmergencyKit };

export function Join({ onBack, onDone }: JoinProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayFailureAtFirst);
  const [at, setAt] = useState<At>({ step: "who" });
  const [left, setLeft] = useState<readonly string[]>([]);
  const [words, setWords] = useState<readonly string[]>([]);
  const [joining, setJoining] = useState<Joining>({
    invitation: "",
    name: "",
    email: "",
    deviceName: guessDeviceName(navigator.userAgent),
  });

  useBrowserBack({
    out: at.step === "who" ? onBack : undefined,
    back: at.step === "passphrase" && !acting.busy ? () => setAt({ step: "who" }) : undefined,
  });

  const prepare = async () => {
    setAt({ step: "joined" });
    const kit = await acting.run(() => vault.kit());
    const totp = kit && (await acting.run(() => vault.offerTotp()));
    if (kit && totp) setAt({ step: "factor", totp: totp.value, kit: kit.value });
  };

  const told = (step: PairingStep) => {
    if (step.side === "newcomer" && step.step === "compare") setAt({ step: "compare", words: step.words });
    else if (step.step === "done") void prepare();
    else if (step.step === "failed") {
      setAt({ step: "who" });
      acting.setError(sayFailureAtFirst(step.error));
    }
  };
  useVaultEvents((event) => {
    if (event.kind === "pairing" && event.step.side === "newcomer") told(event.step);
  });

  const join = async (passphrase: string) => {
    const asked = await acting.run(() => vault.acceptMembership({ ...joining, server: serverOrigin(), passphrase }));
    if (asked) setAt((now) => (now.step === "passphrase" ? { step: "waiting" } : now));
  };
  const stop = () => {
    void vault.cancelPairing();
    setAt({ step: "who" });
  };

  return (
    <Sitting
      says="Your keys are made here and stay yours. The practice learns that you are in, and sees nothing you keep apart."
      foot={
        at.step !== "who" && (
          <p>
            {joining.name}
            <br />
            On this device: {joining.deviceName}
          </p>
        )
      }
    >
      {at.step === "who" && (
        <WhoYouAre
          joining={joining}
          failed={acting.error}
          onBack={onBack}
          onDone={(given) => {
            acting.setError(undefined);
            setJoining(given);
            setAt({ step: "passphrase" });
          }}
        />
      )}
      {at.step === "passphrase" && (
        <PassphraseStep
          pips={<Pips steps={STEPS} at={0} />}
          about={[joining.name, joining.email]}
          words={words}
          onWords={setWords}
          busy={acting.busy}
          error={acting.error}
          onBack={() => setAt({ step: "who" })}
          onUse={(passphrase) => void join(passphrase)}
        />
      )}
      {at.step === "waiting" && <Waiting onStop={stop} />}
      {at.step === "compare" && (
        <CompareWords
          lede="Read them to whoever asked you. Their device shows three lines; they press the one that is the same, and tell you."
          words={at.words}
          onStop={stop}
        />
      )}
      {at.step === "joined" && <Joined error={acting.error} onAgain={() => void prepare()} />}
      {at.step === "factor" && (
        <SecondFactorStep
          pips={<Pips steps={STEPS} at={2} />}
          totp={at.totp}
          onDone={() => setAt({ ...at, step: "kit" })}
          onLater={() => {
            setLeft(["Second factor"]);
            setAt({ ...at, step: "kit" });
          }}
        />
      )}
      {at.step === "kit" && <KitStep pips={<Pips steps={STEPS} at={3} left={left} />} kit={at.kit} onDone={onDone} />}
    </Sitting>
  );
}

function Waiting({ onStop }: { readonly onStop: () => void }): ReactElement {
  return (
    <Step
      title="The other device answers"
      pips={<Pips steps={STEPS} at={1} />}
      lede="It has to be open at this moment, with the invitation on its screen."
    >
      <div className="acts">
        <button className="b" type="button" onClick={onStop}>
          Stop
        </button>
      </div>
    </Step>
  );
}

function Joined({
  error,
  onAgain,
}: {
  readonly error: string | undefined;
  readonly onAgain: () => void;
}): ReactElement {
  return (
    <Step title="You have joined" lede="Two things are left that keep it yours.">
      {error && (
        <>
          <ErrorLine text={error} />
          <div className="acts">
            <button className="b primary" type="button" onClick={onAgain}>
              Go on
            </button>
          </div>
        </>
      )}
    </Step>
  );
}
