/** Spare codes: how many are left, and ten new ones. */

import { lazy, type ReactElement, Suspense, useState } from "react";
import { count, sentence } from "../../words/counts.ts";

const MakeSpareCodes = lazy(() => import("./make-spare-codes.tsx").then((m) => ({ default: m.MakeSpareCodes })));

/** `left`: absent until the server has said it. */
export function SpareCodes({ left }: { readonly left: number | undefined }): ReactElement {
  const [making, setMaking] = useState(false);
  return (
    <li>
      <div>
        <span className="plain-name">Spare codes</span>
        <p>{sayLeft(left)}</p>
      </div>
      <button className="as-link small" type="button" onClick={() => setMaking(true)}>
        {left ? "Make new ones" : "Make ten codes"}
      </button>
      <Suspense>{making && <MakeSpareCodes hadSome={Boolean(left)} onClose={() => setMaking(false)} />}</Suspense>
    </li>
  );
}

function sayLeft(left: number | undefined): string {
  if (left === undefined) return "They stand in for the rest, once each, when phone or key is gone.";
  if (left === 0) return "There are none. They stand in for the rest, once each, when phone or key is gone.";
  return `${sentence(count(left, "code"))} of ten ${left === 1 ? "is" : "are"} left, each for one time without phone or key.`;
}
