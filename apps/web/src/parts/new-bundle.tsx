/** A newer bundle was fetched and waits; nothing reloads under somebody's hands. */

import type { ReactElement } from "react";
import { useNewBundle } from "../app/new-bundle.ts";

export function NewBundle(): ReactElement | null {
  const open = useNewBundle();
  if (!open) return null;
  return (
    <p>
      This page has changed on the server; here the one you had goes on.{" "}
      <button className="as-link" type="button" onClick={open}>
        Open the new one
      </button>
    </p>
  );
}
