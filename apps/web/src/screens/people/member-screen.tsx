/** One member: role, what is open to them chart by chart, their devices, and letting them go. */

import type { MemberAccessView, MemberView, Role } from "@alcove/vault";
import { Link, useParams } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { sayDayBriefly } from "../../words/dates.ts";
import { ROLE_NAMES, ROLES, rolesGivenBy } from "../../words/roles.ts";
import { EndAccess } from "../chart/end-access.tsx";
import { AskOwner } from "../two-owners/ask-owner.tsx";
import { useForTwo } from "../two-owners/for-two.ts";
import { LetGo } from "./let-go.tsx";
import { MemberDevices } from "./member-devices.tsx";
import { Presence } from "./presence.tsx";
import "./people.css";
import { ClientName } from "../../parts/client-name.tsx";

export function MemberScreen(): ReactElement {
  const { memberId } = useParams({ from: "/people/$memberId" });
  const { value: members } = useAnswer("members", (vault) => vault.members());
  const member = members?.find(({ id }) => id === memberId);
  const me = members?.find(({ isYou }) => isYou);
  if (members && !member) return <NobodyHere />;
  if (!member || !me) return <Page title="Member">{null}</Page>;
  return <Member key={memberId} member={member} me={me} />;
}

type MemberProps = { readonly member: MemberView; readonly me: MemberView };

function Member({ member, me }: MemberProps): ReactElement {
  const { value: access } = useAnswer(`access of ${member.id}`, (vault) => vault.memberAccess(member.id));
  const [letting, setLetting] = useState(false);
  const manages = me.role === "owner" || me.role === "security-officer";
  const name = member.name || "Somebody who has not written their name yet";

  return (
    <Page title="Member">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/people">People</Link>
          </p>
          <h1 dir="auto">{name}</h1>
          <p className="facts">
            <span>
              <b>{ROLE_NAMES[member.role]}</b>
              {member.isYou ? ", you" : ""}
            </span>
            {member.email && <span>{member.email}</span>}
          </p>
        </div>
        <div className="acts">
          <Link className="b plain" to="/activity" search={{ member: member.id }}>
            Activity
          </Link>
        </div>
      </div>
      <div className="cols">
        <div className="stack">
          <section aria-labelledby="h-open">
            <h2 id="h-open">{member.isYou ? "Open to you" : `Open to ${member.name || "them"}`}</h2>
            {access && access.length === 0 && <p className="quiet">No chart yet.</p>}
            {access && access.length > 0 && <AccessRows access={access} />}
          </section>
          <MemberDevices member={member} manages={manages} />
        </div>
        <div className="side-lines">
          <section aria-labelledby="h-role">
            <h2 id="h-role">Role</h2>
            <p className="small quiet">
              {ROLES.find(([role]) => role === member.role)?.[1]} A role opens nothing by itself.
            </p>
            {manages && !member.isYou && <RoleForm member={member} giver={me.role} />}
          </section>
          <Presence member={member} mayChange={member.isYou || me.role === "owner"} />
          {(manages || member.isYou) && (
            <section aria-labelledby="h-leaving">
              <h2 id="h-leaving">Leaving</h2>
              <p className="small quiet">
                First charts are passed on and psychotherapy notes decided, and it is said what could have been read,
                also with a lost device.
              </p>
              <p className="acts">
                <Link className="b slim" to="/people/$memberId/leaving" params={{ memberId: member.id }}>
                  {member.isYou ? "If you leave" : member.name ? `If ${member.name} leaves` : "If they leave"}
                </Link>
              </p>
              {manages && !member.isYou && (
                <p className="small quiet">
                  Or at once, with nothing passed on:{" "}
                  <button className="as-link" type="button" onClick={() => setLetting(true)}>
                    Let {member.name || "them"} go
                  </button>
                </p>
              )}
            </section>
          )}
        </div>
      </div>
      {letting && <LetGo member={member} onClose={() => setLetting(false)} />}
    </Page>
  );
}

function AccessRows({ access }: { readonly access: readonly MemberAccessView[] }): ReactElement {
  const [ending, setEnding] = useState<MemberAccessView>();
  return (
    <>
      <ul className="rows ends">
        {access.map((line) => (
          <li key={`${line.chart} ${line.kind} ${line.author}`}>
            <div>
              <Link className="t" to="/charts/$chartId" params={{ chartId: line.chart }}>
                <ClientName of={line.chartName} />
              </Link>
              <p>{sayAccess(line)}</p>
            </div>
            {line.mayEnd && (
              <button className="as-link small over" type="button" onClick={() => setEnding(line)}>
                End it
                <span className="vh">
                  {" "}
                  for <ClientName of={line.chartName} />
                </span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {ending && <EndAccess line={ending} chart={ending.chart} onClose={() => setEnding(undefined)} />}
    </>
  );
}

function sayAccess(line: MemberAccessView): string {
  if (line.releases) return "Lets others in, and reads nothing.";
  const what = line.kind === "psychotherapy" ? "psychotherapy notes" : "progress notes";
  const how = line.writes ? "Reads and writes" : "Reads";
  const until = line.until ? ` until ${sayDayBriefly(line.until, Date.now())}` : "";
  const waits = line.waitsForKey ? " Waits for somebody’s device to hand the key over." : "";
  return `${how} ${what}${until}.${waits}`;
}

function RoleForm({ member, giver }: { readonly member: MemberView; readonly giver: Role }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const forTwo = useForTwo();
  const [role, setRole] = useState<Role>(member.role);
  const given = rolesGivenBy(giver).map(([each]) => each);
  const offered = given.includes(member.role) ? given : [...given, member.role];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void acting.run(async () => forTwo.watch(await vault.giveRole({ member: member.id, role })));
      }}
    >
      <div className="role-form">
        <label>
          <span className="vh">Role</span>
          <select
            className="in"
            value={role}
            onChange={(event) => {
              forTwo.forget();
              acting.setError(undefined);
              setRole(event.target.value as Role);
            }}
          >
            {offered.map((each) => (
              <option key={each} value={each}>
                {ROLE_NAMES[each]}
              </option>
            ))}
          </select>
        </label>
        <button className="b slim" type="submit" aria-busy={acting.busy} aria-disabled={role === member.role}>
          Change
        </button>
      </div>
      {forTwo.needed && <AskOwner request={{ kind: "role", member: member.id, role }} />}
      {acting.error && !forTwo.needed && <ErrorLine text={acting.error} />}
    </form>
  );
}

function NobodyHere(): ReactElement {
  return (
    <Page title="No such member">
      <h1>There is no such member</h1>
      <p className="quiet">They may have left. What they wrote stays in the charts.</p>
      <p className="acts">
        <Link className="b" to="/people">
          Go to People
        </Link>
      </p>
    </Page>
  );
}
