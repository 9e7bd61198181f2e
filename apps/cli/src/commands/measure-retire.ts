import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: { measure: { type: "string", value: "NAME", about: "which, as measure forms lists it", required: true } },
  details: "What was filled in with it stays as it is. To bring it back, measure define the same once more.",
  run: (context, { options: { measure } }) =>
    withOpenVault(context, async (vault) => {
      const retired = await vault.retireMeasure(measure);
      if (!retired.ok) return refused(retired.error);
      const sent = await send(context, vault);
      return ok({ facts: { id: measure, ...sentFacts(sent) }, text: `It is offered no more.${sentText(sent)}` });
    }),
});
