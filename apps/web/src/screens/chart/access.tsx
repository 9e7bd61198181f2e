/** Who can open this chart; letting somebody in, and taking it back. Nothing stands here while one works alone. */

import type { AccessView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { sayDayBriefly } from "../../words/dates.ts";
import { EndAccess } from "./end-access.tsx";
import { Share } from "./share.tsx";

export type AccessProps = {
  readonly chart: string;
  /** Whether this member may write progress notes into it, and so begin it. */
  readonly writes: boolean;
};

export function Access({ chart, writes }: AccessProps): ReactElement | null {
  const { value: members } = useAnswer("members", (vault) => vault.members());
  const { value: access } = useAnswer(`access ${chart}`, (vault) => vault.chartAccess(chart));
  const [sharing, setSharing] = useState(false);
  const [ending, setEnding] = useState<AccessView>();
  if (!members || members.length < 2 || !access) return null;
  const me = members.find(({ isYou }) => isYou);
  const lines = access.filter((line) => line.kind !== "psychotherapy" || !line.isAuthor);
  const mine = access.filter(({ member }) => member === me?.id);
  const gives = me?.role === "owner" || me?.role === "clinician";
  const reads = mine.some((line) => line.kind === "progress" && line.reads);
  const owners = members.filter(({ role }) => role === "owner").length;
  // Who gives a right has it; an owner without it needs another owner beside them.
  const byTwo = me?.role === "owner" && owners > 1 && !reads && lines.length > 0;
  const progress = (gives && (reads || (writes && lines.length === 0))) || byTwo;
  const apart = writes || mine.some(({ kind, isAuthor }) => kind === "psychotherapy" && isAuthor);

  return (
    <section aria-labelledby="h-access">
      <h2 id="h-access">Who can open this</h2>
      {lines.length === 0 && (
        <p className="small quiet">
          Nobody has written here yet. Whoever writes first can open it, and nobody else until they let them in.
        </p>
      )}
      <ul className="rows ends">
        {lines.map((line) => (
          <li key={`${line.member} ${line.kind} ${line.author}`}>
            <div>
              <span className="plain-name">{line.member === me?.id ? "You" : line.name || "A new member"}</span>
              <p>{sayLine(line)}</p>
            </div>
            {line.mayEnd && (
              <button className="as-link small" type="button" onClick={() => setEnding(line)}>
                Close<span className="vh"> it to {line.name}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <div className="acts">
        {(progress || apart) && (
          <button className="b slim" type="button" onClick={() => setSharing(true)}>
            Let somebody in
          </button>
        )}
        <Link className="b plain" to="/activity" search={{ chart }}>
          How that came about
        </Link>
      </div>
      {byTwo && (
        <p className="small quiet">It is not open to you: another owner has to sign when you let somebody in.</p>
      )}
      {me?.role === "owner" && !progress && lines.length > 0 && (
        <p className="small quiet">Only who opens it can let others in.</p>
      )}
      {sharing && (
        <Share chart={chart} offers={{ progress, apart }} members={members} onClose={() => setSharing(false)} />
      )}
      {ending && <EndAccess line={ending} chart={chart} onClose={() => setEnding(undefined)} />}
    </section>
  );
}

function sayLine(line: AccessView): string {
  const until = line.until ? `, until ${sayDayBriefly(line.until, Date.now())}` : "";
  const waits = line.waitsForKey ? ". Waits for the key" : "";
  if (line.releases) return `Lets others in, and reads nothing${until}.`;
  if (line.kind === "psychotherapy") return `Reads psychotherapy notes kept apart${until}${waits}.`;
  if (line.kind === "administrative") return `People and numbers, and no note${until}${waits}.`;
  return `${line.writes ? "Reads and writes" : "Reads"}${until}${waits}.`;
}
