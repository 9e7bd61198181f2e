/** The second factor that the server asks for again, from whichever page somebody is on. */

import type { ReactElement } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { DigitsForm } from "../parts/digits-form.tsx";
import { AGAIN_TITLE, AGAIN_WHY, ASKED_TITLE, ASKED_WHY } from "../words/second-factor.ts";
import { useVault } from "./vault-context.tsx";

export type DigitsDialogProps = {
  /** For an act that somebody does just now, instead of the sign-in of every 30 days. */
  readonly forAct?: boolean;
  readonly onShown: () => void;
  readonly onClose: () => void;
};

export function DigitsDialog({ forAct = false, onShown, onClose }: DigitsDialogProps): ReactElement {
  const vault = useVault();
  const [title, why] = forAct ? [AGAIN_TITLE, AGAIN_WHY] : [ASKED_TITLE, ASKED_WHY];
  return (
    <Dialog title={title} note={why} onClose={onClose}>
      <DigitsForm
        act={(digits) => vault.showSecondFactor(digits)}
        hint="From your authenticator app."
        says={forAct ? "Show it" : "Send the digits"}
        onDone={onShown}
        otherwise={{ says: "Not now", onPress: onClose }}
      />
    </Dialog>
  );
}
