/** An empty list: one sentence with the next step, at most two ways on, no drawing. */

import type { ReactElement, ReactNode } from "react";

export function Empty({ says, children }: { readonly says: string; readonly children?: ReactNode }): ReactElement {
  return (
    <div className="empty">
      <p className="said">{says}</p>
      {children && <div className="acts">{children}</div>}
    </div>
  );
}
