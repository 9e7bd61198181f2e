/** Files kept beside notes: added from this device, sealed like everything else, taken out again one by one. */

import type { AttachmentView } from "@alcove/vault";
import { type ReactElement, useRef, useState } from "react";
import { useVault } from "../app/vault-context.tsx";
import { saySize } from "../words/counts.ts";
import { dayOf, sayDayBriefly } from "../words/dates.ts";
import { useActing } from "./acting.ts";
import { ErrorLine } from "./field.tsx";
import { Icon } from "./icon.tsx";
import { takeFile } from "./take-file.ts";
import { withoutPlace } from "./without-place.ts";

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
  const [remarks, setRemarks] = useState<readonly string[]>([]);
  const input = useRef<HTMLInputElement>(null);

  const add = async (chosen: readonly File[]) => {
    setRemarks([]);
    for (const file of chosen) {
      setAdding(file.name);
      const { bytes, remark } = await withoutPlace(file);
      const added = await acting.run(async () =>
        vault.attach({
          chart,
          ...(note !== undefined && { note }),
          name: file.name,
          mediaType: file.type || "application/octet-stream",
          bytes,
        }),
      );
      if (!added) break;
      if (remark) setRemarks((before) => [...before, `${file.name}: ${remark}`]);
    }
    setAdding(undefined);
    if (input.current) input.current.value = "";
  };

  const take = async (file: AttachmentView) => {
    await acting.run(() => takeFile(vault, file));
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
      {remarks.map((remark) => (
        <p key={remark} className="small quiet above-act" role="status" dir="auto">
          {remark}
        </p>
      ))}
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
