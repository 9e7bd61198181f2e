/** Numbers and addresses of somebody, and what may be left or sent there. A number is called by a press. */

import type { Reach } from "@alcove/vault";
import type { ReactElement } from "react";
import { BY_NAMES, byNumber, reachesWith, sayLeaveThere, sayWays } from "../../../words/administrative.ts";
import "./reach-list.css";

export function ReachList({ reach }: { readonly reach: readonly Reach[] }): ReactElement | null {
  if (reach.length === 0) return null;
  return (
    <dl className="reach-list">
      {byNumber(reach).map((ways) => (
        <Reached key={ways.map(({ by, at, label }) => `${by} ${at} ${label}`).join()} ways={ways} />
      ))}
    </dl>
  );
}

/** The number itself goes the first way, and each further one by its name. */
function Reached({ ways }: { readonly ways: readonly [Reach, ...Reach[]] }): ReactElement {
  const [first, ...others] = ways;
  const rule = sayLeaveThere(ways);
  const href = reachesWith(first);
  return (
    <>
      <dt dir="auto">{sayWays(ways)}</dt>
      <dd>
        <span dir="auto">{href ? <a href={href}>{first.at}</a> : first.at}</span>
        {others.map((other) => (
          <a key={other.by} className="other-way" href={reachesWith(other)}>
            {BY_NAMES[other.by]}
          </a>
        ))}
        {rule && <span className="rule">{rule}</span>}
      </dd>
    </>
  );
}
