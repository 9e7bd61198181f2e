/** A passkey less, and what that does not help against. */

import type { PasskeyView } from "@alcove/vault";
import type { ReactElement } from "react";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { ErrorLine } from "../../../parts/field.tsx";
import { forgetPasskey } from "../../../parts/passkey-prompt.ts";
import { sayKeysFailure } from "../../../words/failures.ts";
import { WhatItDoes } from "./what-it-does.tsx";
import "./own-keys.css";

export type RemovePasskeyProps = { readonly passkey: PasskeyView; readonly onClose: () => void };

export function RemovePasskey({ passkey, onClose }: RemovePasskeyProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const remove = async () => {
    if (!(await acting.run(() => vault.removePasskey(passkey.id)))) return;
    if (passkey.host === location.hostname) forgetPasskey(passkey.credential);
    onClose();
  };
  return (
    <Dialog title={`Remove ${passkey.name}?`} broad onClose={onClose}>
      <div className="inner">
        <WhatItDoes
          does="It opens this device no more from now on, and your others from their next sync on. The passphrase opens them all."
          doesNot="It does not help where somebody has the passkey and a device of yours, or a copy of its files. If a key or phone is gone, replace your keys instead."
        />
        <p className="small quiet">
          In your password manager or on the key it may stay until you delete it there. It opens nothing here.
        </p>
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="button" aria-busy={acting.busy} onClick={() => void remove()}>
            Remove the passkey
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Keep the passkey
          </button>
        </div>
      </div>
    </Dialog>
  );
}
