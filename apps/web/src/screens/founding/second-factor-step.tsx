/** The second factor: an authenticator app, its QR code drawn on this device, proven by one code. */

import type { NewSecondFactor } from "@alcove/vault";
import { type FormEvent, type ReactElement, type ReactNode, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Field } from "../../parts/field.tsx";
import { Qr } from "../../parts/qr.tsx";
import { Facts, Step } from "../../parts/sitting.tsx";
import "../../parts/sheet.css";

export type SecondFactorStepProps = {
  readonly pips: ReactNode;
  readonly totp: NewSecondFactor;
  readonly onDone: () => void;
  readonly onLater: () => void;
};

export function SecondFactorStep({ pips, totp, onDone, onLater }: SecondFactorStepProps): ReactElement {
  return (
    <Step
      title="Something you hold"
      pips={pips}
      lede="Asked for when a device is new or signs in again, not each morning. If somebody learns your words, they still stand outside."
    >
      <AuthenticatorSheet totp={totp} />
      <TotpForm onDone={onDone} onLater={onLater} />
      <Facts>
        <p>
          <strong>The phone is not a key to your notes</strong>Its digits alone open nothing. They say that it is you
          who adds a device.
        </p>
        <p>
          <strong>If the phone breaks</strong>The devices you have go on opening with your passphrase. Keep the app’s
          own backup, or the key above beside your Emergency Kit.
        </p>
      </Facts>
    </Step>
  );
}

/** The secret as a picture and as text; both are drawn here and go nowhere. */
export function AuthenticatorSheet({ totp }: { readonly totp: NewSecondFactor }): ReactElement {
  return (
    <div className="sheet">
      <Qr text={totp.uri} label="QR code for your authenticator app" />
      <div>
        <h2>An authenticator app on your phone</h2>
        <ol>
          <li>Open the app and let it scan this picture. Any app that shows six digits will do.</li>
          <li>
            No camera? Type this key: <span className="secret">{inFours(totp.secret)}</span>
          </li>
          <li>Type the six digits it shows now.</li>
        </ol>
      </div>
    </div>
  );
}

export type TotpFormProps = {
  readonly onDone: () => void;
  /** Where it may be left for later. */
  readonly onLater?: () => void;
  /** Where the page around has its filled button already. */
  readonly amongOthers?: boolean;
};

/** The six digits of the app, proven at the server. */
export function TotpForm({ onDone, onLater, amongOthers = false }: TotpFormProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [code, setCode] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const digits = code.replace(/\s/g, "");
    if (!/^\d{6}$/.test(digits)) return acting.setError("Six digits are needed, as the app shows them just now.");
    const confirmed = await acting.run(() => vault.confirmTotp(digits));
    if (confirmed) onDone();
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Field label="Six digits" error={acting.error}>
        {(control) => (
          <input
            {...control}
            className="in typed-code"
            value={code}
            onChange={(event) => setCode(event.target.value)}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
          />
        )}
      </Field>
      <div className="acts">
        <button className={amongOthers ? "b" : "b primary"} type="submit" aria-busy={acting.busy}>
          Confirm the digits
        </button>
        {onLater && (
          <button className="b plain" type="button" onClick={onLater}>
            Do this within the week
          </button>
        )}
      </div>
    </form>
  );
}

function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, "$1 ");
}
