import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { writeNewFile } from "../files.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    out: { type: "string", value: "FILE", about: "a new file, for alcove ledger verify --file", required: true },
  },
  details: `Leaves, checkpoints as the server and witnesses signed them, and their keys: hashes and signatures, no record and no name. Whoever has
it checks it without server and practice.`,
  run: (context, { options: { out } }) =>
    withOpenVault(context, async (vault) => {
      const sent = await send(context, vault);
      const file = await vault.exportLedger();
      if (!file.ok) return refused(file.error);
      const written = writeNewFile(out, file.value);
      if (!written.ok) return written;
      return ok({ facts: { out, ...sentFacts(sent) }, text: `Written to ${out}.${sentText(sent)}` });
    }),
});
