/** How to ask more exactly; before anything is asked, where the search happens. */

import type { ReactElement } from "react";

export function Tips({ searched }: { readonly searched: boolean }): ReactElement {
  return (
    <p className="tips">
      {!searched && "It searches on this device, in every word of every note, and needs no network. "}
      Quotes find a phrase: <code>“wrong line”</code>. A star finds beginnings: <code>sleep*</code>. A minus leaves out:{" "}
      <code>-choir</code>.
    </p>
  );
}
