/** Where the page's own code comes from, where that is the server: what it means, and the way around it. */

import type { ReactElement } from "react";

export function CodeFromServer(): ReactElement {
  return (
    <>
      This page’s code comes from the server. It can’t read your records, but whoever runs it could change the page that
      opens them. With Alcove installed on your computer, <code>alcove open</code> shows the same page from there;{" "}
      <code>alcove verify-app</code> compares the two.
    </>
  );
}
