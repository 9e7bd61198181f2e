/** Where the server delivers the code of the page: the way around it, and the decision to let it be. */

import { type ReactElement, useState } from "react";
import { readPreferences, writePreferences } from "../../app/preferences.ts";
import { CodeFromServer } from "../../parts/code-from-server.tsx";

export function PageCode(): ReactElement {
  const [known, setKnown] = useState(() => readPreferences().codeFromServer);
  const leaveIt = () => {
    writePreferences({ ...readPreferences(), codeFromServer: true });
    setKnown(true);
  };
  return (
    <section aria-labelledby="code">
      <div className="head">
        <h2 id="code">The code of this page</h2>
      </div>
      <p className="small quiet above-act">
        <CodeFromServer />
      </p>
      {!known && (
        <button className="b" type="button" onClick={leaveIt}>
          I know, leave it so here
        </button>
      )}
    </section>
  );
}
