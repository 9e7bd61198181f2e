/** Files kept beside notes: added from this device, sealed like everything else, taken out again one by one. */

import type { AttachmentView } from "@alcove/vault";
import { type ReactElement, useRef, useState } from "react";
import { useVault } from "../app/vault-context.tsx";
import { saySize } from "../words/counts.ts";
import { dayOf, sayDayBriefly } from "../words/dates.ts";
import { useActing } from "./acting.ts";
import { ErrorLine } from "./field.tsx";
import { Icon } from "./icon.tsx";
import { saveFile } from "./save-file.ts";

export type FilesProps = {
  readonly chart: string;
  readonly note?: string;
  readonly files: readonly AttachmentView[];
  readonly now: number;
  /** Whether this member may add one. */
  readonly mayAdd?: boolean;
};

export function Files({ chart, note, files, now, mayAdd = true }: FilesProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [adding, setAdding] = useState<string>();
  const input = useRef<HTMLInputElement>(null);

  const add = async (chosen: readonly File[]) => {
    for (const file of chosen) {
      setAdding(file.name);
      const added = await acting.run(async () =>
        vault.attach({
          chart,
          ...(note !== undefined && { note }),
          name: file.name,
          mediaType: file.type || "application/octet-stream",
          bytes: new Uint8Array(await file.arrayBuffer()),
        }),
      );
      if (!added) break;
    }
    setAdding(undefined);
    if (input.current) input.current.value = "";
  };

  const take = async (file: AttachmentView) => {
    const read = await acting.run(() => vault.readAttachment(file.id));
    if (!read) return;
    const { view, bytes } = read.value;
    // Plain bytes, so that nothing opens by itself on this origin.
    saveFile(view.name, new Blob([new Uint8Array(bytes)], { type: "application/octet-stream" }));
  };

  return (
    <>
      {files.length > 0 && (
        <ul className="rows files">
          {files.map((file) => (
            <li key={file.id}>
              <button className="t" type="button" onClick={() => void take(file)}>
                {file.name}
                <span className="vh">, save to this device</span>
              </button>
              <p className="num">
                {saySize(file.bytes)}, {sayDayBriefly(dayOf(file.addedAt), now)}
              </p>
            </li>
          ))}
        </ul>
      )}
      {acting.error && <ErrorLine text={acting.error} />}
      {mayAdd && (
        <>
          <button className="b slim" type="button" aria-busy={acting.busy} onClick={() => input.current?.click()}>
            <Icon name="paperclip" />
            {adding === undefined ? "Add a file" : "Sealing"}
          </button>
          <input
            ref={input}
            className="vh"
            type="file"
            multiple
            tabIndex={-1}
            aria-hidden="true"
            onChange={(event) => void add([...(event.target.files ?? [])])}
          />
        </>
      )}
    </>
  );
}
