/** A passkey or security key less as second factor, or the authenticator app; another one, digits or a spare code are shown for it. */

import type { AuthenticatorView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { forgetPasskey } from "../../parts/passkey-prompt.ts";
import { SecondFactorField } from "../../parts/second-factor-field.tsx";
import { sayKeysFailure } from "../../words/failures.ts";
import { sayShownWrong } from "../../words/second-factor.ts";
import { sayAuthenticator } from "./authenticator-rows.tsx";

export type RemoveAuthenticatorProps = {
  readonly authenticator: AuthenticatorView | "app";
  readonly onClose: () => void;
};

export function RemoveAuthenticator({ authenticator, onClose }: RemoveAuthenticatorProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const [shown, setShown] = useState("");
  const isApp = authenticator === "app";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = sayShownWrong(shown);
    if (wrong) return acting.setError(wrong);
    const removed = await acting.run(() =>
      isApp
        ? vault.endTotp({ totp: shown })
        : vault.removeAuthenticator({ credential: authenticator.credential, totp: shown }),
    );
    if (!removed) return;
    if (!isApp && authenticator.host === location.hostname) forgetPasskey(authenticator.credential);
    onClose();
  };
  return (
    <Dialog
      title={isApp ? "Remove the authenticator app?" : "Remove this passkey or security key?"}
      note={`${isApp ? "Its six digits count no more, on whatever phone it is; the command line then asks for a spare code." : `${sayAuthenticator(authenticator, Date.now())} From then on it is no second factor of yours.`} Devices and notes stay as they are.`}
      broad
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <SecondFactorField
          value={shown}
          hint="So that nobody does this at a screen you left open."
          error={acting.error}
          onChange={setShown}
        />
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            {acting.busy ? "Asking the server" : isApp ? "Remove the app" : "Remove the key"}
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            {isApp ? "Keep the app" : "Keep the key"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
