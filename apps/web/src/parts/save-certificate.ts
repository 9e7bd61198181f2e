/** The certificate of what was destroyed of a chart, as a PDF file. Import this with the screen that saves one, never before. */

import type { Outcome, Vault } from "@alcove/vault";
import { certificatePaper } from "@alcove/export/certificate";
import { saveFile } from "./save-file.ts";
import { setPaper } from "./set-paper.ts";

/** Nothing is written where the letters or the code for it could not be loaded. */
export async function saveCertificate(vault: Vault, chart: string, name: string): Promise<Outcome<void>> {
  const made = await vault.destructionCertificate(chart);
  if (!made.ok) return made;
  const bytes = await setPaper(certificatePaper(made.value), made.value.madeAt);
  if (!bytes) return { ok: false, error: { code: "server-unreachable" } };
  saveFile(`destroyed, ${name}.pdf`, new Blob([bytes], { type: "application/pdf" }));
  return { ok: true, value: undefined };
}
