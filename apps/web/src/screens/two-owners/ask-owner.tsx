/** Stands where an act takes another owner too: asks them, and says that it waits. */

import type { Failure, ProposalRequest, Proposed } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, WellLine } from "../../parts/field.tsx";
import "./two-owners.css";

export type AskOwnerProps = {
  readonly request: ProposalRequest;
  readonly onAsked?: (proposed: Proposed) => void;
  /** True: whoever shows this says it in words of their own. */
  readonly onRefused?: (failed: Failure) => boolean;
};

export function AskOwner({ request, onAsked, onRefused }: AskOwnerProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { value: members } = useAnswer("members", (own) => own.members());
  const [asked, setAsked] = useState(false);
  const others = members?.filter(({ role, isYou }) => role === "owner" && !isYou) ?? [];
  const [only] = others;
  const whom = others.length === 1 && only?.name ? only.name : "another owner";
  const ask = async () => {
    let isSaid = false;
    const proposed = await acting.run(async () => {
      const outcome = await vault.propose(request);
      isSaid = !outcome.ok && onRefused?.(outcome.error) === true;
      return outcome;
    });
    if (isSaid) acting.setError(undefined);
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
