/** Ten spare codes that were just made: they stand on the screen this once, to print or to save. */

import { type ReactElement, useState } from "react";
import { Icon } from "./icon.tsx";
import { usePrinting } from "./print-page.tsx";
import { saveFile } from "./save-file.ts";
import "./sheet.css";
import "./spare-codes-paper.css";

export type SpareCodesPaperProps = {
  readonly codes: readonly string[];
  /** What going on is called once they were printed or saved. */
  readonly doneLabel: string;
  readonly onDone: () => void;
};

export function SpareCodesPaper({ codes, doneLabel, onDone }: SpareCodesPaperProps): ReactElement {
  const [kept, setKept] = useState(false);
  const printing = usePrinting();
  const printThem = async () => {
    if (await printing.print()) setKept(true);
  };
  const saveThem = () => {
    saveCodes(codes);
    setKept(true);
  };
  return (
    <div className="spare-paper">
      <div className="sheet paper-sheet spare-sheet">
        <h2>Alcove: spare codes</h2>
        <p className="small">
          Each stands in once for your second factor. Without Emergency Kit and passphrase they open nothing: keep them
          where you keep the kit, not in the phone.
        </p>
        <ol className="secret">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
      </div>
      <p className="small quiet no-print">Shown this once. The server keeps only what it compares them with.</p>
      {printing.nothingPrinted}
      <div className="acts no-print">
        <button className={kept ? "b" : "b primary"} type="button" onClick={() => void printThem()}>
          <Icon name="print" />
          Print them
        </button>
        <button className="b" type="button" onClick={saveThem}>
          <Icon name="stick" />
          <span className="wide-only">Save them to a stick</span>
          <span className="phone-only">Save them as a file</span>
        </button>
        <button className={kept ? "b primary" : "b plain"} type="button" onClick={onDone}>
          {kept ? doneLabel : "I wrote them down"}
        </button>
      </div>
    </div>
  );
}

function saveCodes(codes: readonly string[]): void {
  const text = `Alcove: spare codes\n\nEach stands in once for the second factor.\n\n${codes.join("\n")}\n`;
  saveFile("alcove-spare-codes.txt", new Blob([text], { type: "text/plain" }));
}
