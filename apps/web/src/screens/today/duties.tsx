/** What the first sitting left for the week: second factor and Emergency Kit. Brick until done. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

export type DutiesProps = { readonly secondFactorSet: boolean; readonly kitConfirmed: boolean };

export function Duties({ secondFactorSet, kitConfirmed }: DutiesProps): ReactElement {
  return (
    <section aria-labelledby="h-duties">
      <div className="head">
        <h2 id="h-duties">Kept for a bad day</h2>
      </div>
      <ul className="rows ends">
        {!secondFactorSet && (
          <li>
            <div>
              <Link className="t" to="/devices" hash="second-factor">
                Second factor
              </Link>
              <p>Until then, no other device can be added with the kit.</p>
            </div>
            <span className="due small">Due this week</span>
          </li>
        )}
        {!kitConfirmed && (
          <li>
            <div>
              <Link className="t" to="/devices" hash="kit">
                Emergency Kit
              </Link>
              <p>Print it or save it to a stick, then type four groups back.</p>
            </div>
            <span className="due small">Due this week</span>
          </li>
        )}
      </ul>
    </section>
  );
}
