/** Where recovery cards stand, and the way to them. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { sayNumber } from "../../words/counts.ts";

export function RecoveryCards(): ReactElement {
  const { value: recovery } = useAnswer("recovery", async (vault) => ({ view: await vault.recovery() }));
  const view = recovery?.view;
  return (
    <section aria-labelledby="h-recovery">
      <div className="head">
        <h2 id="h-recovery">Recovery cards</h2>
        {recovery &&
          (view ? <span className="ev verified">Handed out</span> : <span className="ev stale">None yet</span>)}
      </div>
      <p className="small quiet above-act">
        {view
          ? `It takes ${sayNumber(view.needed)} of ${sayNumber(view.cards)} to bring the practice back when everything else is gone.`
          : "Every device gone and the passphrase forgotten: a few people who hold a card each bring the practice back."}
      </p>
      <Link className="b" to="/recovery">
        {view ? "See the cards" : "Make recovery cards"}
      </Link>
    </section>
  );
}
