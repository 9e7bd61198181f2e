/** A could-have-read report into a file of the person's. */

import type { Outcome, Vault } from "@alcove/vault";
import { saveFile } from "../../parts/save-file.ts";
import { dayOf } from "../../words/dates.ts";

/** `name`: in the file's, of whom it is. */
export async function saveReport(
  vault: Vault,
  about: { readonly member: string } | { readonly device: string },
  name: string,
  as: "pdf" | "json",
): Promise<Outcome<void>> {
  const made = await vault.couldHaveRead(about);
  if (!made.ok) return made;
  const { report, pdf } = made.value;
  const content =
    as === "pdf"
      ? new Blob([new Uint8Array(pdf)], { type: "application/pdf" })
      : new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: "application/json" });
  saveFile(`could have read, ${name}, ${dayOf(Date.now())}.${as}`, content);
  return { ok: true, value: undefined };
}
