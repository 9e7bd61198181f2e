/** Which codes are searched, whose they are, and reading in the official file of a year. */

import { type ReactElement, useRef, useState } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { ErrorLine, WellLine } from "../../../parts/field.tsx";
import { figures } from "../../../words/counts.ts";

/** `chosen`: the edition that the chosen code is of. */
export function CodeTable({ chosen }: { readonly chosen: string | undefined }): ReactElement | null {
  const vault = useVault();
  const acting = useActing();
  const { value } = useAnswer("code table", (from) => from.codeTable());
  const [readIn, setReadIn] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  if (!value?.ok) return null;
  const { edition, codes, isBuiltIn, source, notice } = value.value;

  const take = async (file: File | undefined) => {
    if (!file) return;
    const done = await acting.run(async () => vault.importCodes({ name: file.name, text: await file.text() }));
    if (input.current) input.current.value = "";
    if (!done) return;
    const { edition: now, codes: count, added } = done.value;
    setReadIn(`${added ? "Read in" : "Your practice has it already"}: ICD-10-CM ${now}, ${figures(count)} codes.`);
  };

  return (
    <details className="small">
      <summary>
        ICD-10-CM {edition}
        {isBuiltIn ? `, the ${figures(codes)} codes used most` : `, ${figures(codes)} codes`}
      </summary>
      {chosen !== undefined && chosen !== edition && (
        <p>The code was chosen from the edition {chosen}, and stays as it is.</p>
      )}
      <p>
        {source}. {notice}
      </p>
      <p>
        Each October a new year begins. Somebody of the practice reads in its official file, <b>icd10cm-codes</b> or{" "}
        <b>icd10cm-order</b>, unpacked and under its own name, for all devices. What was chosen before stays as it is.
      </p>
      <button className="b slim" type="button" aria-busy={acting.busy} onClick={() => input.current?.click()}>
        Read in a file
      </button>
      <input
        ref={input}
        className="vh"
        type="file"
        accept=".txt"
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ target }) => void take(target.files?.[0])}
      />
      {readIn !== undefined && <WellLine>{readIn}</WellLine>}
      {acting.error && <ErrorLine text={acting.error} />}
    </details>
  );
}
