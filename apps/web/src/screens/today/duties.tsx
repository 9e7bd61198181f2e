/** What the first sitting left, and what runs out: second factor, spare codes, Emergency Kit, recovery cards, will. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { CasesDue } from "../../words/cases.ts";
import { count, sentence } from "../../words/counts.ts";
import { type DutiesProps, runsOut } from "./has-duties.ts";

export function Duties(props: DutiesProps): ReactElement {
  const { secondFactorSet, secondFactor, passphraseDue, kitConfirmed, recoveryCardsMissing } = props;
  const { ownCodeMissing, willDue } = props;
  const left = secondFactor?.spareCodes;
  return (
    <section aria-labelledby="h-duties">
      <div className="head">
        <h2 id="h-duties">Kept for a bad day</h2>
      </div>
      <ul className="rows ends">
        {props.casesDue && (
          <li>
            <div>
              <Link className="t" to="/cases">
                Cases
              </Link>
              <p>{sayCases(props.casesDue)}</p>
            </div>
            <span className="due small">{props.casesDue.over > 0 ? "Due now" : "Due this week"}</span>
          </li>
        )}
        {props.keysDue && (
          <li>
            <div>
              <Link className="t" to="/devices/gone">
                A device is gone
              </Link>
              <p>It is out. Your keys are still those that it has.</p>
            </div>
            <span className="due small">Due now</span>
          </li>
        )}
        {passphraseDue && (
          <li>
            <div>
              <Link className="t" to="/devices" hash="keys">
                Another passphrase
              </Link>
              <p>
                {passphraseDue === "age"
                  ? "The one you have is older than your practice’s rules say."
                  : "Your practice’s rules ask for capital and small letters, digits and signs in it."}
              </p>
            </div>
            <span className="due small">Due now</span>
          </li>
        )}
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
        {runsOut(props) && (
          <li>
            <div>
              <Link className="t" to="/devices" hash="second-factor">
                Spare codes
              </Link>
              <p>
                {left
                  ? `${sentence(count(left, "code"))} of ten ${left === 1 ? "is" : "are"} left. Make new ones before the last is used.`
                  : "There are none. If the phone or key is lost, no other device can be added with the kit."}
              </p>
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
        {willDue && (
          <li>
            <div>
              <Link className="t" to="/will">
                Professional will
              </Link>
              <p>
                {willDue === "missing"
                  ? "Who winds up your practice when you can’t, and where the cards lie."
                  : "You last said a year ago that it holds. Read it once more."}
              </p>
            </div>
            {willDue === "missing" ? (
              <span className="small quiet">This month</span>
            ) : (
              <span className="due small">Due this week</span>
            )}
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
        {ownCodeMissing && (
          <li>
            <div>
              <Link className="t" to="/devices" hash="code">
                Code of your own
              </Link>
              <p>The server delivers the page that opens your records. Your own computer can.</p>
            </div>
            <span className="small quiet">This month</span>
          </li>
        )}
      </ul>
    </section>
  );
}

function sayCases({ over, soon }: CasesDue): string {
  const answers = (n: number) => count(n, "answer");
  if (over === 0) return `${sentence(answers(soon))} due within a week.`;
  return `${sentence(answers(over))} overdue${soon > 0 ? `, ${answers(soon)} due within a week` : ""}.`;
}
