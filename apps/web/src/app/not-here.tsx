/** An address that leads nowhere. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Page } from "./page.tsx";

export function NotHere(): ReactElement {
  return (
    <Page title="Nothing here">
      <div className="stack">
        <div className="top">
          <div>
            <h1>There is nothing at this address</h1>
            <p className="lede">It may have been typed by hand, or belong to another practice. Nothing was lost.</p>
          </div>
        </div>
        <p>
          <Link className="b" to="/">
            Go to Today
          </Link>
        </p>
      </div>
    </Page>
  );
}
