/** Second factor: an authenticator app, passkeys and security keys, spare codes; or set up now. */

import type { AuthenticatorView, NewSecondFactor } from "@alcove/vault";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { DigitsForm } from "../../parts/digits-form.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { AuthenticatorSheet } from "../founding/second-factor-step.tsx";
import { AuthenticatorRows } from "./authenticator-rows.tsx";
import { SpareCodes } from "./spare-codes.tsx";

const AddAuthenticator = lazy(() => import("./add-authenticator.tsx").then((m) => ({ default: m.AddAuthenticator })));
const RemoveAuthenticator = lazy(() =>
  import("./remove-authenticator.tsx").then((m) => ({ default: m.RemoveAuthenticator })),
);
const ReplaceAuthenticator = lazy(() =>
  import("./replace-authenticator.tsx").then((m) => ({ default: m.ReplaceAuthenticator })),
);

export function SecondFactor({ set }: { readonly set: boolean }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { value } = useAnswer("second-factor", (asked) => asked.secondFactor());
  const [offered, setOffered] = useState<NewSecondFactor>();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<AuthenticatorView | "app">();
  const known = value?.ok ? value.value : undefined;
  const hasApp = known?.app ?? true;
  const keys = known?.authenticators ?? [];
  const offer = async () => {
    const made = await acting.run(() => vault.offerTotp({ inItsPlace: set }));
    if (made) setOffered(made.value);
  };
  const add = (
    <button className="b" type="button" onClick={() => setAdding(true)}>
      <Icon name="key" />
      Add a passkey or security key
    </button>
  );
  return (
    <section id="second-factor" aria-labelledby="h-factor">
      <div className="head">
        <h2 id="h-factor">Second factor</h2>
        {set ? <span className="ev verified">Confirmed</span> : <span className="due">Due this week</span>}
      </div>
      {set && (
        <>
          <p className="small quiet above-act">
            Asked for when a device is added with the kit, of each device every 30 days, and before a change of your
            keys. One of these is enough.
          </p>
          <ul className="rows ends above-act">
            <li>
              <div>
                <span className="plain-name">Authenticator app</span>
                <p>{hasApp ? "Its six digits, from your phone." : "None is set up. It works at every address."}</p>
              </div>
              <span className="end-acts">
                <button className="as-link small" type="button" onClick={() => void offer()}>
                  {hasApp ? "Set up another phone" : "Set one up"}
                </button>
                {hasApp && keys.length > 0 && (
                  <button className="as-link small" type="button" onClick={() => setRemoving("app")}>
                    Remove<span className="vh"> the authenticator app</span>
                  </button>
                )}
              </span>
            </li>
            <AuthenticatorRows all={keys} onRemove={setRemoving} />
            <SpareCodes left={known?.spareCodes} />
          </ul>
          {acting.error && <ErrorLine text={acting.error} />}
          <div className="acts">{add}</div>
        </>
      )}
      {!set && !offered && (
        <>
          <p className="small quiet above-act">
            Something you hold, asked for when a device is new. Until it is set up, no device can be added with the kit.
          </p>
          {acting.error && <ErrorLine text={acting.error} />}
          <div className="acts">
            <button className="b" type="button" onClick={() => void offer()}>
              Set up the authenticator
            </button>
            {add}
          </div>
        </>
      )}
      {!set && offered && (
        <div className="duty">
          <AuthenticatorSheet totp={offered} />
          <DigitsForm
            act={(digits) => vault.confirmTotp(digits)}
            says="Confirm the digits"
            amongOthers
            isNew
            onDone={() => setOffered(undefined)}
          />
        </div>
      )}
      <Suspense>
        {set && offered && (
          <ReplaceAuthenticator totp={offered} hasOne={hasApp} onClose={() => setOffered(undefined)} />
        )}
        {adding && <AddAuthenticator set={set} there={keys} onClose={() => setAdding(false)} />}
        {removing && <RemoveAuthenticator authenticator={removing} onClose={() => setRemoving(undefined)} />}
      </Suspense>
    </section>
  );
}
