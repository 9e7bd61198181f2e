/** Second factor: confirmed, or to be confirmed with the code of the app that was set up at the founding. */

import type { ReactElement } from "react";
import { TotpForm } from "../founding/second-factor-step.tsx";

export function SecondFactor({ set }: { readonly set: boolean }): ReactElement {
  return (
    <section id="second-factor" aria-labelledby="h-factor">
      <div className="head">
        <h2 id="h-factor">Second factor</h2>
        {set ? <span className="ev verified">Confirmed</span> : <span className="due">Due this week</span>}
      </div>
      {set ? (
        <p className="small quiet">
          An authenticator app. Its six digits are asked for when a device is added with the kit.
        </p>
      ) : (
        <div className="duty niche">
          <p className="small">
            Type the six digits that your authenticator app shows for Alcove. It was set up at the founding.
          </p>
          <TotpForm onDone={() => {}} />
        </div>
      )}
    </section>
  );
}
