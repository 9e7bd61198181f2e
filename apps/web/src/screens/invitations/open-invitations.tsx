/** Invitations that wait: for whom, since when and until when; shown again or withdrawn. Nothing where there is none. */

import type { InvitationView } from "@alcove/vault";
import { type ReactElement, useCallback, useEffect, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { sayMoment, sayUntil } from "../../words/dates.ts";
import { sayInvitationFailure } from "../../words/failures.ts";
import { ROLE_NAMES } from "../../words/roles.ts";
import { Inviting } from "./inviting.tsx";
import "./invitations.css";

const ASKED_EVERY_MS = 5_000;

export function OpenInvitations({ kind }: { readonly kind: "device" | "member" }): ReactElement | null {
  const vault = useVault();
  const acting = useActing(sayInvitationFailure);
  const { value: all, again } = useAnswer("invitations", (from) => from.invitations());
  const [shown, setShown] = useState<string>();
  const open = all?.filter((one) => one.kind === kind) ?? [];
  const waits = open.length > 0;
  const begin = useCallback(() => vault.showInvitation(shown ?? ""), [vault, shown]);
  // That somebody has answered comes from the server alone, which tells it only when asked.
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setInterval(again, ASKED_EVERY_MS);
    return () => clearInterval(timer);
  }, [waits, again]);

  const close = () => {
    setShown(undefined);
    again();
  };
  if (!waits && shown === undefined) return null;
  return (
    <>
      {waits && (
        <section aria-labelledby="h-invitations">
          <div className="head">
            <h2 id="h-invitations">Open invitations</h2>
          </div>
          <ul className="rows ends">
            {open.map((one) => (
              <li key={one.id}>
                <div>
                  <span className="plain-name">{nameOf(one)}</span>
                  <p>{sayWhen(one, Date.now())}</p>
                  {one.answered && (
                    <p>
                      <b>Somebody has its words and waits: compare.</b>
                    </p>
                  )}
                </div>
                <span className="end-acts">
                  <button className="as-link small" type="button" onClick={() => setShown(one.id)}>
                    {one.answered ? "Compare the words" : "Show again"}
                    <span className="vh">: {nameOf(one)}</span>
                  </button>
                  <button
                    className="as-link small"
                    type="button"
                    onClick={() => void acting.run(() => vault.withdrawInvitation(one.id))}
                  >
                    Withdraw<span className="vh">: {nameOf(one)}</span>
                  </button>
                </span>
              </li>
            ))}
          </ul>
          {acting.error && <ErrorLine text={acting.error} />}
          <p className="small quiet invitations-foot">
            Kept on this device alone, sealed while it is locked. No one gets in by words alone: you compare first.
          </p>
        </section>
      )}
      {shown !== undefined && <Inviting kind={kind} begin={begin} onClose={close} />}
    </>
  );
}

function nameOf({ forWhom, role }: InvitationView): string {
  if (role === undefined) return "A further device of yours";
  return forWhom || `Somebody, as ${ROLE_NAMES[role].toLowerCase()}`;
}

function sayWhen({ forWhom, role, madeAt, expiresAt }: InvitationView, now: number): string {
  const as = forWhom && role ? `${ROLE_NAMES[role]}. ` : "";
  return `${as}Made ${sayMoment(madeAt, now)}; holds until ${sayUntil(expiresAt, now)}.`;
}
