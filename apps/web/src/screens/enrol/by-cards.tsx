/** The way back when everything else is gone: enough cards, a new passphrase, new cards, a new kit. */

import type { EmergencyKit, RecoveryCardText, RecoveryReason } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { serverOrigin } from "../../app/server-origin.ts";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { Pips, Step } from "../../parts/sitting.tsx";
import { guessDeviceName } from "../../words/device-name.ts";
import { sayFailure, sayFailureAtFirst } from "../../words/failures.ts";
import { KitStep } from "../founding/kit-step.tsx";
import { PassphraseStep } from "../founding/passphrase-step.tsx";
import { CardFields, sayCardFailure } from "../recovery/card-fields.tsx";
import { givenCards } from "../recovery/card-text.ts";
import { HandOut } from "../recovery/hand-out.tsx";

const STEPS = ["Cards", "Passphrase", "New cards", "Emergency Kit"];
const MOST_CARDS = 16;
const REASONS: readonly (readonly [RecoveryReason, string])[] = [
  ["locked-out", "Nobody gets in any more"],
  ["exposed", "Somebody else may get in"],
  ["absent", "The owner is ill, away or dead"],
];
const NOBODY: readonly string[] = [];

export type ByCardsProps = { readonly onBack: () => void; readonly onDone: () => void };

export function ByCards({ onBack, onDone }: ByCardsProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayFailureAtFirst);
  const [typed, setTyped] = useState<readonly string[]>(["", ""]);
  const [reason, setReason] = useState<RecoveryReason>("locked-out");
  const [deviceName, setDeviceName] = useState(() => guessDeviceName(navigator.userAgent));
  const [choosing, setChoosing] = useState(false);
  const [words, setWords] = useState<readonly string[]>([]);
  const [cards, setCards] = useState<readonly RecoveryCardText[]>();
  const [kit, setKit] = useState<EmergencyKit>();

  const recover = async (passphrase: string) => {
    const request = { cards: givenCards(typed), server: serverOrigin(), reason, passphrase, deviceName };
    const made = await acting.run(() => vault.recoverByCards(request));
    if (made) setCards(made.value);
    else setChoosing(false);
  };
  const toKit = async () => {
    const read = await acting.run(() => vault.kit());
    if (read) setKit(read.value);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = givenCards(typed);
    if (given.length < 2) return acting.setError("It takes two cards at least.");
    // Before anybody thinks of a passphrase for nothing.
    const read = await vault.checkRecoveryCards(given);
    if (!read.ok) return acting.setError(sayCardFailure(typed)(read.error));
    const needed = read.value[0]?.needed ?? 2;
    if (given.length < needed)
      return acting.setError(sayFailure({ code: "recovery-cards-few", facts: { needed, given: given.length } }));
    acting.setError(undefined);
    setChoosing(true);
  };

  if (kit) return <KitStep pips={<Pips steps={STEPS} at={3} />} kit={kit} onDone={onDone} />;
  if (cards) {
    return (
      <Step
        title="You are in: hand out new cards"
        pips={<Pips steps={STEPS} at={2} />}
        lede="The cards you used open nothing that is written from now on. Destroy them."
      >
        <HandOut cards={cards} onDone={() => void toKit()} />
        {acting.error && <ErrorLine text={acting.error} />}
      </Step>
    );
  }
  if (choosing) {
    return (
      <PassphraseStep
        pips={<Pips steps={STEPS} at={1} />}
        about={NOBODY}
        words={words}
        onWords={setWords}
        busy={acting.busy}
        error={acting.error}
        onBack={() => setChoosing(false)}
        onUse={(passphrase) => void recover(passphrase)}
      />
    );
  }
  return (
    <Step
      title="Recovery cards"
      pips={<Pips steps={STEPS} at={0} />}
      lede="An owner goes on here with new keys. Their devices from before are out, and everybody in the practice is shown that it happened."
    >
      <form className="form-wide" onSubmit={(event) => void submit(event)} noValidate>
        <CardFields cards={typed} most={MOST_CARDS} onChange={setTyped} />
        <fieldset>
          <legend className="label">Why</legend>
          <div className="ways">
            {REASONS.map(([value, says]) => (
              <label key={value}>
                <input type="radio" name="why" checked={reason === value} onChange={() => setReason(value)} />
                <span>
                  <b>{says}</b>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
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
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="submit">
            Go on to a new passphrase
          </button>
          <button className="b plain" type="button" onClick={onBack}>
            Back
          </button>
        </div>
      </form>
    </Step>
  );
}
