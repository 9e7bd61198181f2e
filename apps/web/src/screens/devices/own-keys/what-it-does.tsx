/** What an act does, and what it does not do: side by side, before anything is asked. */

import type { ReactElement } from "react";

export type WhatItDoesProps = {
  readonly does: string;
  /** What ends with it, where something does. */
  readonly ends?: string | undefined;
  readonly doesNot: string;
};

export function WhatItDoes({ does, ends, doesNot }: WhatItDoesProps): ReactElement {
  return (
    <dl className="does">
      <div>
        <dt>What it does</dt>
        <dd>{does}</dd>
        {ends && <dd>{ends}</dd>}
      </div>
      <div>
        <dt>What it does not do</dt>
        <dd>{doesNot}</dd>
      </div>
    </dl>
  );
}
