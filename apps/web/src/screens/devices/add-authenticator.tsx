/** A passkey or security key as second factor: what there is so far is shown, then the browser asks for the new one. */

import type { AddAuthenticator as Made, AuthenticatorView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useRef, useState } from "react";
import { useOpenStatus, useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { forgetPasskey, makeAuthenticator } from "../../parts/passkey-prompt.ts";
import { SecondFactorField } from "../../parts/second-factor-field.tsx";
import { sayKeysFailure } from "../../words/failures.ts";
import { sayWhere } from "../../words/passkeys.ts";
import { KEY_REFUSED, sayShownWrong } from "../../words/second-factor.ts";
import { WhatItDoes } from "./own-keys/what-it-does.tsx";
import "./own-keys/own-keys.css";

export type AddAuthenticatorProps = {
  /** There is a second factor, which is shown first. */
  readonly set: boolean;
  readonly there: readonly AuthenticatorView[];
  readonly onAdded?: () => void;
  readonly onClose: () => void;
};

export function AddAuthenticator({ set, there, onAdded, onClose }: AddAuthenticatorProps): ReactElement {
  const vault = useVault();
  const { memberName } = useOpenStatus();
  const acting = useActing(sayKeysFailure);
  const [shown, setShown] = useState("");
  const [asking, setAsking] = useState(false);
  /** Made, and not taken yet: mistyped digits do not make a second one. */
  const made = useRef<Made>(undefined);
  const host = location.hostname;

  const letGo = () => {
    if (made.current) forgetPasskey(made.current.credential);
    made.current = undefined;
  };

  const make = async (): Promise<Made | undefined> => {
    const challenge = await acting.run(() => vault.authenticatorChallenge());
    if (!challenge) return undefined;
    setAsking(true);
    const credentials = there.filter((one) => one.host === host).map(({ credential }) => credential);
    const prompted = await makeAuthenticator(challenge.value, memberName, credentials);
    setAsking(false);
    if (prompted.ok) return prompted.value;
    acting.setError(KEY_REFUSED[prompted.why]);
    return undefined;
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (asking || acting.busy) return;
    const wrong = set && sayShownWrong(shown);
    if (wrong) return acting.setError(wrong);
    made.current ??= await make();
    const request = made.current;
    if (!request) return;
    const added = await acting.run(async () => {
      const answer = await vault.addAuthenticator({ ...request, totp: shown });
      // What was made over a question that has run out is of no use any more.
      if (!answer.ok && answer.error.code === "authenticator-wrong") letGo();
      return answer;
    });
    if (!added) return;
    made.current = undefined;
    onAdded?.();
    onClose();
  };

  const close = () => {
    letGo();
    onClose();
  };

  return (
    <Dialog title="Add a passkey or security key" broad onClose={close}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <WhatItDoes
          does={`It is your second factor ${sayWhere(host)}, in the place of six digits or beside them: a touch, a finger, a face or the key’s PIN.`}
          doesNot="It counts at no other address and not on the command line: an authenticator app or spare codes do there. By itself it opens nothing."
        />
        {set && <SecondFactorField value={shown} hint="Of what you have so far." onChange={setShown} />}
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={asking || acting.busy}>
            {asking ? "The browser asks you now" : acting.busy ? "Asking the server" : "Add it"}
          </button>
          <button className="b plain" type="button" onClick={close}>
            Not now
          </button>
        </div>
      </form>
    </Dialog>
  );
}
