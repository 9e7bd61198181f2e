import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { noteLine } from "../note-text.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  details:
    "From the day of the first note on that you signed; notes that were brought in from files are not among them.",
  run: (context) =>
    withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      const notes = await vault.unsignedNotes();
      const text = notes.map(noteLine).join("\n") || "No note of yours waits for your signature.";
      return ok({ facts: { notes, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});
