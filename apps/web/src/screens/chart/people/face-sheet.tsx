/** Where a chart stands, in the line below its name; changed in a dialog. */

import { type ReactElement, type ReactNode, lazy, Suspense, useState } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { FORM_NAMES, STATUS_NAMES } from "../../../words/administrative.ts";
import { sayShortDate } from "../../../words/dates.ts";

const FaceSheetForm = lazy(() => import("./face-sheet-form.tsx").then((m) => ({ default: m.FaceSheetForm })));

type FaceSheetProps = {
  readonly chart: string;
  /** What else can be done there: it stays beside the way to the face sheet, wherever the line breaks. */
  readonly children?: ReactNode;
};

export function FaceSheet({ chart, children }: FaceSheetProps): ReactElement {
  const { value } = useAnswer(`administrative ${chart}`, (vault) => vault.administrative(chart));
  const [isShown, show] = useState(false);
  if (!value) return <span className="fact-acts">{children}</span>;
  const { faceSheet: sheet, mayWrite } = value;
  return (
    <>
      {sheet && (
        <span>
          {FORM_NAMES[sheet.form]}, <b>{STATUS_NAMES[sheet.status].toLowerCase()}</b> since {sayShortDate(sheet.since)}
        </span>
      )}
      {sheet?.tags.map((tag) => (
        <span key={tag} dir="auto">
          {tag}
        </span>
      ))}
      {sheet?.custom.map(({ name, value: said }) => (
        <span key={name} dir="auto">
          {name} <b>{said}</b>
        </span>
      ))}
      {sheet && sheet.beside.length > 0 && <span className="due">Changed twice at the same time</span>}
      <span className="fact-acts">
        {mayWrite && (
          <button className="as-link" type="button" onClick={() => show(true)}>
            {sheet ? "Where it stands" : "Say where it stands"}
          </button>
        )}
        {children}
      </span>
      {isShown && (
        <Suspense>
          <FaceSheetForm chart={chart} sheet={sheet} onClose={() => show(false)} />
        </Suspense>
      )}
    </>
  );
}
