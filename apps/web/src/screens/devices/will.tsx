/** The way to what happens when one can't act any more. */

import type { WillDue } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

export function Will({ due }: { readonly due: WillDue | undefined }): ReactElement {
  return (
    <section aria-labelledby="h-cant">
      <div className="head">
        <h2 id="h-cant">When you can’t</h2>
        {due && <span className="ev stale">{due === "missing" ? "No will yet" : "To be confirmed"}</span>}
      </div>
      <p className="small quiet above-act">
        Your professional will, and who opens your psychotherapy notes when you can’t.
      </p>
      <Link className="b" to="/will">
        See what is decided
      </Link>
    </section>
  );
}
