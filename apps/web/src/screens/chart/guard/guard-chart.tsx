/** Guarding a chart: one switch, what it does, and what it does not. */

import type { ChartView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { isCodeFromServer } from "../../../app/server-origin.ts";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { CodeFromServer } from "../../../parts/code-from-server.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { ErrorLine, Field } from "../../../parts/field.tsx";

export function GuardChart({
  chart,
  onClose,
}: {
  readonly chart: ChartView;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [alias, setAlias] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const name = alias.trim();
    const guarded = await acting.run(() => vault.guardChart({ chart: chart.id, ...(name ? { alias: name } : {}) }));
    if (guarded) onClose();
  };

  return (
    <Dialog
      title="Guard this chart"
      note="For a client whom others would look for. From then on each opening takes the server’s part of the key, and is put on record."
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <ul className="plain-points small">
          <li>
            It leaves the search and the disk of every device, and closes when you lock. Lists show the name below, and
            nothing more.
          </li>
          <li>It stops a stolen session, a lost device, and a colleague’s look that nobody would have noticed.</li>
          {isCodeFromServer() && (
            <li>
              <CodeFromServer />
            </li>
          )}
          <li>It needs the server each time. Offline only a crisis card opens, if you write one.</li>
        </ul>
        <Field
          label="What lists call it"
          hint={`Instead of “${chart.name}”, which then shows inside only. What was written before keeps the old name in its history.`}
          optional
        >
          {(control) => (
            <input
              {...control}
              value={alias}
              onChange={(event) => setAlias(event.target.value)}
              autoComplete="off"
              placeholder="An alias"
            />
          )}
        </Field>
        <details className="small">
          <summary>What it does not do</summary>
          <p className="quiet">
            A server in the wrong hands can give itself its part and leave openings out; it still lacks yours, so it
            reads nothing. Whoever opened the chart before may have kept what they read. A changed app on an open device
            can read without saying so.
          </p>
        </details>
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            Guard it
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Not now
          </button>
        </div>
      </form>
    </Dialog>
  );
}
