import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { responseLines } from "../form-text.ts";
import { withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which one, as form list --chart shows them" }],
  details: "Every signature is verified, and one that does not hold is shown as such.",
  run: (context, { positionals: [id = ""] }) =>
    withOpenVault(context, async (vault) => {
      const view = await vault.formResponse(id);
      if (!view.ok) return refused(view.error);
      return ok({ facts: { ...view.value }, text: responseLines(view.value).join("\n") });
    }),
});
