/** One proposal, with what it does and what follows: signed or declined, or one's own taken back. */

import type { ProposalAnswered, ProposalView } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine, WellLine } from "../../parts/field.tsx";
import { sayAct, sayWaitsFor, sayWhatFollows } from "../../words/proposals.ts";

export type AnswerProposalProps = { readonly proposal: ProposalView; readonly onClose: () => void };

const TITLES: Readonly<Record<ProposalAnswered["became"], string>> = {
  signed: "Signed",
  "proposed-again": "Proposed again",
  declined: "Declined",
};

export function AnswerProposal({ proposal, onClose }: AnswerProposalProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [became, setBecame] = useState<ProposalAnswered["became"]>();
  const now = Date.now();
  const answer = async (said: "sign" | "decline") => {
    const done = await acting.run(() => vault.answerProposal({ proposal: proposal.id, answer: said }));
    if (done?.value.became === "declined") onClose();
    else setBecame(done?.value.became);
  };
  return (
    <Dialog
      title={became ? TITLES[became] : proposal.isYours ? "You proposed this" : "Do you sign this?"}
      note={became ? undefined : sayWaitsFor(proposal, now)}
      onClose={onClose}
    >
      <div className="inner">
        {proposal.acts.map((act) => (
          <div key={sayAct(act, now)}>
            <p>
              <b>{sayAct(act, now)}.</b>
            </p>
            <p className="small quiet">{sayWhatFollows(act)}</p>
          </div>
        ))}
        {became === "signed" && <WellLine>It stands from now on.</WellLine>}
        {became === "proposed-again" && (
          <WellLine>
            The practice has changed since it was proposed. It is proposed again with your signature, and{" "}
            {proposal.byName || "the other owner"} signs in turn.
          </WellLine>
        )}
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          {!became && !proposal.isYours && (
            <button className="b primary" type="button" aria-busy={acting.busy} onClick={() => void answer("sign")}>
              Sign it
            </button>
          )}
          {!became && (
            <button className="b" type="button" aria-busy={acting.busy} onClick={() => void answer("decline")}>
              {proposal.isYours ? "Take it back" : "Decline"}
            </button>
          )}
          <button className="b plain" type="button" onClick={onClose}>
            {became ? "Close" : "Not now"}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
