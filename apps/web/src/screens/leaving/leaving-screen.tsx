/** Somebody leaves, or has left: their charts, their psychotherapy notes one by one, new keys, and what they could have read. */

import type { LeavingView, MemberView } from "@alcove/vault";
import { Link, useParams } from "@tanstack/react-router";
import { type ReactElement, useEffect, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { dayOf, sayDayBriefly } from "../../words/dates.ts";
import { LetGo } from "../people/let-go.tsx";
import { CouldHaveReadReport } from "./could-have-read-report.tsx";
import { KeptApart } from "./kept-apart.tsx";
import { LettingIn } from "./letting-in.tsx";
import { keysToCome, NewKeys } from "./new-keys.tsx";
import { TheirCharts } from "./their-charts.tsx";
import "./leaving.css";

/** While keys are on their way. */
const REREAD_EVERY_MS = 2000;

export function LeavingScreen(): ReactElement {
  const { memberId } = useParams({ from: "/people/$memberId/leaving" });
  const { value: members } = useAnswer("members", (vault) => vault.members());
  const { value, again } = useAnswer(`leaving of ${memberId}`, async (vault) => ({
    view: await vault.leaving(memberId),
  }));
  const waits = value?.view ? keysToCome(value.view) : 0;
  useEffect(() => {
    if (waits === 0) return;
    const timer = setInterval(again, REREAD_EVERY_MS);
    return () => clearInterval(timer);
  }, [waits, again]);
  if (!value || !members) return <Page title="Leaving">{null}</Page>;
  if (!value.view)
    return (
      <Page title="No such member">
        <h1>There was no such member</h1>
        <p className="acts">
          <Link className="b" to="/people">
            Go to People
          </Link>
        </p>
      </Page>
    );
  return <Leaving view={value.view} members={members} />;
}

type LeavingProps = { readonly view: LeavingView; readonly members: readonly MemberView[] };

function Leaving({ view, members }: LeavingProps): ReactElement {
  const me = members.find(({ isYou }) => isYou);
  const manages = me?.role === "owner" || me?.role === "security-officer";
  const mayAct = !view.isGone && (view.isYou || manages);
  const name = view.name || "This member";
  return (
    <Page title="Leaving">
      <div className="top">
        <div>
          <p className="crumb">
            {view.isGone ? (
              <Link to="/people">People</Link>
            ) : (
              <Link to="/people/$memberId" params={{ memberId: view.member }}>
                {name}
              </Link>
            )}
          </p>
          <h1>{sayTitle(view, name)}</h1>
          <p className="lede">{sayLede(view, name)}</p>
        </div>
        {mayAct && <Acts view={view} members={members} manages={manages} />}
      </div>
      <div className="cols">
        <div className="stack">
          {view.isGone && <NewKeys view={view} />}
          {view.isGone && manages && <CardTheyHold />}
          <TheirCharts view={view} members={members} mayPass={mayAct && view.begun !== undefined} />
          <LettingIn view={view} />
          <KeptApart view={view} members={members} />
        </div>
        <div className="side-lines">
          {(view.isYou || manages) && <CouldHaveReadReport member={view.member} name={name} isYou={view.isYou} />}
        </div>
      </div>
    </Page>
  );
}

/** Nobody is on record as who holds which card: whoever manages knows, and is asked. */
function CardTheyHold(): ReactElement | null {
  const { value: recovery } = useAnswer("recovery", async (vault) => ({ view: await vault.recovery() }));
  if (!recovery?.view) return null;
  return (
    <p className="small quiet above-act">
      Did they hold a <Link to="/recovery">recovery card</Link>? It opens nothing alone. Ask for it back, or make new
      cards: then it is void.
    </p>
  );
}

function sayTitle({ isYou, isGone, begun }: LeavingView, name: string): string {
  if (isGone) return `${name} has left`;
  if (isYou) return begun ? "You are leaving" : "Leave the practice";
  return begun ? `${name} is leaving` : `If ${name} leaves`;
}

function sayLede({ isYou, isGone, begun }: LeavingView, name: string): string {
  if (isGone) return "They can sign in no more. What they could open gets a new key each, by itself.";
  if (!begun) return "Charts are passed on first, then psychotherapy notes decided. Nothing ends before that.";
  const by = isYou && begun.byName === name ? "You" : begun.byName || "Somebody";
  return `${by} said so ${sayDayBriefly(dayOf(begun.at), Date.now())}. Everything stays as it is until ${isYou ? "you" : "they"} are let go.`;
}

function Acts(props: LeavingProps & { readonly manages: boolean }): ReactElement {
  const { view, members, manages } = props;
  const vault = useVault();
  const acting = useActing();
  const [letting, setLetting] = useState(false);
  const member = members.find(({ id }) => id === view.member);
  const who = view.isYou ? "you" : view.name || "they";
  const isLeaving = view.begun !== undefined;
  return (
    <div className="leaving-acts">
      <div className="acts">
        {isLeaving && manages && !view.isYou && (
          <button className="b" type="button" onClick={() => setLetting(true)}>
            Let {view.name || "them"} go
          </button>
        )}
        <button
          className={isLeaving ? "b plain" : "b primary"}
          type="button"
          aria-busy={acting.busy}
          onClick={() =>
            void acting.run(() => (isLeaving ? vault.endLeaving(view.member) : vault.beginLeaving(view.member)))
          }
        >
          {isLeaving
            ? `${view.isYou ? "Stay" : "They stay"} after all`
            : `Say that ${who} ${view.isYou ? "leave" : "leaves"}`}
        </button>
      </div>
      {acting.error && <ErrorLine text={acting.error} />}
      {letting && member && <LetGo member={member} onClose={() => setLetting(false)} />}
    </div>
  );
}
