/** For how long nothing was seen of a colleague: a shape and words, colour last. */

import type { MemberView } from "@alcove/vault";
import type { ReactElement } from "react";
import { count } from "../../words/counts.ts";

export function Quiet({ quiet }: { readonly quiet: NonNullable<MemberView["quiet"]> }): ReactElement {
  return (
    <p>
      <span className={quiet.level === "amber" ? "ev stale" : "ev failing"}>
        Nothing seen for {count(quiet.days, "working day")}
      </span>
    </p>
  );
}
