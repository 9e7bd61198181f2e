/** Copies that this member gave in an emergency, to be destroyed: what goes, what stays, and the chart's name typed before it happens. */

import type { EmergencyView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useClientName } from "../../parts/client-name.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { TypeToBeSure } from "../../parts/type-to-be-sure.tsx";
import { dayOf, sayShortDate } from "../../words/dates.ts";
import { sayKeysFailure } from "../../words/failures.ts";

/** Of one chart, a line each; nothing where this member gave none. */
export function GivenOfChart({ chart }: { readonly chart: string }): ReactElement | null {
  const { value: all } = useAnswer("emergencies", (vault) => vault.emergencies());
  const own = all?.filter((one) => one.chart === chart && one.mayDestroy) ?? [];
  if (own.length === 0) return null;
  return (
    <section aria-labelledby="h-given">
      <h2 id="h-given">Given in an emergency</h2>
      <p className="small quiet">Copies that you gave lie apart from the chart. Only you can destroy them.</p>
      {own.map((one) => (
        <p key={one.id} className="small">
          To {one.name || "a former member"}, asked on {sayShortDate(dayOf(one.at))}. <DestroyGiven one={one} />
        </p>
      ))}
    </section>
  );
}

export function DestroyGiven({ one }: { readonly one: EmergencyView }): ReactElement {
  const [asks, setAsks] = useState(false);
  const day = sayShortDate(dayOf(one.at));
  return (
    <>
      <button className="as-link" type="button" onClick={() => setAsks(true)}>
        Destroy these copies<span className="vh"> of {day}</span>
      </button>
      {asks && <Ask one={one} onClose={() => setAsks(false)} />}
    </>
  );
}

function Ask({ one, onClose }: { readonly one: EmergencyView; readonly onClose: () => void }): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const nameOf = useClientName();
  const [typed, setTyped] = useState("");
  const [isWrong, setIsWrong] = useState(false);
  const name = one.chartName || "this chart";
  const asker = one.name || "who asked";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const fits = typed.trim() === name;
    setIsWrong(!fits);
    if (fits && (await acting.run(() => vault.destroyGiven(one.id)))) onClose();
  };
  return (
    <Dialog
      title={`Destroy what you gave ${asker}?`}
      note={`The copies out of the chart of ${nameOf(name)} are deleted at the server, on your devices, and on those of ${asker} when they next sync. Nobody can open them again. This can’t be undone.`}
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <p className="small quiet">
          The notes that they are copies of stay in the chart. So do the request with its reason and the access log,
          which say what was given and to whom.
        </p>
        <p className="small quiet">
          Not reached are backups of the server until they are overwritten, a device that stays offline, and what{" "}
          {asker} read or wrote down. A legal hold on the chart keeps the copies. They may be evidence of what was known
          in the emergency: whether they must be kept is yours to find out first.
        </p>
        <TypeToBeSure name={name} typed={typed} isWrong={isWrong} onChange={setTyped} />
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b" type="submit" aria-busy={acting.busy}>
            Destroy them for good
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Keep them
          </button>
        </div>
      </form>
    </Dialog>
  );
}
