/** Whoever prints the page prints the note on it: the chart's access log says so. */

import type { NoteKind } from "@alcove/vault";
import { useEffect } from "react";
import { useVault } from "../../app/vault-context.tsx";

/** `note`: what is on the page now; absent while nothing of it was saved. */
export function usePrinted(chart: string | undefined, kind: NoteKind, note: () => string | undefined): void {
  const vault = useVault();
  useBeforePrint(() => {
    const id = note();
    if (chart && id) vault.recordAccess({ chart, act: "printed", kind, note: id }).catch(() => {});
  });
}

/** A page with what is the chart's and no single note's. */
export function useChartPrinted(chart: string): void {
  const vault = useVault();
  useBeforePrint(() => void vault.recordAccess({ chart, act: "printed", kind: "progress" }).catch(() => {}));
}

function useBeforePrint(record: () => void): void {
  useEffect(() => {
    window.addEventListener("beforeprint", record);
    return () => window.removeEventListener("beforeprint", record);
  });
}
