/** The second factor that the server asks for again, from whichever page somebody is on. */

import type { ReactElement } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { DigitsForm } from "../parts/digits-form.tsx";
import { ASKED_TITLE, ASKED_WHY } from "../words/second-factor.ts";
import { useVault } from "./vault-context.tsx";

export function DigitsDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const vault = useVault();
  return (
    <Dialog title={ASKED_TITLE} note={ASKED_WHY} onClose={onClose}>
      <DigitsForm
        act={(digits) => vault.showSecondFactor(digits)}
        hint="From your authenticator app."
        says="Send the digits"
        onDone={onClose}
        otherwise={{ says: "Not now", onPress: onClose }}
      />
    </Dialog>
  );
}
