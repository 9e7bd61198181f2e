import { ok } from "@alcove/bytes";
import { guideOf, kindLines, readKindOfCase } from "../case-text.ts";
import { defineCommand } from "../command.ts";
import { withVault } from "../profile.ts";

export const command = defineCommand({
  options: { kind: { type: "string", value: "KIND", about: "one of them (all)" } },
  details:
    "Guidance, and no legal advice. Each line names its source and whether it was read, is from memory, or is for your State's law to say.",
  run: (context, { options }) =>
    withVault(context, async (vault) => {
      const one = options.kind === undefined ? undefined : await readKindOfCase(vault, options.kind);
      if (one && !one.ok) return one;
      const kinds = one ? [one.value] : (await guideOf(vault)).kinds;
      return ok({ facts: { kinds }, text: kinds.map(kindLines).join("\n") });
    }),
});
