/** What waits for another owner's signature. Nothing stands here where nothing does. */

import type { ProposalView } from "@alcove/vault";
import { type ReactElement, useEffect, useRef, useState } from "react";
import { useAnswer, useSession } from "../../app/session.tsx";
import { useOpenStatus } from "../../app/vault-context.tsx";
import { sayProposal, sayWaitsFor } from "../../words/proposals.ts";
import { AnswerProposal } from "./answer-proposal.tsx";

export function ProposalRows(): ReactElement | null {
  const status = useOpenStatus();
  const session = useSession();
  const { value: proposals, again } = useAnswer("proposals", (vault) => vault.proposals());
  const [opened, setOpened] = useState<ProposalView>();
  const seen = useRef<string>(undefined);
  // A signature that ends the waiting comes with no record: each sync may have brought it.
  useEffect(again, [again, status]);
  const ids = proposals?.map(({ id }) => id).join();
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== ids) session.reread();
    seen.current = ids;
  }, [ids, session]);
  const now = Date.now();
  return (
    <>
      {proposals && proposals.length > 0 && (
        <section aria-labelledby="h-two-owners">
          <div className="head">
            <h2 id="h-two-owners">Waits for a second signature</h2>
          </div>
          <ul className="rows ends">
            {proposals.map((one) => (
              <li key={one.id}>
                <div>
                  <button className="t" type="button" onClick={() => setOpened(one)}>
                    {sayProposal(one, now)}
                  </button>
                  <p>{sayWaitsFor(one, now)}</p>
                </div>
                <span className={one.isYours ? "end" : "due small"}>{one.isYours ? "Not yet signed" : "To sign"}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {opened && <AnswerProposal proposal={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}
