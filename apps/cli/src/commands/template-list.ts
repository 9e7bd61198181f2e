import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  run: (context) =>
    withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      const templates = await vault.templates();
      const lines = templates.map(({ id, name, about, kind }) => {
        const apart = kind === "psychotherapy" ? "  (psychotherapy)" : "";
        return `${id}  ${name}: ${about}${apart}`;
      });
      return ok({ facts: { templates, ...asOf.facts }, text: `${lines.join("\n")}${asOf.text}` });
    }),
});
