/** A member leaves: what stops at once, what stays, and what nobody can undo. */

import type { MemberView } from "@alcove/vault";
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine } from "../../parts/field.tsx";

export function LetGo({
  member,
  onClose,
}: {
  readonly member: MemberView;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const navigate = useNavigate();
  const name = member.name || "This member";
  const leave = async () => {
    const done = await acting.run(() => vault.removeMember({ member: member.id }));
    if (done) void navigate({ to: "/people" });
  };
  return (
    <Dialog
      title={`Let ${member.name || "them"} go?`}
      note={`${name} can sign in no more, and everything written from now on is sealed to keys they don’t have. What they could read until today they may have kept.`}
      onClose={onClose}
    >
      <div className="inner">
        <p className="small quiet">
          Let their app sync first: what waits there unsent stays on their device. Their psychotherapy notes stay closed
          unless they let somebody in before. Somebody who comes back joins anew.
        </p>
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b danger" type="button" aria-busy={acting.busy} onClick={() => void leave()}>
            Let {member.name || "them"} go
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Keep them in
          </button>
        </div>
      </div>
    </Dialog>
  );
}
