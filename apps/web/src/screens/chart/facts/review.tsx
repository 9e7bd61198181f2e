/** By when somebody is to look at a flag or a plan again. */

import type { FlagWords, PlanWords } from "@alcove/vault";
import type { ReactElement } from "react";
import { dayOf, sayDayBriefly } from "../../../words/dates.ts";

type ReviewProps = { readonly said: FlagWords | PlanWords; readonly now: number };

export function Review({ said: { reviewBy, ended }, now }: ReviewProps): ReactElement | null {
  if (!reviewBy || ended) return null;
  const day = sayDayBriefly(reviewBy, now);
  if (reviewBy > dayOf(now)) return <span>Look again by {day}.</span>;
  return <b className="due">To be looked at again since {day}.</b>;
}
