/** Who opened a guarded chart, and, louder, who opened its crisis card. */

import type { GuardView } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { Icon } from "../../../parts/icon.tsx";
import { sentence } from "../../../words/counts.ts";
import { sayMoment } from "../../../words/dates.ts";

const SHOWN = 5;
/** So long a device waits to be let in. */
const WAITS_MS = 3_600_000;

export function Openings({ guard }: { readonly guard: GuardView }): ReactElement | null {
  const [all, setAll] = useState(false);
  const { openings, waitForKey } = guard;
  const now = Date.now();
  const newestOf = (member: string) => openings.find((one) => one.member === member);
  return (
    <section aria-labelledby="h-openings">
      <h2 id="h-openings">Openings on record</h2>
      {openings.length === 0 && <p className="small quiet">Nobody has yet, as far as this device knows.</p>}
      <ul className="rows">
        {(all ? openings : openings.slice(0, SHOWN)).map((one) => (
          <li key={`${one.at} ${one.member}`}>
            <div>
              <span className="plain-name">{one.name || "A member"}</span>
              <p>
                {sentence(sayMoment(one.at, now))}
                {one.device && `, ${one.device}`}.{one.letIn && ` Let in by ${one.letIn.name || "a member"}.`}
                {one.letIn === null &&
                  (newestOf(one.member) === one && now - one.at < WAITS_MS
                    ? " Asked, and not let in yet."
                    : " Not let in.")}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {openings.length > SHOWN && !all && (
        <button className="as-link small" type="button" onClick={() => setAll(true)}>
          Show all {openings.length}
        </button>
      )}
      {waitForKey.length > 0 && (
        <p className="small quiet">
          {waitForKey.filter(Boolean).join(", ") || "A member"} waits for the key: let them in once more to give it.
        </p>
      )}
      {guard.readers === 1 && (
        <p className="small quiet after-rows">
          You alone can open it. If your devices are gone, the recovery cards open it, and nothing else.
        </p>
      )}
    </section>
  );
}

/** Nobody passes it by: it stands above the chart itself. */
export function CrisisOpenings({ guard }: { readonly guard: GuardView }): ReactElement | null {
  const now = Date.now();
  if (guard.crisisOpenings.length === 0) return null;
  return (
    <section className="niche" aria-labelledby="h-crisis-opened">
      <h2 id="h-crisis-opened">
        <Icon name="danger" /> The crisis card was opened
      </h2>
      <ul className="rows">
        {guard.crisisOpenings.map((one) => (
          <li key={`${one.at} ${one.member}`}>
            <div>
              <span className="plain-name">{one.name || "A member"}</span>
              <p>
                {sentence(sayMoment(one.at, now))}
                {one.device && `, ${one.device}`}: {one.reason}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
