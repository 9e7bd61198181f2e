/** Right after the second factor: ten codes for the day when it is gone. Made only for who takes them now. */

import { type ReactElement, type ReactNode, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { Step } from "../../parts/sitting.tsx";
import { SpareCodesPaper } from "../../parts/spare-codes-paper.tsx";
import { sayFailureAtFirst } from "../../words/failures.ts";

export type SpareCodesStepProps = { readonly pips: ReactNode; readonly onDone: () => void };

export function SpareCodesStep({ pips, onDone }: SpareCodesStepProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayFailureAtFirst);
  const [codes, setCodes] = useState<readonly string[]>();
  const make = async () => {
    const made = await acting.run(() => vault.makeSpareCodes({}));
    if (made) setCodes(made.value);
  };
  return (
    <Step
      title="If phone or key is gone"
      pips={pips}
      lede="Ten codes on paper. Each stands in once for your second factor, so that its loss doesn’t keep you out."
    >
      {codes ? (
        <SpareCodesPaper codes={codes} doneLabel="Go on to the kit" onDone={onDone} />
      ) : (
        <>
          {acting.error && <ErrorLine text={acting.error} />}
          <div className="acts">
            <button className="b primary" type="button" onClick={() => void make()} aria-busy={acting.busy}>
              Make ten codes
            </button>
            <button className="b plain" type="button" onClick={onDone}>
              Do this within the week
            </button>
          </div>
        </>
      )}
    </Step>
  );
}
