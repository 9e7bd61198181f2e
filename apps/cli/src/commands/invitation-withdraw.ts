import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { withOpenVault } from "../profile.ts";
import { refusedTo } from "../refusal.ts";

export const command = defineCommand({
  options: {
    id: { type: "string", value: "ID", about: "which one, as invitation list shows it", required: true },
  },
  details: "Nobody can answer it from then on. With the server or not at all.",
  run: (context, { options: { id } }) =>
    withOpenVault(context, async (vault) => {
      const withdrawn = await vault.withdrawInvitation(id);
      return withdrawn.ok ? ok({ facts: { id }, text: "Withdrawn." }) : refusedTo("members", withdrawn.error);
    }),
});
