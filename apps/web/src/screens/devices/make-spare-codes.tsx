/** Ten spare codes: the second factor is shown first, then they stand on the screen this once, to print or to save. */

import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Icon } from "../../parts/icon.tsx";
import { saveFile } from "../../parts/save-file.ts";
import { SecondFactorField } from "../../parts/second-factor-field.tsx";
import { sayKeysFailure } from "../../words/failures.ts";
import { sayShownWrong } from "../../words/second-factor.ts";
import { WhatItDoes } from "./own-keys/what-it-does.tsx";
import "../../parts/sheet.css";
import "../founding/kit-paper.css";
import "./own-keys/own-keys.css";

export type MakeSpareCodesProps = { readonly hadSome: boolean; readonly onClose: () => void };

export function MakeSpareCodes({ hadSome, onClose }: MakeSpareCodesProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const [typed, setTyped] = useState("");
  const [codes, setCodes] = useState<readonly string[]>();
  const [kept, setKept] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = sayShownWrong(typed);
    if (wrong) return acting.setError(wrong);
    const made = await acting.run(() => vault.makeSpareCodes({ totp: typed }));
    if (made) setCodes(made.value);
  };
  const keep = (by: () => void) => () => {
    by();
    setKept(true);
  };

  if (codes) {
    return (
      <Dialog title="Your ten spare codes" broad onClose={onClose}>
        <div className="inner">
          <div className="sheet kit-sheet spare-sheet">
            <h2>Alcove: spare codes</h2>
            <p className="small">
              Each stands in once for the six digits of the authenticator app. Without Emergency Kit and passphrase they
              open nothing: keep them where you keep the kit, not in the phone.
            </p>
            <ol className="secret">
              {codes.map((code) => (
                <li key={code}>{code}</li>
              ))}
            </ol>
          </div>
          <p className="small quiet no-print">Shown this once. The server keeps only what it compares them with.</p>
          <div className="acts no-print">
            <button className={kept ? "b" : "b primary"} type="button" onClick={keep(() => print())}>
              <Icon name="print" />
              Print them
            </button>
            <button className="b" type="button" onClick={keep(() => saveCodes(codes))}>
              <Icon name="stick" />
              Save them to a stick
            </button>
            <button className={kept ? "b primary" : "b plain"} type="button" onClick={onClose}>
              {kept ? "Put them away" : "I wrote them down"}
            </button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title="Make spare codes" broad onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <WhatItDoes
          does="Ten codes on paper. On the day when the phone with your authenticator app is gone, one of them stands in for the six digits."
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

function saveCodes(codes: readonly string[]): void {
  const text = `Alcove: spare codes\n\nEach stands in once for the six digits of the authenticator app.\n\n${codes.join("\n")}\n`;
  saveFile("alcove-spare-codes.txt", new Blob([text], { type: "text/plain" }));
}
