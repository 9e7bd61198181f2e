/** A form that was filled in, as a signed PDF file. */

import type { FormResponseView } from "@alcove/vault";
import { formPaper } from "@alcove/export";
import { fail, ok } from "@alcove/bytes";
import { failure } from "@alcove/protocol/errors";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, WellLine } from "../../parts/field.tsx";
import { saveFile } from "../../parts/save-file.ts";
import { setPaper } from "../../parts/set-paper.ts";

export function FormPdf({ view }: { readonly view: FormResponseView }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [saved, setSaved] = useState<string>();
  const { value: status } = useAnswer("status", (answering) => answering.status());
  const practice = status?.phase === "open" ? status.practiceName : "";
  const { head, asked, answers, acts } = view;
  const write = () =>
    acting.run(async () => {
      if (head.belongs === "clinical") {
        const recorded = await vault.recordAccess({ chart: head.chart, act: "exported", kind: "progress" });
        if (!recorded.ok) return recorded;
      }
      const isUnfinished = head.standing === "in-progress" || head.standing === "mistaken";
      const paper = formPaper({ practice, asked, answers, on: head.on, ends: head.ends, isUnfinished, acts });
      const reason = "Shows whether this file was changed since it was made";
      const bytes = await setPaper(paper, Date.now(), { name: practice, reason });
      if (!bytes) return fail(failure("server-unreachable"));
      const name = `${head.title.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}-${head.on}.pdf`;
      saveFile(name, new Blob([bytes], { type: "application/pdf" }));
      setSaved(name);
      return ok();
    });
  return (
    <>
      <button className="b" type="button" aria-busy={acting.busy} onClick={() => void write()}>
        PDF
      </button>
      {saved && <WellLine>{saved} is among this browser’s downloads.</WellLine>}
      {acting.error && <ErrorLine text={acting.error} />}
    </>
  );
}
