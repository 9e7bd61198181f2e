/** What the practice asks of everybody's devices; an owner changes it. */

import { lazy, type ReactElement, Suspense, useState } from "react";
import { useOpenStatus } from "../../app/vault-context.tsx";
import { sayRules } from "../../words/rules.ts";

const ChangeRules = lazy(() => import("./change-rules.tsx").then((m) => ({ default: m.ChangeRules })));

export function PracticeRulesPart(): ReactElement {
  const { rules, maySetRules } = useOpenStatus();
  const [changing, setChanging] = useState(false);
  return (
    <section id="rules" aria-labelledby="h-rules">
      <div className="head">
        <h2 id="h-rules">Practice rules</h2>
      </div>
      <p className="small quiet above-act">
        For everybody’s devices. They make stricter what somebody chose for their own, and loosen nothing.
      </p>
      <ul className="rows ends above-act">
        {sayRules(rules).map(({ name, says }) => (
          <li key={name}>
            <div>
              <span className="plain-name">{name}</span>
              <p>{says}</p>
            </div>
          </li>
        ))}
      </ul>
      {maySetRules ? (
        <button className="b" type="button" onClick={() => setChanging(true)}>
          Change the rules
        </button>
      ) : (
        <p className="small quiet">An owner of the practice can change them.</p>
      )}
      <Suspense>{changing && <ChangeRules rules={rules} onClose={() => setChanging(false)} />}</Suspense>
    </section>
  );
}
