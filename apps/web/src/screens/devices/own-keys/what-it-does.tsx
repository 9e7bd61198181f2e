/** What an act does, and what it does not do: side by side, before anything is asked. */

import type { ReactElement } from "react";

export function WhatItDoes({ does, doesNot }: { readonly does: string; readonly doesNot: string }): ReactElement {
  return (
    <dl className="does">
      <div>
        <dt>What it does</dt>
        <dd>{does}</dd>
      </div>
      <div>
        <dt>What it does not do</dt>
        <dd>{doesNot}</dd>
      </div>
    </dl>
  );
}
