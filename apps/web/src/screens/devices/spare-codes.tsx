/** Spare codes: how many are left, and ten new ones. */

import { lazy, type ReactElement, Suspense, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { count, sentence } from "../../words/counts.ts";

const MakeSpareCodes = lazy(() => import("./make-spare-codes.tsx").then((m) => ({ default: m.MakeSpareCodes })));

export function SpareCodes(): ReactElement {
  const { value } = useAnswer("second-factor", (vault) => vault.secondFactor());
  const [making, setMaking] = useState(false);
  const left = value?.ok ? value.value.spareCodes : undefined;
  return (
    <>
      <ul className="rows ends">
        <li>
          <div>
            <span className="plain-name">Spare codes</span>
            <p>{sayLeft(left)}</p>
          </div>
          <button className="as-link small" type="button" onClick={() => setMaking(true)}>
            {left ? "Make new ones" : "Make ten codes"}
          </button>
        </li>
      </ul>
      <Suspense>{making && <MakeSpareCodes hadSome={Boolean(left)} onClose={() => setMaking(false)} />}</Suspense>
    </>
  );
}

function sayLeft(left: number | undefined): string {
  if (left === undefined) return "They stand in for the six digits, once each, when the phone is gone.";
  if (left === 0) return "There are none. They stand in for the six digits, once each, when the phone is gone.";
  return `${sentence(count(left, "code"))} of ten ${left === 1 ? "is" : "are"} left, each for one time without the phone.`;
}
