/** Whoever prints the page prints the note on it: the chart's access log says so. */

import type { NoteKind } from "@alcove/vault";
import { useEffect } from "react";
import { useVault } from "../../app/vault-context.tsx";

/** `note`: what is on the page now; absent while nothing of it was saved. */
export function usePrinted(chart: string | undefined, kind: NoteKind, note: () => string | undefined): void {
  const vault = useVault();
  useEffect(() => {
    const record = () => {
      const id = note();
      if (chart && id) vault.recordAccess({ chart, act: "printed", kind, note: id }).catch(() => {});
    };
    window.addEventListener("beforeprint", record);
    return () => window.removeEventListener("beforeprint", record);
  });
}
