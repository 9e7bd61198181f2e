/** One page broke, or its part of the bundle did not come; rail and lock still stand. The error's text stays off screen. */

import type { ReactElement } from "react";
import { Page } from "./page.tsx";
import { isPartMissing } from "./part-missing.ts";

export function PageBroke({ error }: { readonly error: unknown }): ReactElement {
  return (
    <Page title="Did not open">
      <div className="stack">
        <div className="top">
          <div>
            <h1>This page did not open</h1>
            {isPartMissing(error) && (
              <p className="lede">
                A part of Alcove did not come from the server: there was no network just then, or the server has a newer
                Alcove by now.
              </p>
            )}
          </div>
        </div>
        <p className="quiet">
          What you typed until a second ago is kept on this device. Open Alcove again; it asks for your passphrase.
        </p>
        <p className="acts">
          <button className="b primary" type="button" onClick={() => location.reload()}>
            Open it again
          </button>
        </p>
      </div>
    </Page>
  );
}
