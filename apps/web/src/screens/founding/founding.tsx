/** The first sitting of an owner: names, passphrase, second factor, Emergency Kit; then the first note. */

import type { Founded, FoundRequest } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { serverOrigin } from "../../app/server-origin.ts";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useBrowserBack } from "../../parts/browser-back.ts";
import { Pips, Sitting } from "../../parts/sitting.tsx";
import { guessDeviceName } from "../../words/device-name.ts";
import { sayFailureAtFirst } from "../../words/failures.ts";
import { KitStep } from "./kit-step.tsx";
import { type Names, NamesStep } from "./names-step.tsx";
import { PassphraseStep } from "./passphrase-step.tsx";
import { SecondFactorStep } from "./second-factor-step.tsx";

const STEPS = ["Passphrase", "Second factor", "Emergency Kit"];

export type FoundingProps = { readonly onBack: () => void; readonly onDone: () => void };

export function Founding({ onBack, onDone }: FoundingProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayFailureAtFirst);
  const [step, setStep] = useState<"names" | "passphrase" | "factor" | "kit">("names");
  const [left, setLeft] = useState<readonly string[]>([]);
  const [words, setWords] = useState<readonly string[]>([]);
  const [founded, setFounded] = useState<Founded>();
  const [names, setNames] = useState<Names>({
    practiceName: "",
    ownerName: "",
    ownerEmail: "",
    deviceName: guessDeviceName(navigator.userAgent),
  });

  useBrowserBack({
    out: step === "names" ? onBack : undefined,
    back: step === "passphrase" && !acting.busy ? () => setStep("names") : undefined,
  });

  const found = async (passphrase: string) => {
    const request: FoundRequest = { server: serverOrigin(), ...names, passphrase };
    const made = await acting.run(() => vault.found(request));
    if (!made) return;
    setFounded(made.value);
    setStep("factor");
  };

  return (
    <Sitting
      says={
        step === "names"
          ? "These names are sealed like your notes. The server learns the e-mail address, and nothing else here."
          : "You will be writing your first note in about four minutes. These three things come first, because later is when people lose their notes."
      }
      foot={step !== "names" && <NamesFoot names={names} />}
    >
      {step === "names" && (
        <NamesStep
          names={names}
          onBack={onBack}
          onDone={(given) => {
            setNames(given);
            setStep("passphrase");
          }}
        />
      )}
      {step === "passphrase" && (
        <PassphraseStep
          pips={<Pips steps={STEPS} at={0} />}
          about={[names.practiceName, names.ownerName, names.ownerEmail]}
          words={words}
          onWords={setWords}
          busy={acting.busy}
          error={acting.error}
          onBack={() => setStep("names")}
          onUse={(passphrase) => void found(passphrase)}
        />
      )}
      {step === "factor" && founded && (
        <SecondFactorStep
          pips={<Pips steps={STEPS} at={1} />}
          totp={founded.totp}
          onDone={() => setStep("kit")}
          onLater={() => {
            setLeft(["Second factor"]);
            setStep("kit");
          }}
        />
      )}
      {step === "kit" && founded && (
        <KitStep pips={<Pips steps={STEPS} at={2} left={left} />} kit={founded.kit} onDone={onDone} />
      )}
    </Sitting>
  );
}

function NamesFoot({ names }: { readonly names: Names }): ReactElement {
  return (
    <p>
      {names.practiceName}
      <br />
      {names.ownerName}, owner
      <br />
      On this device: {names.deviceName}
    </p>
  );
}
