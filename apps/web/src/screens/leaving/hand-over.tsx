/** Handing one's psychotherapy notes in a chart over to a colleague, to read. */

import type { MemberView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { MemberField } from "../../parts/member-field.tsx";

export type HandOverProps = {
  readonly chart: string;
  readonly name: string;
  readonly members: readonly MemberView[];
  readonly onClose: () => void;
};

export function HandOver({ chart, name, members, onClose }: HandOverProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const others = members.filter(({ isYou, role }) => !isYou && role !== "auditor");
  const [member, setMember] = useState(others[0]?.id ?? "");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const shared = await acting.run(() => vault.shareChart({ chart, member, kind: "psychotherapy", right: "read" }));
    if (shared) onClose();
  };
  return (
    <Dialog
      title={`Hand over your notes of ${name}`}
      note="They read all of your psychotherapy notes in this chart, and nobody writes in them any more when you have gone. The law asks for the client’s own authorization for most of this."
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <MemberField label="To whom" members={others} value={member} onChange={setMember} />
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            Hand them over
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Not now
          </button>
        </div>
      </form>
    </Dialog>
  );
}
