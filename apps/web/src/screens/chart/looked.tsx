/** Who looked at the chart, newest first: a few lines beside it, more when asked for. Nothing stands here while one works alone. */

import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { saySitting } from "../../words/access.ts";
import { EmergencyLines } from "../emergency/emergency-rows.tsx";
import { sentence } from "../../words/counts.ts";
import { sayMoment } from "../../words/dates.ts";

const SHOWN = 3;
const MORE = 20;

export function Looked({ chart }: { readonly chart: string }): ReactElement | null {
  const { value: members } = useAnswer("members", (vault) => vault.members());
  const { value: log } = useAnswer(`log ${chart}`, (vault) => vault.accessLog(chart));
  const { value: asked } = useAnswer("emergencies", (vault) => vault.emergencies());
  const [shown, setShown] = useState(SHOWN);
  const emergencies = asked?.filter((one) => one.chart === chart && !one.isYours) ?? [];
  if (!members || members.length < 2 || !log) return null;
  if (!log.reads && log.sittings.length === 0 && emergencies.length === 0) return null;
  const me = members.find(({ isYou }) => isYou)?.id;
  const now = Date.now();
  const left = log.sittings.length - shown;

  return (
    <section aria-labelledby="h-looked">
      <h2 id="h-looked">Who looked</h2>
      {emergencies.length > 0 && <EmergencyLines all={emergencies} now={now} />}
      {log.sittings.length === 0 && <p className="small quiet">Nobody yet.</p>}
      <ul className="rows">
        {log.sittings.slice(0, shown).map((one) => (
          <li key={`${one.from} ${one.member} ${one.device}`}>
            <div>
              <span className="plain-name">{one.member === me ? "You" : one.name || "A member"}</span>
              <p>
                {sentence(sayMoment(one.from, now))}
                {one.device && `, ${one.device}`}. {saySitting(one, now)}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {left > 0 && (
        <button className="as-link small" type="button" onClick={() => setShown(shown + MORE)}>
          Show {Math.min(left, MORE)} more
        </button>
      )}
      {!log.reads && <p className="small quiet">What others did here is open to its care team.</p>}
      {log.reads && shown > SHOWN && (
        <p className="small quiet">
          Each device says it of itself, by its own clock. What is missing is noticed; an app that somebody changed may
          say nothing.
        </p>
      )}
    </section>
  );
}
