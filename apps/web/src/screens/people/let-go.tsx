/** A member leaves: what stops at once, what stays, and what nobody can undo. */

import type { Failure, MemberView } from "@alcove/vault";
import { useNavigate } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { count, sentence } from "../../words/counts.ts";
import { AskOwner } from "../two-owners/ask-owner.tsx";
import { useForTwo } from "../two-owners/for-two.ts";

export function LetGo({
  member,
  onClose,
}: {
  readonly member: MemberView;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const forTwo = useForTwo();
  const navigate = useNavigate();
  const name = member.name || "This member";
  /** Charts that nobody else can open: said before they close for good. */
  const [charts, setCharts] = useState(0);
  const sayLastReader = ({ code, facts }: Failure): boolean => {
    const alone = code === "last-reader" ? Number(facts?.["charts"]) : 0;
    if (alone > 0) setCharts(alone);
    return alone > 0;
  };
  const leave = async () => {
    const done = await acting.run(async () => {
      const removed = await vault.removeMember({ member: member.id, ...(charts > 0 ? {} : { keepsCharts: true }) });
      if (!removed.ok) sayLastReader(removed.error);
      return forTwo.watch(removed);
    });
    if (done) void navigate({ to: "/people/$memberId/leaving", params: { memberId: member.id } });
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
        {charts > 0 ? (
          <ErrorLine
            text={`${sentence(count(charts, "chart"))} can be opened by ${member.name || "them"} alone. Ask ${member.name || "them"} to let somebody in first, or ${charts === 1 ? "it closes" : "they close"} for good.`}
          />
        ) : (
          acting.error && !forTwo.needed && <ErrorLine text={acting.error} />
        )}
        {forTwo.needed && (
          <AskOwner
            request={{ kind: "remove", member: member.id, ...(charts > 0 ? {} : ({ keepsCharts: true } as const)) }}
            onRefused={sayLastReader}
          />
        )}
        <div className="acts">
          {!forTwo.needed && (
            <button className="b" type="button" aria-busy={acting.busy} onClick={() => void leave()}>
              Let {member.name || "them"} go{charts > 0 && ", and lose what only they can open"}
            </button>
          )}
          <button className="b plain" type="button" onClick={onClose}>
            {forTwo.needed ? "Close" : "Keep them in"}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
