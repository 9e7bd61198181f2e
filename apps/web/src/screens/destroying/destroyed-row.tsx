/** One chart that was destroyed: when, by whom, and its certificate to save. */

import type { DestroyedChart } from "@alcove/vault";
import type { ReactElement } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useClientName } from "../../parts/client-name.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { saveCertificate } from "../../parts/save-certificate.ts";
import { sayShortDate } from "../../words/dates.ts";

export function DestroyedRow({ one }: { readonly one: DestroyedChart }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const client = useClientName();
  const { chart, chartName, act } = one;
  const name = chartName || "A chart";
  return (
    <li>
      <div>
        <span className="plain-name" dir="auto">
          {client(name)}
        </span>
        <p>
          Destroyed by {act.byName || "somebody who left"}
          {act.day && `, ${sayShortDate(act.day)} or later`}
        </p>
        {acting.error && <ErrorLine text={acting.error} />}
      </div>
      <button
        className="as-link small"
        type="button"
        aria-busy={acting.busy}
        onClick={() => void acting.run(() => saveCertificate(vault, chart, name))}
      >
        Save the certificate<span className="vh"> of {client(name)}</span>
      </button>
    </li>
  );
}
