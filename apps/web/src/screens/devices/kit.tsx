/** The Emergency Kit again: to print, to save, and to prove by four groups. */

import type { EmergencyKit } from "@alcove/vault";
import { type ReactElement, useEffect, useRef, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, WellLine } from "../../parts/field.tsx";
import { KitPaper } from "../founding/kit-paper.tsx";

export type KitProps = {
  readonly confirmed: boolean;
  /** Made a moment ago: shown without being asked for. */
  readonly fresh: EmergencyKit | undefined;
};

export function Kit({ confirmed, fresh }: KitProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [kit, setKit] = useState<EmergencyKit>();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!fresh) return;
    setKit(fresh);
    section.current?.scrollIntoView({ block: "start" });
    section.current?.querySelector("h2")?.focus({ preventScroll: true });
  }, [fresh]);
  const show = async () => {
    const read = await acting.run(() => vault.kit());
    if (read) setKit(read.value);
  };
  return (
    <section id="kit" ref={section} aria-labelledby="h-kit">
      <div className="head">
        <h2 id="h-kit" tabIndex={-1}>
          Emergency Kit
        </h2>
        {confirmed ? <span className="ev verified">Typed back</span> : <span className="due">Due this week</span>}
      </div>
      {fresh && kit === fresh && (
        <WellLine>Your keys are replaced. This is the new kit: the old sheet opens nothing any more.</WellLine>
      )}
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
              ? "With the sheet, your passphrase and your second factor you open your records on any computer."
              : "Print it or save it to a stick, then type four groups back. With it, your passphrase and your second factor you open your records on any computer."}
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
