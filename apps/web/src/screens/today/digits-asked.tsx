/** Every 30 days the server asks a device that it knows for the second factor; nothing else waits for it. */

import type { ReactElement } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { DigitsForm } from "../../parts/digits-form.tsx";
import { ASKED_TITLE, ASKED_WHY } from "../../words/second-factor.ts";

export function DigitsAsked(): ReactElement {
  const vault = useVault();
  return (
    <section className="niche asked notice" aria-labelledby="h-asked">
      <div>
        <h2 id="h-asked">{ASKED_TITLE}</h2>
        <p>{ASKED_WHY}</p>
      </div>
      <DigitsForm
        act={(digits) => vault.showSecondFactor(digits)}
        hint="From your authenticator app."
        says="Send the digits"
        amongOthers
        onDone={() => {}}
      />
    </section>
  );
}
