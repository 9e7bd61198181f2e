/** One request in an emergency: for who asked what became of it, for who can give it the one decision. */

import type { EmergencyView } from "@alcove/vault";
import { Link, useParams } from "@tanstack/react-router";
import { type ReactElement, useEffect } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useOpenStatus, useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Empty } from "../../parts/empty.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { sentence } from "../../words/counts.ts";
import { sayMoment } from "../../words/dates.ts";
import { sayAsked, sayAsker, sayBecame, sayReaders } from "../../words/emergency.ts";
import { DestroyGiven } from "./destroy-given.tsx";
import { GiveForm } from "./give-form.tsx";
import { Given } from "./given.tsx";
import "./emergency.css";

export function EmergencyScreen(): ReactElement {
  const { emergencyId } = useParams({ from: "/emergencies/$emergencyId" });
  const status = useOpenStatus();
  const { value: all, again } = useAnswer("emergencies", (vault) => vault.emergencies());
  // What was given begins with a statement, which comes with no record: each sync may have brought it.
  useEffect(again, [again, status]);
  const one = all?.find(({ id }) => id === emergencyId);
  const now = Date.now();
  return (
    <Page title="In an emergency">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/">Today</Link>
          </p>
          <h1>{one ? `${sayAsker(one)} ${sayAsked(one)}` : "In an emergency"}</h1>
          {one && (
            <p className="lede">
              {sentence(sayMoment(one.at, now))}: {one.reason}
            </p>
          )}
        </div>
      </div>
      {all && !one && <Empty says="There is nothing of it here." />}
      {one && (
        <div className="stack emergency">
          {one.mayAnswer ? <GiveForm key={one.id} request={one} /> : <WhatBecame one={one} now={now} />}
        </div>
      )}
    </Page>
  );
}

function WhatBecame({ one, now }: { readonly one: EmergencyView; readonly now: number }): ReactElement {
  const waits = one.became === "waits";
  return (
    <>
      <p className={waits ? "niche" : ""} role="status">
        {one.isYours && waits ? sayWaiting(one) : sayBecame(one, now)}
        {one.isYours && one.became === "given" && !one.mayRead && one.given?.until && " Its words are on their way."}
      </p>
      {one.isYours && waits && <Withdraw id={one.id} />}
      {one.mayDestroy && (
        <p className="small quiet">
          You can read the copies that you gave, and destroy them. <DestroyGiven one={one} />
        </p>
      )}
      {one.mayRead && <Given id={one.id} isYours={one.isYours} />}
    </>
  );
}

/** What to do meanwhile. */
function sayWaiting(one: EmergencyView): string {
  if (!one.isSent) return "Not sent yet: this device is offline. It goes out by itself. Call them meanwhile.";
  if (one.readers.length === 0)
    return "Nobody here can open this chart any more. An owner can, with enough of the recovery cards.";
  return `It waits for ${sayReaders(one)}. They see it as soon as a device of theirs is unlocked, and what they give opens here by itself. Alcove calls nobody: call them yourself. If somebody may be in danger, don’t wait for it.`;
}

function Withdraw({ id }: { readonly id: string }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  return (
    <>
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button
          className="b"
          type="button"
          aria-busy={acting.busy}
          onClick={() => void acting.run(() => vault.declineEmergency(id))}
        >
          I don’t need it any more
        </button>
      </div>
    </>
  );
}
