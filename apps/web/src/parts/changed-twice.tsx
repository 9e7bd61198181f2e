/** What was changed on two devices at the same time: one of them is shown, and a save settles it. */

import type { ReactElement } from "react";

/** `basedOn`: what stands of it. */
export const ChangedTwice = ({ basedOn }: { readonly basedOn: readonly string[] }): ReactElement | null =>
  basedOn.length > 1 ? (
    <p className="due">
      This was changed twice at the same time, and this is one of the two. Both are kept; what you save settles it.
    </p>
  ) : null;
