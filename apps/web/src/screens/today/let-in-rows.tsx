/** Somebody asks to be let into a guarded chart: who, from which device, when, and one press. */

import type { AskedView } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { sayMoment } from "../../words/dates.ts";
import { ClientName } from "../../parts/client-name.tsx";

export function LetInRows(): ReactElement | null {
  const { value: requests } = useAnswer("let in", (vault) => vault.releaseRequests());
  /** Those to whom this person said "not now"; who asks anew is shown again. */
  const [put, setPut] = useState<ReadonlySet<string>>(new Set());
  const nameOf = ({ id, at }: AskedView) => `${id} ${at}`;
  const shown = requests?.filter((one) => !put.has(nameOf(one))) ?? [];
  const later = (requests?.length ?? 0) - shown.length;
  return (
    <>
      {shown.map((one) => (
        <Request key={nameOf(one)} request={one} onNotNow={() => setPut(new Set([...put, nameOf(one)]))} />
      ))}
      {later > 0 && (
        <p className="small quiet notice">
          {later === 1 ? "Somebody waits" : `${later} wait`} to be let in.{" "}
          <button className="as-link" type="button" onClick={() => setPut(new Set())}>
            Show {later === 1 ? "who" : "them"}
          </button>
        </p>
      )}
    </>
  );
}

function Request({ request, onNotNow }: { readonly request: AskedView; readonly onNotNow: () => void }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { id, name, device, chartName, at } = request;
  const who = name || "A member";
  return (
    <section className="niche asked notice" aria-labelledby={`h-${id}`} role="status">
      <div>
        <h2 id={`h-${id}`}>
          <Icon name="lock" />
          <span>
            {who} asks to open “<ClientName of={chartName} />”
          </span>
        </h2>
        <p>
          Asked {sayMoment(at, Date.now())}
          {device && ` from ${device}`}. You read nothing of it, and everybody in the chart sees that you let them in.
          If you did not expect it, call {name ? "them" : "whoever it is"} first.
        </p>
        {acting.error && <ErrorLine text={acting.error} />}
      </div>
      <div className="acts">
        <button
          className="b primary"
          type="button"
          aria-busy={acting.busy}
          onClick={() => void acting.run(() => vault.letIn(id))}
        >
          Let them in
        </button>
        <button className="b plain" type="button" onClick={onNotNow}>
          Not now
        </button>
      </div>
    </section>
  );
}
