/** Ten spare codes: the second factor is shown first, then they stand on the screen this once, to print or to save. */

import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { SecondFactorField } from "../../parts/second-factor-field.tsx";
import { SpareCodesPaper } from "../../parts/spare-codes-paper.tsx";
import { Stay } from "../../parts/stay.tsx";
import { sayKeysFailure } from "../../words/failures.ts";
import { sayShownWrong } from "../../words/second-factor.ts";
import { WhatItDoes } from "./own-keys/what-it-does.tsx";
import "./own-keys/own-keys.css";

export type MakeSpareCodesProps = { readonly hadSome: boolean; readonly onClose: () => void };

export function MakeSpareCodes({ hadSome, onClose }: MakeSpareCodesProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const [typed, setTyped] = useState("");
  const [codes, setCodes] = useState<readonly string[]>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = sayShownWrong(typed);
    if (wrong) return acting.setError(wrong);
    const made = await acting.run(() => vault.makeSpareCodes({ totp: typed }));
    if (made) setCodes(made.value);
  };

  if (codes) {
    return (
      <Dialog
        title="Your ten spare codes"
        broad
        loses="These codes are shown this once. Are they on paper, or on a stick?"
        onClose={onClose}
      >
        <Stay
          title="These codes are shown this once"
          note="Are they on paper, or on a stick? Whoever has none makes ten new ones."
          stay="Stay here"
          leave="Leave all the same"
        />
        <div className="inner">
          <SpareCodesPaper codes={codes} doneLabel="Put them away" onDone={onClose} />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title="Make spare codes" broad onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <WhatItDoes
          does="Ten codes on paper. On the day when phone or key is gone, one of them stands in as your second factor."
          doesNot={
            hadSome
              ? "The codes you have end with it. And they replace neither passphrase nor Emergency Kit."
              : "They replace neither passphrase nor Emergency Kit."
          }
        />
        <SecondFactorField value={typed} hint="From your authenticator app." error={acting.error} onChange={setTyped} />
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            {acting.busy ? "Asking the server" : "Make ten codes"}
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Not now
          </button>
        </div>
      </form>
    </Dialog>
  );
}
