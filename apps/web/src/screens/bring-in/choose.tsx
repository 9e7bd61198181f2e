/** Where the notes lie: a folder, or single files; dropped ones too. */

import { type ReactElement, useEffect, useRef, useState } from "react";

export function Choose({ onChosen }: { readonly onChosen: (files: readonly File[]) => void }): ReactElement {
  const folder = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  const chosen = useRef(onChosen);
  useEffect(() => {
    chosen.current = onChosen;
  });

  // Dropped anywhere on the page: nobody has to aim, and the browser never opens the file in its place.
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const onLeave = () => setOver(false);
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer) void filesOfDrop(event.dataTransfer).then((files) => chosen.current(files));
    };
    addEventListener("dragover", onOver);
    addEventListener("dragleave", onLeave);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragover", onOver);
      removeEventListener("dragleave", onLeave);
      removeEventListener("drop", onDrop);
    };
  }, []);

  return (
    <section className={over ? "choose over-drop" : "choose"} aria-label="Choose">
      <p className="said">
        Choose the folder where notes of this client lie. They are read on this device, and you see what was found
        before anything is added.
      </p>
      <p className="small quiet">
        Text, Markdown, Word (docx), OpenDocument (odt), RTF, PDF with text, and tables (csv) with a note a row.
        Pictures and scans are not read; add them as files.
      </p>
      <div className="acts">
        <button className="b primary" type="button" onClick={() => folder.current?.click()}>
          Choose a folder
        </button>
        <button className="b" type="button" onClick={() => files.current?.click()}>
          Choose single files
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
        accept=".txt,.md,.rtf,.docx,.odt,.pdf,.csv,.tsv"
        onChange={(event) => onChosen([...(event.target.files ?? [])])}
      />
    </section>
  );
}

/** Files of a drop, folders opened to their depth; paths as `webkitRelativePath` would give them. */
async function filesOfDrop(transfer: DataTransfer): Promise<readonly File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return (await Promise.all(entries.map(filesOfEntry))).flat();
}

async function filesOfEntry(entry: FileSystemEntry): Promise<readonly File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    Object.defineProperty(file, "webkitRelativePath", { value: entry.fullPath.replace(/^\//, "") });
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  for (;;) {
    // A directory gives its entries in portions until one is empty.
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) return found;
    for (const inner of portion) found.push(...(await filesOfEntry(inner)));
  }
}
