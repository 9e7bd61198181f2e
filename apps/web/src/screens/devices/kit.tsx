/** The Emergency Kit again: to print, to save, and to prove by four groups. */

import type { EmergencyKit } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { KitPaper } from "../founding/kit-paper.tsx";

export function Kit({ confirmed }: { readonly confirmed: boolean }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [kit, setKit] = useState<EmergencyKit>();
  const show = async () => {
    const read = await acting.run(() => vault.kit());
    if (read) setKit(read.value);
  };
  return (
    <section id="kit" aria-labelledby="h-kit">
      <div className="head">
        <h2 id="h-kit">Emergency Kit</h2>
        {confirmed ? <span className="ev verified">Typed back</span> : <span className="due">Due this week</span>}
      </div>
      {kit ? (
        <KitPaper
          kit={kit}
          amongOthers
          leaveLabel="Put it away"
          doneLabel="Put it away"
          onDone={() => setKit(undefined)}
        />
      ) : (
        <>
          <p className="small quiet above-act">
            {confirmed
              ? "With the sheet, your passphrase and the six digits you open your records on any computer."
              : "Print it or save it to a stick, then type four groups back. With it and your passphrase you open your records on any computer."}
          </p>
          {acting.error && <ErrorLine text={acting.error} />}
          <button className="b" type="button" onClick={() => void show()}>
            Show the kit
          </button>
        </>
      )}
    </section>
  );
}
