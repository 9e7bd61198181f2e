import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: { member: { type: "string", value: "ID", about: "whom, as member list shows them", required: true } },
  details: `What they have seen they may have kept; nothing that is planned from now on opens for them.`,
  run: (context, { options: { member } }) =>
    withOpenVault(context, async (vault) => {
      const ended = await vault.endScheduleAccess(member);
      if (!ended.ok) return refused(ended.error);
      const sent = await send(context, vault);
      return ok({ facts: { member, ...sentFacts(sent) }, text: `Your calendar is closed to them.${sentText(sent)}` });
    }),
});
