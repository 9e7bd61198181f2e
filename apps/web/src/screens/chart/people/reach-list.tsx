/** Numbers and addresses of somebody, and what may be left or sent there. A number is called by a press. */

import type { Reach } from "@alcove/vault";
import type { ReactElement } from "react";
import { BY_NAMES, reachesWith, sayLeave } from "../../../words/administrative.ts";
import "./reach-list.css";

export function ReachList({ reach }: { readonly reach: readonly Reach[] }): ReactElement | null {
  if (reach.length === 0) return null;
  return (
    <dl className="reach-list">
      {reach.map((one) => (
        <Reached key={`${one.by} ${one.at} ${one.label}`} reach={one} />
      ))}
    </dl>
  );
}

function Reached({ reach }: { readonly reach: Reach }): ReactElement {
  const rule = sayLeave(reach);
  const href = reachesWith(reach);
  return (
    <>
      <dt>
        {BY_NAMES[reach.by]}
        {reach.label && <span dir="auto">, {reach.label}</span>}
      </dt>
      <dd>
        <span dir="auto">{href ? <a href={href}>{reach.at}</a> : reach.at}</span>
        {rule && <span className="rule">{rule}</span>}
      </dd>
    </>
  );
}
