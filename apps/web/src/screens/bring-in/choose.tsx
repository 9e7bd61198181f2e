/** Where the notes lie: a folder, a ZIP of one, or single files; dropped ones too. */

import { type ReactElement, useRef } from "react";
import { useDroppedFiles } from "../../parts/dropped-files.ts";

export type ChooseProps = {
  readonly isOneChart: boolean;
  readonly onChosen: (files: readonly File[]) => void;
};

export function Choose({ isOneChart, onChosen }: ChooseProps): ReactElement {
  const folder = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const over = useDroppedFiles(onChosen);

  return (
    <section className={over ? "choose over-drop" : "choose"} aria-label="Choose">
      <p className="said">
        {isOneChart
          ? "Choose the folder where notes of this client lie."
          : "Choose the folder where your notes lie, with all that is in it."}{" "}
        It is read on this device, and you see what becomes of each file before anything is added.
      </p>
      <p className="small quiet">
        Read as notes: Word (docx and the older doc), OpenDocument, RTF, text, Markdown, PDF with text, web pages,
        tables (csv) with a note a row, and what other systems export as FHIR (json) or C-CDA (xml). Documents lie
        beside their notes as they are; pictures, scans and all else are kept as files.
      </p>
      <p className="small quiet">You can also drop a folder, or a ZIP of one, anywhere on this page.</p>
      <div className="acts">
        <button className="b primary" type="button" onClick={() => folder.current?.click()}>
          Choose a folder
        </button>
        <button className="b" type="button" onClick={() => files.current?.click()}>
          Choose files or a ZIP
        </button>
      </div>
      <input
        ref={(input) => {
          folder.current = input;
          input?.setAttribute("webkitdirectory", "");
        }}
        className="vh"
        type="file"
        aria-label="Folder of notes"
        tabIndex={-1}
        onChange={(event) => onChosen([...(event.target.files ?? [])])}
      />
      <input
        ref={files}
        className="vh"
        type="file"
        multiple
        aria-label="Files of notes"
        tabIndex={-1}
        onChange={(event) => onChosen([...(event.target.files ?? [])])}
      />
    </section>
  );
}
