/** What happened to people and devices in the last days and nobody should miss, until somebody at this browser has seen it. */

import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { readPreferences, writePreferences } from "../../app/preferences.ts";
import { useAnswer } from "../../app/session.tsx";
import { saySignedDay } from "../../words/dates.ts";

export function Lately({ now }: { readonly now: number }): ReactElement | null {
  const { value: acts } = useAnswer("lately", (vault) => vault.lately());
  const { value: members } = useAnswer("members", (vault) => vault.members());
  const [seenUpTo, setSeenUpTo] = useState(() => readPreferences().seenUpTo);
  const fresh = acts?.filter(({ index }) => index > seenUpTo) ?? [];
  const newest = fresh[0]?.index;
  const me = members?.find(({ isYou }) => isYou)?.id;
  if (newest === undefined) return null;
  const see = () => {
    writePreferences({ ...readPreferences(), seenUpTo: newest });
    setSeenUpTo(newest);
  };
  return (
    <section aria-labelledby="h-lately">
      <div className="head">
        <h2 id="h-lately">Look at this once</h2>
        <Link to="/activity">All activity</Link>
      </div>
      <ul className="rows ends">
        {fresh.map((line) => (
          <li key={line.index}>
            <div>
              {line.acts.map((act) => (
                <p key={act.says}>
                  <b>{line.by === me ? "You" : line.byName || "Somebody"}</b> {act.says}
                </p>
              ))}
            </div>
            {line.day && <span className="end">{saySignedDay(line.day, now)}</span>}
          </li>
        ))}
      </ul>
      <div className="acts">
        <button className="b slim" type="button" onClick={see}>
          I have seen this
        </button>
      </div>
    </section>
  );
}
