/** People: who is in the practice, what each can open as the roster says it, and asking somebody to join. */

import type { DeviceView, MemberView, RightsView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useOpenStatus } from "../../app/vault-context.tsx";
import { Empty } from "../../parts/empty.tsx";
import { count, figures, sentence } from "../../words/counts.ts";
import { sayDayBriefly, sayLastSeen } from "../../words/dates.ts";
import { sayAway } from "../../words/presence.ts";
import { ROLE_NAMES } from "../../words/roles.ts";
import { OpenInvitations } from "../invitations/open-invitations.tsx";
import { ProposalRows } from "../two-owners/proposal-rows.tsx";
import { AskToJoin } from "./ask-to-join.tsx";
import { Quiet } from "./quiet.tsx";
import "./people.css";

export function PeopleScreen(): ReactElement {
  const { value: members } = useAnswer("members", (vault) => vault.members());
  const { value: rights } = useAnswer("rights", (vault) => vault.rights());
  const { value: devices } = useAnswer("devices", (vault) => vault.devices());
  const status = useOpenStatus();
  const [asking, setAsking] = useState(false);
  const me = members?.find(({ isYou }) => isYou);
  const mayAsk = me?.role === "owner" || me?.role === "security-officer";
  const alone = members?.length === 1;

  return (
    <Page title="People">
      <div className="top">
        <div>
          <h1>People</h1>
          <p className="lede">{members && devices ? sayLede(members, devices) : "\u00a0"}</p>
        </div>
        <div className="acts">
          <Link className="b plain" to="/rules">
            Practice rules
          </Link>
          <Link className="b plain" to="/activity">
            Activity
          </Link>
          {mayAsk && !alone && (
            <button className="b" type="button" onClick={() => setAsking(true)}>
              Ask somebody to join
            </button>
          )}
        </div>
      </div>
      {alone && (
        <Empty says="You work alone here, and everything is open to you. Somebody who joins has a key of their own and opens what you let them into, chart by chart.">
          <button className="b primary" type="button" onClick={() => setAsking(true)}>
            Ask somebody to join
          </button>
        </Empty>
      )}
      <OpenInvitations kind="member" />
      {status.proposed && <ProposalRows />}
      {members && !alone && rights && <WhoCanOpen members={members} rights={rights} />}
      {members && !alone && devices && <Members members={members} devices={devices} />}
      <Leavers />
      {asking && me && <AskToJoin giver={me.role} onClose={() => setAsking(false)} />}
    </Page>
  );
}

function sayLede(members: readonly MemberView[], devices: readonly DeviceView[]): string {
  const present = devices.filter(({ revoked }) => !revoked).length;
  return `${sentence(count(members.length, "member"))}, ${count(present, "device")}, and who can open what.`;
}

type RightsProps = { readonly members: readonly MemberView[]; readonly rights: readonly RightsView[] };

function WhoCanOpen({ members, rights }: RightsProps): ReactElement {
  const nameOf = (id: string) => members.find((one) => one.id === id)?.name || "somebody who left";
  return (
    <section aria-labelledby="h-can">
      <div className="head">
        <h2 id="h-can">Who can open what</h2>
      </div>
      <p className="small quiet phone-only">Calendars and psychotherapy notes stand further right.</p>
      <div className="scroll">
        <table className="can">
          <thead>
            <tr>
              <th scope="col">Member</th>
              <th scope="col">Own charts</th>
              <th scope="col">Others’ charts</th>
              <th scope="col">Others’ calendars</th>
              <th scope="col" className="psy">
                Psychotherapy notes
              </th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => {
              const has = rights.find((one) => one.member === member.id);
              return (
                <tr key={member.id}>
                  <th scope="row">
                    <MemberLink member={member} />
                    <span className="sub">{sayRole(member)}</span>
                  </th>
                  <Amount n={has?.ownCharts ?? 0} />
                  <Amount n={has?.othersCharts ?? 0} />
                  <Whose parts={whoseOf(has?.othersCalendars, nameOf)} />
                  <Whose
                    className="psy"
                    parts={[...(has?.ownPsychotherapy ? ["Own"] : []), ...whoseOf(has?.othersPsychotherapy, nameOf)]}
                  />
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function MemberLink({ member }: { readonly member: MemberView }): ReactElement {
  return (
    <Link className="t" to="/people/$memberId" params={{ memberId: member.id }}>
      {member.name || "Has not written their name yet"}
    </Link>
  );
}

const sayRole = (member: MemberView): string => `${ROLE_NAMES[member.role]}${member.isYou ? ", you" : ""}`;

function Amount({ n }: { readonly n: number }): ReactElement {
  return (
    <td className={n === 0 ? "n" : undefined}>
      <span className={n === 0 ? "sq" : "sq half"} aria-hidden="true" />
      {n === 0 ? "None" : figures(n)}
    </td>
  );
}

/** "Ruth’s to 4 December". */
function whoseOf(
  others: RightsView["othersPsychotherapy"] | undefined,
  nameOf: (id: string) => string,
): readonly string[] {
  return (others ?? []).map(({ author, until }) =>
    until ? `${nameOf(author)}’s to ${sayDayBriefly(until, Date.now())}` : `${nameOf(author)}’s`,
  );
}

function Whose(props: { readonly parts: readonly string[]; readonly className?: string }): ReactElement {
  const { parts, className = "" } = props;
  return (
    <td className={`${className}${parts.length === 0 ? " n" : ""}`.trim() || undefined}>
      <span className={parts.length === 0 ? "sq" : "sq half"} aria-hidden="true" />
      {parts.length === 0 ? "None" : parts.join("; ")}
    </td>
  );
}

type MembersProps = { readonly members: readonly MemberView[]; readonly devices: readonly DeviceView[] };

function Members({ members, devices }: MembersProps): ReactElement {
  const now = Date.now();
  return (
    <section aria-labelledby="h-members">
      <div className="head">
        <h2 id="h-members">Members</h2>
      </div>
      <ul className="rows ends members">
        {members.map((member) => (
          <li key={member.id}>
            <div>
              <MemberLink member={member} />
              <p>{sayMember(member)}</p>
              {member.away && <p>{sayAway(member.away, now).trim()}</p>}
              {member.quiet && <Quiet quiet={member.quiet} />}
            </div>
            <span className="end">{sayLastHere(member, devices, now)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Those who leave, and those who have left. */
function Leavers(): ReactElement | null {
  const { value: leavings } = useAnswer("leavings", (vault) => vault.leavings());
  if (!leavings || leavings.length === 0) return null;
  return (
    <section aria-labelledby="h-leavers">
      <div className="head">
        <h2 id="h-leavers">Leaving, and left</h2>
      </div>
      <ul className="rows ends">
        {leavings.map(({ member, name, isYou, isGone }) => (
          <li key={member}>
            <Link className="t" to="/people/$memberId/leaving" params={{ memberId: member }}>
              {name || "A member"}
            </Link>
            <span className="end">{isGone ? "Has left" : isYou ? "You are leaving" : "Is leaving"}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function sayMember(member: MemberView): string {
  const devices = `${sentence(count(member.devices, "device"))}.`;
  const email = member.email ? ` ${member.email}` : "";
  if (!member.isSuspended) return `${devices}${email}`;
  return `${devices} A device of theirs was reported lost: they get no keys until they replace their own.`;
}

function sayLastHere(member: MemberView, devices: readonly DeviceView[], now: number): string {
  if (member.isYou) return "Here now";
  const seen = devices.flatMap((device) =>
    device.member === member.id && device.lastSeen !== undefined ? [device.lastSeen] : [],
  );
  return seen.length > 0 ? `Last here ${sayLastSeen(Math.max(...seen), now)}` : "Not here yet";
}
