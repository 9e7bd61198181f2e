/** Another passphrase before the same keys. */

import { type FormEvent, type ReactElement, useCallback, useState } from "react";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { ErrorLine, WellLine } from "../../../parts/field.tsx";
import { PassphraseField } from "../../../parts/passphrase-field.tsx";
import { sayKeysFailure } from "../../../words/failures.ts";
import { isMissing, missingOf, type MissingOf, nothingAsked } from "./asked.ts";
import { SecondFactorField } from "../../../parts/second-factor-field.tsx";
import { NextPassphrase } from "./next-passphrase.tsx";
import { WhatItDoes } from "./what-it-does.tsx";
import "./own-keys.css";

export type ChangePassphraseProps = { readonly secondFactorSet: boolean; readonly onClose: () => void };

export function ChangePassphrase({ secondFactorSet, onClose }: ChangePassphraseProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const [asked, setAsked] = useState(nothingAsked);
  const [missing, setMissing] = useState<MissingOf>({});
  const [done, setDone] = useState(false);
  const setNext = useCallback((next: string) => setAsked((before) => ({ ...before, next })), []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = missingOf(asked, secondFactorSet);
    setMissing(wrong);
    if (isMissing(wrong)) return;
    if (await acting.run(() => vault.changePassphrase(asked))) setDone(true);
  };

  if (done) {
    return (
      <Dialog title="The new passphrase counts" onClose={onClose}>
        <div className="inner">
          <WellLine>It opens this device and your Emergency Kit from now on.</WellLine>
          <p className="small">Your other devices open by the old one until you give them the new one there, once.</p>
          <div className="acts">
            <button className="b primary" type="button" onClick={onClose}>
              Close
            </button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title="Change the passphrase" broad onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <WhatItDoes
          does="From now on the new words open this device, and with your kit any new one. Notes, devices and kit stay as they are."
          doesNot="It locks nobody out who has your old words together with a device or your kit. If somebody may have them, replace your keys instead."
        />
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
            {acting.busy ? "Asking the server" : "Change the passphrase"}
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Leave it as it is
          </button>
        </div>
      </form>
    </Dialog>
  );
}
