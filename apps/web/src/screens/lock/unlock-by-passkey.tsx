/** The lock's second way in. Loaded where the device has passkeys. */

import type { VaultStatus } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { askPasskey } from "../../parts/passkey-prompt.ts";
import { sayWhere, UNLOCK_REFUSED } from "../../words/passkeys.ts";

type Passkeys = NonNullable<Extract<VaultStatus, { phase: "locked" }>["passkeys"]>;

export function UnlockByPasskey({ passkeys }: { readonly passkeys: Passkeys }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [asking, setAsking] = useState(false);
  const here = passkeys.slots.filter(({ host }) => host === location.hostname);
  const [elsewhere] = passkeys.slots;

  const unlock = async () => {
    if (asking || acting.busy) return;
    acting.setError(undefined);
    setAsking(true);
    const asked = await askPasskey(
      here.map(({ credential }) => credential),
      passkeys.prfInput,
    );
    setAsking(false);
    if (!asked.ok) return acting.setError(UNLOCK_REFUSED[asked.why]);
    await acting.run(() => vault.unlockByPasskey(asked.value));
    // The worker wipes its copy.
    asked.value.prf.fill(0);
  };

  if (here.length === 0) {
    return (
      <p className="kept">
        <Icon name="key" />
        <span>Your passkeys open Alcove {sayWhere(elsewhere?.host ?? "")}. At this address your passphrase does.</span>
      </p>
    );
  }
  return (
    <div className="or-passkey">
      <button className="b wide" type="button" aria-busy={asking || acting.busy} onClick={() => void unlock()}>
        <Icon name="key" />
        {asking ? "Waiting for your passkey" : acting.busy ? "Opening" : "Unlock with a passkey"}
      </button>
      {acting.error && <ErrorLine text={acting.error} />}
    </div>
  );
}
