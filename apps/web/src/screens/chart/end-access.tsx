/** Taking a chart back from somebody. */

import type { AccessView } from "@alcove/vault";
import type { ReactElement } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine } from "../../parts/field.tsx";

export type EndAccessProps = { readonly line: AccessView; readonly chart: string; readonly onClose: () => void };

export function EndAccess({ line, chart, onClose }: EndAccessProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const who = line.name || "them";
  const end = async () => {
    const { member, kind } = line;
    if (await acting.run(() => vault.endAccess({ chart, member, kind }))) onClose();
  };
  return (
    <Dialog
      title={
        line.kind === "psychotherapy" ? `Close your psychotherapy notes to ${who}?` : `Close this chart to ${who}?`
      }
      note={`From the next sync on ${who} finds nothing of it, and what is written from now on has a new key. What was read until today may have been kept.`}
      onClose={onClose}
    >
      <div className="inner">
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b" type="button" aria-busy={acting.busy} onClick={() => void end()}>
            {line.kind === "psychotherapy" ? "Close these notes" : "Close this chart"}
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            {line.kind === "psychotherapy" ? "Leave them open" : "Leave it open"}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
