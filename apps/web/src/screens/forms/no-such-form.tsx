/** A form that is none of the practice's own on this device. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Page } from "../../app/page.tsx";

export function NoSuchForm(): ReactElement {
  return (
    <Page title="No such form">
      <h1>There is no such form on this device</h1>
      <p className="quiet">If it was made on another device, it comes when the server can be reached.</p>
      <p className="acts">
        <Link className="b" to="/forms">
          Go to Forms
        </Link>
      </p>
    </Page>
  );
}
