/** The second factor: an authenticator app, its QR code drawn on this device, proven by one code; or a passkey or security key. */

import type { NewSecondFactor } from "@alcove/vault";
import { lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { DigitsForm } from "../../parts/digits-form.tsx";
import { Qr } from "../../parts/qr.tsx";
import { Facts, Step } from "../../parts/sitting.tsx";
import { SpareCodesStep } from "./spare-codes-step.tsx";
import "../../parts/sheet.css";

const AddAuthenticator = lazy(() =>
  import("../devices/add-authenticator.tsx").then((m) => ({ default: m.AddAuthenticator })),
);

export type SecondFactorStepProps = {
  readonly pips: ReactNode;
  readonly totp: NewSecondFactor;
  readonly onDone: () => void;
  readonly onLater: () => void;
};

export function SecondFactorStep({ pips, totp, onDone, onLater }: SecondFactorStepProps): ReactElement {
  const vault = useVault();
  const [isSet, setIsSet] = useState(false);
  const [adding, setAdding] = useState(false);
  if (isSet) return <SpareCodesStep pips={pips} onDone={onDone} />;
  return (
    <Step
      title="Something you hold"
      pips={pips}
      lede="Asked for when a device is new or signs in again, not each morning. If somebody learns your words, they still stand outside."
    >
      <AuthenticatorSheet totp={totp} />
      <DigitsForm
        act={(digits) => vault.confirmTotp(digits)}
        says="Confirm the digits"
        isNew
        onDone={() => setIsSet(true)}
        otherwise={{ says: "Do this within the week", onPress: onLater }}
      />
      <div className="acts">
        <button className="b plain" type="button" onClick={() => setAdding(true)}>
          Use a passkey or security key instead
        </button>
      </div>
      <Suspense>
        {adding && (
          <AddAuthenticator set={false} there={[]} onAdded={() => setIsSet(true)} onClose={() => setAdding(false)} />
        )}
      </Suspense>
      <Facts>
        <p>
          <strong>It is not a key to your notes</strong>Phone or key alone open nothing. They say that it is you who
          adds a device.
        </p>
        <p>
          <strong>If it breaks</strong>The devices you have go on opening with your passphrase. For a new one there are
          ten codes on paper, next.
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
          <li className="same-phone">
            Is the app on this very phone? <a href={totp.uri}>Open it in your authenticator app</a>, or{" "}
            <CopyKey secret={totp.secret} />.
          </li>
          <li>Type the six digits it shows now.</li>
        </ol>
      </div>
    </div>
  );
}

function CopyKey({ secret }: { readonly secret: string }): ReactElement {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(secret).then(
      () => setCopied(true),
      () => {},
    );
  return (
    <button className="as-link" type="button" onClick={copy}>
      {copied ? "copied" : "copy the key"}
    </button>
  );
}

function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, "$1 ");
}
