/** A chart's name, changed in its place. */

import type { ChartView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Field } from "../../parts/field.tsx";

export function RenameChart({
  chart,
  onClose,
}: {
  readonly chart: ChartView;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [name, setName] = useState(chart.name);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return acting.setError("A chart needs a name.");
    if (name.trim() === chart.name) return onClose();
    if (await acting.run(() => vault.renameChart({ chart: chart.id, name: name.trim() }))) onClose();
  };

  return (
    <form className="rename" onSubmit={(event) => void submit(event)} noValidate>
      <Field label="Name of this chart" error={acting.error}>
        {(control) => (
          <input
            {...control}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => event.key === "Escape" && onClose()}
            autoComplete="off"
            // The form opens because it was asked for
            autoFocus
          />
        )}
      </Field>
      <div className="acts">
        <button className="b slim" type="submit" aria-busy={acting.busy}>
          Save this name
        </button>
        <button className="b plain slim" type="button" onClick={onClose}>
          Leave it as it is
        </button>
      </div>
    </form>
  );
}
