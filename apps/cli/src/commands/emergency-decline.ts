import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: { request: { type: "string", value: "ID", about: "which one, as emergency list shows it", required: true } },
  details: "Of others' requests: you don't give it, and others still may. Of your own: it is not needed any more.",
  run: (context, { options: { request } }) =>
    withOpenVault(context, async (vault) => {
      await send(context, vault);
      const said = await vault.declineEmergency(request);
      if (!said.ok) return refused(said.error);
      const sent = await send(context, vault);
      return ok({ facts: { request, ...sentFacts(sent) }, text: `Said, on record.${sentText(sent)}` });
    }),
});
