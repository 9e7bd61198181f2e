/** Who can open this chart; letting somebody in, and taking it back. Nothing stands here while one works alone. */

import type { AccessView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { sayDayBriefly } from "../../words/dates.ts";
import { EndAccess } from "./end-access.tsx";
import { Share } from "./share.tsx";

export function Access({ chart }: { readonly chart: string }): ReactElement | null {
  const { value: members } = useAnswer("members", (vault) => vault.members());
  const { value: access } = useAnswer(`access ${chart}`, (vault) => vault.chartAccess(chart));
  const [sharing, setSharing] = useState(false);
  const [ending, setEnding] = useState<AccessView>();
  if (!members || members.length < 2 || !access) return null;
  const me = members.find(({ isYou }) => isYou);
  const lines = access.filter((line) => line.kind === "progress" || !line.isAuthor);
  const mine = access.filter(({ member }) => member === me?.id);
  const givesIn = me?.role === "clinician" && mine.some(({ kind, reads }) => kind === "progress" && reads);
  const mayShare =
    me?.role === "owner" || givesIn || mine.some(({ kind, isAuthor }) => kind === "psychotherapy" && isAuthor);

  return (
    <section aria-labelledby="h-access">
      <h2 id="h-access">Who can open this</h2>
      {lines.length === 0 && <p className="small quiet">Nobody has written here yet. Whoever does opens it.</p>}
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
        {mayShare && (
          <button className="b slim" type="button" onClick={() => setSharing(true)}>
            Let somebody in
          </button>
        )}
        <Link className="b plain" to="/activity" search={{ chart }}>
          When, and by whom
        </Link>
      </div>
      {sharing && <Share chart={chart} members={members} onClose={() => setSharing(false)} />}
      {ending && <EndAccess line={ending} chart={chart} onClose={() => setEnding(undefined)} />}
    </section>
  );
}

function sayLine(line: AccessView): string {
  const until = line.until ? `, until ${sayDayBriefly(line.until, Date.now())}` : "";
  const waits = line.waitsForKey ? ". Waits for the key" : "";
  if (line.releases) return `Lets others in, and reads nothing${until}.`;
  if (line.kind === "psychotherapy") return `Reads psychotherapy notes kept apart${until}${waits}.`;
  return `${line.writes ? "Reads and writes" : "Reads"}${until}${waits}.`;
}
