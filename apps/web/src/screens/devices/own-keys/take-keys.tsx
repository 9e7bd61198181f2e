/** This device opens by what counted before: here it takes the new passphrase, and after a replacement the new kit. */

import { type FormEvent, type ReactElement, useRef, useState } from "react";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { ErrorLine, Field } from "../../../parts/field.tsx";
import { Icon } from "../../../parts/icon.tsx";
import { PassphraseField } from "../../../parts/passphrase-field.tsx";
import { canScan, Scan } from "../../../parts/scan.tsx";
import { findKitText, isSecretKeyAlone, SECRET_KEY_ALONE } from "../../founding/kit-file.ts";
import { type Replaced, wordsForReplaced } from "../../../words/own-keys.ts";
import { sayKeysFailure } from "../../../words/failures.ts";
import "./own-keys.css";

const KIT_FILE_MAX_BYTES = 64 * 1024;

export function TakeKeys({ what }: { readonly what: Replaced }): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const [kit, setKit] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [missing, setMissing] = useState<{ readonly kit?: string; readonly passphrase?: string }>({});
  const [scanning, setScanning] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const needsKit = what === "keys-replaced";
  const words = wordsForReplaced(what);

  const takeFile = async (chosen: File | undefined) => {
    if (!chosen) return;
    if (chosen.size > KIT_FILE_MAX_BYTES) return setMissing({ kit: `${chosen.name} is too large to be a kit.` });
    setKit(findKitText(await chosen.text()));
    setMissing({});
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = {
      ...(needsKit && !kit.trim() && { kit: "The new kit is missing: open its file or type its text." }),
      ...(needsKit && isSecretKeyAlone(kit) && { kit: SECRET_KEY_ALONE }),
      ...(!passphrase && { passphrase: "The new passphrase is missing." }),
    };
    setMissing(wrong);
    if (Object.keys(wrong).length > 0) return;
    const from = needsKit ? { kit: findKitText(kit) } : {};
    await acting.run(() => vault.takeNewKeys({ passphrase, ...from }));
  };

  return (
    <section className="niche take-keys" id="take-keys" aria-labelledby="h-take-keys">
      <h2 id="h-take-keys">{words.title}</h2>
      <p>{words.why}</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {needsKit && (
          <>
            <Field
              label="The new kit"
              hint="Open its file, or type the text that begins with ALCOVE-KIT."
              error={missing.kit}
            >
              {(control) => (
                <textarea
                  {...control}
                  rows={3}
                  value={kit}
                  onChange={(event) => setKit(event.target.value)}
                  autoComplete="off"
                  spellCheck={false}
                />
              )}
            </Field>
            <div className="acts">
              <button className="b" type="button" onClick={() => file.current?.click()}>
                <Icon name="stick" />
                Open the kit’s file
              </button>
              {canScan() && (
                <button className="b" type="button" onClick={() => setScanning(true)}>
                  <Icon name="camera" />
                  Scan the sheet
                </button>
              )}
              <input
                ref={file}
                className="vh"
                type="file"
                tabIndex={-1}
                aria-hidden="true"
                accept=".txt,text/plain"
                onChange={(event) => void takeFile(event.target.files?.[0])}
              />
            </div>
          </>
        )}
        <PassphraseField
          label="The new passphrase"
          error={missing.passphrase}
          refused={acting.error !== undefined}
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="current-password"
        />
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b" type="submit" aria-busy={acting.busy}>
            {acting.busy ? "Asking the server" : words.says}
          </button>
        </div>
      </form>
      {scanning && (
        <Scan
          title="Scan the sheet"
          onClose={() => setScanning(false)}
          onFound={(text) => {
            setScanning(false);
            setKit(text);
          }}
        />
      )}
    </section>
  );
}
