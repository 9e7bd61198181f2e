/** Stands where an act takes another owner too: asks them, and says that it waits. */

import type { ProposalRequest, Proposed } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, WellLine } from "../../parts/field.tsx";
import "./two-owners.css";

export type AskOwnerProps = {
  readonly request: ProposalRequest;
  readonly onAsked?: (proposed: Proposed) => void;
};

export function AskOwner({ request, onAsked }: AskOwnerProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { value: members } = useAnswer("members", (own) => own.members());
  const [asked, setAsked] = useState(false);
  const others = members?.filter(({ role, isYou }) => role === "owner" && !isYou) ?? [];
  const [only] = others;
  const whom = others.length === 1 && only?.name ? only.name : "another owner";
  const ask = async () => {
    const proposed = await acting.run(() => vault.propose(request));
    if (!proposed) return;
    setAsked(true);
    onAsked?.(proposed.value);
  };
  if (asked) return <WellLine>Asked. It stands when {whom} has signed; until then it waits under People.</WellLine>;
  return (
    <div className="ask-owner">
      <p className="small">This takes another owner’s signature too. They read what it does, and sign or decline.</p>
      {acting.error && <ErrorLine text={acting.error} />}
      <button className="b slim" type="button" aria-busy={acting.busy} onClick={() => void ask()}>
        Ask {whom} to sign
      </button>
    </div>
  );
}
