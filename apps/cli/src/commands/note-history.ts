import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { versionLine } from "../note-text.ts";
import { withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which note" }],
  details: "Oldest first. alcove note show ID --revision REVISION shows one of them.",
  run: (context, { positionals: [id = ""] }) =>
    withOpenVault(context, async (vault) => {
      const versions = await vault.history(id);
      if (!versions.ok) return refused(versions.error);
      return ok({ facts: { versions: versions.value }, text: versions.value.map(versionLine).join("\n") });
    }),
});
