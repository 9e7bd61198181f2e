/** The newcomer's side of pairing: take the invitation, compare five words, type the passphrase once. */

import type { PairingStep } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { serverOrigin } from "../../app/server-origin.ts";
import { useVault, useVaultEvents } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { CompareWords } from "../../parts/compare-words.tsx";
import { Field } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { PassphraseField } from "../../parts/passphrase-field.tsx";
import { canScan, Scan } from "../../parts/scan.tsx";
import { Step } from "../../parts/sitting.tsx";
import { TwelveWords } from "../../parts/twelve-words.tsx";
import { guessDeviceName } from "../../words/device-name.ts";
import { sayFailure, sayFailureAtFirst } from "../../words/failures.ts";

export type PairingProps = {
  /** What the device is called, where it has a name already. */
  readonly named?: string;
  readonly onBack: () => void;
  readonly onDone: () => void;
};

type NewcomerStep = PairingStep & { readonly side: "newcomer" };

export function Pairing({ named, onBack, onDone }: PairingProps): ReactElement {
  const vault = useVault();
  const [step, setStep] = useState<NewcomerStep>();
  useVaultEvents((event) => {
    if (event.kind !== "pairing" || event.step.side !== "newcomer") return;
    if (event.step.step === "done") onDone();
    else setStep(event.step as NewcomerStep);
  });
  const stop = () => {
    void vault.cancelPairing();
    setStep(undefined);
    onBack();
  };

  if (step?.step === "compare")
    return (
      <CompareWords
        lede="Your other device shows three lines. Press the one that is the same there, then say so here."
        words={step.words}
        onStop={stop}
      />
    );
  if (step?.step === "passphrase") return <TypePassphrase memberName={step.memberName} onStop={stop} />;
  return (
    <TakeInvitation
      named={named ?? guessDeviceName(navigator.userAgent)}
      failed={step?.step === "failed" ? sayFailure(step.error) : undefined}
      onBack={onBack}
      onAccepted={() => setStep(undefined)}
    />
  );
}

function TakeInvitation(props: {
  readonly named: string;
  readonly failed: string | undefined;
  readonly onBack: () => void;
  readonly onAccepted: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing(sayFailureAtFirst);
  const [invitation, setInvitation] = useState("");
  const [deviceName, setDeviceName] = useState(props.named);
  const [scanning, setScanning] = useState(false);

  const accept = async (text: string) => {
    if (!text.trim()) return acting.setError("The twelve words are missing. They stand on the other device.");
    props.onAccepted();
    await acting.run(() =>
      vault.acceptInvitation({
        invitation: text.trim(),
        server: serverOrigin(),
        deviceName: deviceName.trim() || props.named,
      }),
    );
  };

  return (
    <Step
      title="Pair with your other device"
      lede="On the device that is open, go to Devices and press “Add a device”. It shows a picture and twelve words."
    >
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void accept(invitation);
        }}
        noValidate
      >
        <TwelveWords value={invitation} onChange={setInvitation} error={acting.error ?? props.failed} />
        <Field label="What do you call this device?">
          {(control) => (
            <input
              {...control}
              value={deviceName}
              onChange={(event) => setDeviceName(event.target.value)}
              autoComplete="off"
            />
          )}
        </Field>
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            {acting.busy ? "Looking for the invitation" : "Take the invitation"}
          </button>
          {canScan() && (
            <button className="b" type="button" onClick={() => setScanning(true)}>
              <Icon name="camera" />
              Scan the picture
            </button>
          )}
          <button className="b plain" type="button" onClick={props.onBack}>
            Back
          </button>
        </div>
      </form>
      {scanning && (
        <Scan
          title="Scan the picture"
          onClose={() => setScanning(false)}
          onFound={(text) => {
            setScanning(false);
            setInvitation(text);
            void accept(text);
          }}
        />
      )}
    </Step>
  );
}

function TypePassphrase(props: { readonly memberName: string; readonly onStop: () => void }): ReactElement {
  const vault = useVault();
  const acting = useActing(sayFailureAtFirst);
  const [passphrase, setPassphrase] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!passphrase) return acting.setError("Type your passphrase. It is the same on all your devices.");
    await acting.run(() => vault.finishPairing(passphrase));
  };
  return (
    <Step
      title={props.memberName ? `Your passphrase, ${props.memberName}` : "Your passphrase"}
      lede="The same as on your other devices. It opens this one from now on."
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <PassphraseField
          label="Passphrase"
          error={acting.error}
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="current-password"
          focusFirst
        />
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            {acting.busy ? "Opening" : "Open this device"}
          </button>
          <button className="b plain" type="button" onClick={props.onStop}>
            Stop
          </button>
        </div>
      </form>
    </Step>
  );
}
