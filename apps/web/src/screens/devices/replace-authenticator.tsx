/** Another authenticator in the place of the one there is: the new one is scanned, then both are shown. */

import type { NewSecondFactor } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { SecondFactorField } from "../../parts/second-factor-field.tsx";
import { sayKeysFailure } from "../../words/failures.ts";
import { DIGITS, sayShownWrong } from "../../words/second-factor.ts";
import { AuthenticatorSheet } from "../founding/second-factor-step.tsx";

export type ReplaceAuthenticatorProps = {
  readonly totp: NewSecondFactor;
  /** There is one that it takes the place of; else it comes beside a passkey or security key. */
  readonly hasOne: boolean;
  readonly onClose: () => void;
};

export function ReplaceAuthenticator({ totp, hasOne, onClose }: ReplaceAuthenticatorProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const [fresh, setFresh] = useState("");
  const [freshWrong, setFreshWrong] = useState<string>();
  const [shown, setShown] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const isWhole = DIGITS.test(fresh.replaceAll(/\s/g, ""));
    setFreshWrong(isWhole ? undefined : "The new app shows six digits. Type those that stand there just now.");
    if (!isWhole) return;
    const wrong = sayShownWrong(shown);
    if (wrong) return acting.setError(wrong);
    const taken = await acting.run(() => vault.confirmTotp(fresh, shown));
    if (taken) onClose();
  };

  return (
    <Dialog
      title={hasOne ? "Another authenticator" : "An authenticator app"}
      note={
        hasOne
          ? "For another phone. From then on its six digits count, and those of the app before no more. Devices and notes stay as they are."
          : "Its six digits count beside your passkey or security key, at every address and on the command line."
      }
      broad
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <AuthenticatorSheet totp={totp} />
        <Field label="Six digits of the new app" error={freshWrong}>
          {(control) => (
            <input
              {...control}
              className="in typed-code"
              value={fresh}
              onChange={(event) => setFresh(event.target.value)}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={7}
            />
          )}
        </Field>
        <SecondFactorField
          value={shown}
          label={hasOne ? "Six digits of the app before" : "Six digits"}
          hint="They count once: if you just used them, wait for the next."
          error={acting.error}
          onChange={setShown}
        />
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            {acting.busy ? "Asking the server" : "Use the new app"}
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Not now
          </button>
        </div>
      </form>
    </Dialog>
  );
}
