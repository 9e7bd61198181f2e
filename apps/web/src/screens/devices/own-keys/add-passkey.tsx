/** A passkey more: the passphrase first, then the browser's own question. */

import type { PasskeyView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useRef, useState } from "react";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { ErrorLine, Field, WellLine } from "../../../parts/field.tsx";
import { forgetPasskey, type FromPasskey, makePasskey } from "../../../parts/passkey-prompt.ts";
import { PassphraseField } from "../../../parts/passphrase-field.tsx";
import { sayKeysFailure } from "../../../words/failures.ts";
import { ADD_REFUSED, sayWhere } from "../../../words/passkeys.ts";
import { WhatItDoes } from "./what-it-does.tsx";
import "./own-keys.css";

export type AddPasskeyProps = {
  readonly there: readonly PasskeyView[];
  readonly deviceName: string;
  readonly memberName: string;
  readonly onClose: () => void;
};

type MissingOf = { readonly name?: string; readonly passphrase?: string };

export function AddPasskey({ there, deviceName, memberName, onClose }: AddPasskeyProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const [name, setName] = useState(deviceName);
  const [passphrase, setPassphrase] = useState("");
  const [missing, setMissing] = useState<MissingOf>({});
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);
  /** Made, and not taken yet: a mistyped passphrase does not make a second one. */
  const made = useRef<FromPasskey>(undefined);
  const host = location.hostname;

  const letGo = () => {
    if (!made.current) return;
    made.current.prf.fill(0);
    forgetPasskey(made.current.credential);
    made.current = undefined;
  };

  const make = async (): Promise<FromPasskey | undefined> => {
    const input = await acting.run(() => vault.passkeyInput());
    if (!input) return undefined;
    setAsking(true);
    const prompted = await makePasskey(
      memberName,
      there.filter((one) => one.host === host).map(({ credential }) => credential),
      input.value,
    );
    setAsking(false);
    if (prompted.ok) return prompted.value;
    acting.setError(ADD_REFUSED[prompted.why]);
    return undefined;
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (asking || acting.busy) return;
    const wrong = {
      ...(!name.trim() && { name: "A name is needed, to know it by later." }),
      ...(!passphrase && { passphrase: "Your present passphrase is missing." }),
    };
    setMissing(wrong);
    if (Object.keys(wrong).length > 0) return;
    made.current ??= await make();
    const passkey = made.current;
    if (!passkey) return;
    const added = await acting.run(() => vault.addPasskey({ ...passkey, host, name, passphrase }));
    if (!added) return;
    passkey.prf.fill(0);
    made.current = undefined;
    setDone(true);
  };

  const close = () => {
    letGo();
    onClose();
  };

  if (done) {
    return (
      <Dialog title="The passkey opens this device" onClose={onClose}>
        <div className="inner">
          <WellLine>It is asked for below the passphrase, whenever Alcove is locked {sayWhere(host)}.</WellLine>
          <p className="small">
            Your other devices take it where they have the same passkey, after they next spoke with the server.
          </p>
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
    <Dialog title="Add a passkey" broad onClose={close}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <WhatItDoes
          does={`It opens Alcove ${sayWhere(host)}, by finger, face or PIN. The key it gives stays on the device; the server never sees it.`}
          doesNot="It opens nothing at another address, and does not replace the passphrase: nobody can reset that for you, so keep the words."
        />
        <Field label="What do you call it?" error={missing.name}>
          {(control) => (
            <input
              {...control}
              value={name}
              onChange={(event) => setName(event.target.value)}
              maxLength={60}
              autoComplete="off"
            />
          )}
        </Field>
        <PassphraseField
          label="Your present passphrase"
          hint="So that nobody adds theirs at a screen you left open."
          error={missing.passphrase}
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="current-password"
        />
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={asking || acting.busy}>
            {asking ? "The browser asks you now" : acting.busy ? "Adding it" : "Make the passkey"}
          </button>
          <button className="b plain" type="button" onClick={close}>
            Not now
          </button>
        </div>
      </form>
    </Dialog>
  );
}
