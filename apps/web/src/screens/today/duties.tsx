/** What the first sitting left: second factor, Emergency Kit, recovery cards. Brick until done. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

export type DutiesProps = {
  readonly secondFactorSet: boolean;
  readonly kitConfirmed: boolean;
  readonly recoveryCardsMissing: boolean;
};

export function Duties({ secondFactorSet, kitConfirmed, recoveryCardsMissing }: DutiesProps): ReactElement {
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
        {recoveryCardsMissing && (
          <li>
            <div>
              <Link className="t" to="/recovery">
                Recovery cards
              </Link>
              <p>For the day on which nobody can get in: two of three people bring the practice back.</p>
            </div>
            <span className="small quiet">This month</span>
          </li>
        )}
      </ul>
    </section>
  );
}
