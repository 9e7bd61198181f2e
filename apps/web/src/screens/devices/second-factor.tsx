/** Second factor: confirmed, or set up now with a new secret. */

import type { NewSecondFactor } from "@alcove/vault";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { DigitsForm } from "../../parts/digits-form.tsx";
import { SpareCodes } from "./spare-codes.tsx";
import { AuthenticatorSheet } from "../founding/second-factor-step.tsx";

const ReplaceAuthenticator = lazy(() =>
  import("./replace-authenticator.tsx").then((m) => ({ default: m.ReplaceAuthenticator })),
);

export function SecondFactor({ set }: { readonly set: boolean }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [offered, setOffered] = useState<NewSecondFactor>();
  const offer = async () => {
    const made = await acting.run(() => vault.offerTotp({ inItsPlace: set }));
    if (made) setOffered(made.value);
  };
  return (
    <section id="second-factor" aria-labelledby="h-factor">
      <div className="head">
        <h2 id="h-factor">Second factor</h2>
        {set ? <span className="ev verified">Confirmed</span> : <span className="due">Due this week</span>}
      </div>
      {set && (
        <p className="small quiet above-act">
          An authenticator app. Its six digits are asked for when a device is added with the kit, and of each device
          every 30 days.{" "}
          <button className="as-link" type="button" onClick={() => void offer()}>
            Set up another phone
          </button>
        </p>
      )}
      {set && <SpareCodes />}
      <Suspense>
        {set && offered && <ReplaceAuthenticator totp={offered} onClose={() => setOffered(undefined)} />}
      </Suspense>
      {!set && !offered && (
        <>
          <p className="small quiet above-act">
            Something you hold, asked for when a device is new. Until it is set up, no device can be added with the kit.
          </p>
          {acting.error && <ErrorLine text={acting.error} />}
          <button className="b" type="button" onClick={() => void offer()}>
            Set up the authenticator
          </button>
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
    </section>
  );
}
