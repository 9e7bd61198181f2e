/** "Somebody may have it": new keys, a new passphrase and a new kit, with the device that is gone taken out by the same act. */

import type { DeviceView, EmergencyKit, RekeyReason } from "@alcove/vault";
import { type FormEvent, type ReactElement, useCallback, useState } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { ErrorLine, Field } from "../../../parts/field.tsx";
import { PassphraseField } from "../../../parts/passphrase-field.tsx";
import { sayKeysFailure } from "../../../words/failures.ts";
import { isMissing, missingOf, type MissingOf, nothingAsked } from "./asked.ts";
import { SecondFactorField } from "../../../parts/second-factor-field.tsx";
import { NextPassphrase } from "./next-passphrase.tsx";
import { WhatItDoes } from "./what-it-does.tsx";
import "./own-keys.css";

const REASONS: readonly (readonly [RekeyReason, string, string])[] = [
  ["exposed", "Somebody may know the passphrase or the kit", "Looked on, copied, told, or not where you left it."],
  ["lost", "A device is lost", "You don’t know where it is."],
  ["stolen", "A device was stolen", "Somebody else has it."],
];

export type ReplaceKeysProps = {
  readonly secondFactorSet: boolean;
  /** Chosen before anything is pressed. */
  readonly because?: RekeyReason;
  readonly others: readonly DeviceView[];
  /** The device that it is about was taken out before: it is not asked for again. */
  readonly isOut?: boolean;
  readonly onClose: () => void;
  readonly onNewKit: (kit: EmergencyKit) => void;
};

export function ReplaceKeys({
  secondFactorSet,
  because = "exposed",
  others,
  isOut = false,
  onClose,
  onNewKit,
}: ReplaceKeysProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const [reason, setReason] = useState<RekeyReason>(because);
  const [device, setDevice] = useState("");
  const [asked, setAsked] = useState(nothingAsked);
  const [missing, setMissing] = useState<MissingOf>({});
  const setNext = useCallback((next: string) => setAsked((before) => ({ ...before, next })), []);
  const { value: passkeys = [] } = useAnswer("passkeys", (own) => own.passkeys());
  const isGone = reason !== "exposed" && !isOut;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = missingOf(asked, secondFactorSet);
    setMissing(wrong);
    if (isMissing(wrong)) return;
    const gone = isGone && device ? { device } : {};
    const replaced = await acting.run(() => vault.rekey({ ...asked, reason, ...gone }));
    if (!replaced) return;
    onNewKit(replaced.value.kit);
    onClose();
  };

  return (
    <Dialog title="Replace my keys" broad onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <WhatItDoes
          does="New keys, words and kit. Whoever has the old ones, or a device that you take out here, reads nothing that is written from now on."
          ends={
            passkeys.length > 0
              ? `${passkeys.length === 1 ? "The passkey that unlocks ends" : "The passkeys that unlock end"} with the old keys. Add ${passkeys.length === 1 ? "it" : "them"} anew afterwards, under Devices.`
              : undefined
          }
          doesNot="It takes back nothing that somebody has read or copied. Your other devices go on, and sync again when you gave them the new kit."
        />
        <div className="asked-why">
          <p className="label" id="rekey-why">
            What happened?
          </p>
          <fieldset className="ways" aria-labelledby="rekey-why">
            {REASONS.map(([value, label, hint]) => (
              <label key={value}>
                <input type="radio" name="rekey-reason" checked={reason === value} onChange={() => setReason(value)} />
                <span>
                  <b>{label}</b>
                  <span>{hint}</span>
                </span>
              </label>
            ))}
          </fieldset>
        </div>
        {isGone && (
          <Field label="Which device?" hint="It is taken out by the same act.">
            {(control) => (
              <select {...control} value={device} onChange={(event) => setDevice(event.target.value)}>
                <option value="">One that is not in this list</option>
                {others.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name || "A device"}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <PassphraseField
          label="Your present passphrase"
          error={missing.now}
          refused={acting.error !== undefined}
          value={asked.now}
          onChange={(now) => setAsked({ ...asked, now })}
          autoComplete="current-password"
        />
        <NextPassphrase value={asked.next} error={missing.next} onChange={setNext} />
        {secondFactorSet && (
          <SecondFactorField
            value={asked.totp}
            hint="From your authenticator app."
            error={missing.totp}
            onChange={(totp) => setAsked({ ...asked, totp })}
          />
        )}
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            {acting.busy ? "Making new keys" : "Replace my keys"}
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Leave them as they are
          </button>
        </div>
      </form>
    </Dialog>
  );
}
