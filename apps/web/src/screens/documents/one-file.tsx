/** One file: what is said of it, what it holds, and out to this computer. */

import type { ChartView, DocumentView } from "@alcove/vault";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useClientName } from "../../parts/client-name.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { takeFile } from "../../parts/take-file.ts";
import { saySize } from "../../words/counts.ts";
import { dayOf, sayDayBriefly } from "../../words/dates.ts";
import { nameOf, sayDocument } from "../../words/documents.ts";
import { DocumentForm } from "./document-form.tsx";

const Preview = lazy(() => import("./preview.tsx").then((m) => ({ default: m.Preview })));

type OneFileProps = {
  readonly file: DocumentView | undefined;
  /** Into another chart; `begun`: where its copy lies already. */
  readonly onMove: (file: DocumentView, begun: ChartView | undefined) => void;
  readonly onClose: () => void;
};

export function OneFile({ file, onMove, onClose }: OneFileProps): ReactElement | null {
  const vault = useVault();
  const acting = useActing();
  const [describes, setDescribes] = useState(false);
  const [taken, setTaken] = useState<number>();
  if (!file) return null;
  const now = Date.now();

  const take = async () => {
    await acting.run(() => takeFile(vault, file, setTaken));
    setTaken(undefined);
  };

  return (
    <section className="one" aria-labelledby="h-one">
      <p className="crumb only-narrow">
        <button className="as-link" type="button" onClick={onClose}>
          <Icon name="back" lift />
          All files
        </button>
      </p>
      <h2 id="h-one" dir="auto">
        {nameOf(file)}
      </h2>
      <p className="small quiet" dir="auto">
        {[
          file.said && sayDocument(file.said, now),
          file.said?.title && file.name,
          saySize(file.bytes),
          `added ${sayDayBriefly(dayOf(file.addedAt), now)}`,
          file.firstAdded !== undefined &&
            `first added ${sayDayBriefly(dayOf(file.firstAdded), now)}, in another chart`,
        ]
          .filter(Boolean)
          .join(", ")}
      </p>
      <div className="acts">
        <button className="b slim" type="button" aria-busy={acting.busy} onClick={() => void take()}>
          {taken === undefined
            ? "Save to this device"
            : `Saving, ${Math.floor((100 * taken) / Math.max(1, file.bytes))} %`}
        </button>
        {file.mayDescribe && (
          <button className="b slim plain" type="button" onClick={() => setDescribes(true)}>
            {file.said ? "Change what it is" : "Say what it is"}
          </button>
        )}
      </div>
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="preview">
        <Suspense fallback={<p className="quiet small">Opening</p>}>
          <Preview file={file} />
        </Suspense>
      </div>
      {file.mayMove && <Elsewhere file={file} onMove={onMove} />}
      {describes && <DocumentForm file={file} onClose={() => setDescribes(false)} />}
    </section>
  );
}

/** The way out of the wrong chart, for who added it; also where that was begun and did not come to its end. */
function Elsewhere({ file, onMove }: Pick<OneFileProps, "onMove"> & { readonly file: DocumentView }): ReactElement {
  const nameOf = useClientName();
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const begun = charts?.find(({ id }) => id === file.copyIn);
  return (
    <div className="lies-elsewhere">
      {begun && (
        <p className="small">
          A copy is in the chart of {nameOf(begun.name)} already. This one stays until the server has given all of the
          copy back.
        </p>
      )}
      <p className="small">
        <button className="as-link" type="button" onClick={() => onMove(file, begun)}>
          {begun ? "Go on moving it" : "It belongs in another chart"}
        </button>
      </p>
    </div>
  );
}
