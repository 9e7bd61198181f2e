/** One chart that was destroyed: when, by whom, and its certificate to save. */

import type { DestroyedChart } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useClientName } from "../../parts/client-name.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { saveCertificate } from "../../parts/save-certificate.ts";
import { sayShortDate } from "../../words/dates.ts";

type DestroyedRowProps = {
  readonly one: DestroyedChart;
  /** On its own page, which else is a press away. */
  readonly isHere?: true;
};

export function DestroyedRow({ one, isHere }: DestroyedRowProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const client = useClientName();
  const { chart, chartName, act } = one;
  const name = chartName || "A chart";
  return (
    <li>
      <div>
        {isHere ? (
          <span className="plain-name" dir="auto">
            {client(name)}
          </span>
        ) : (
          <Link className="t" dir="auto" to="/charts/$chartId" params={{ chartId: chart }}>
            {client(name)}
          </Link>
        )}
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
