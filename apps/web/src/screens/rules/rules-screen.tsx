/** What the practice asks of everybody's devices; an owner changes it. */

import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useOpenStatus } from "../../app/vault-context.tsx";
import { sayRules } from "../../words/rules.ts";

const ChangeRules = lazy(() => import("./change-rules.tsx").then((m) => ({ default: m.ChangeRules })));

export function RulesScreen(): ReactElement {
  const { rules, maySetRules } = useOpenStatus();
  const [changing, setChanging] = useState(false);
  return (
    <Page title="Practice rules">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/people">People</Link>
          </p>
          <h1>Practice rules</h1>
          <p className="lede">
            For everybody’s devices. They make stricter what somebody chose for their own, and loosen nothing.
          </p>
        </div>
      </div>
      <section aria-label="The rules">
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
        <p className="small quiet">
          What notes begin with: <Link to="/templates">templates and snippets</Link>
        </p>
      </section>
      <Suspense>{changing && <ChangeRules rules={rules} onClose={() => setChanging(false)} />}</Suspense>
    </Page>
  );
}
