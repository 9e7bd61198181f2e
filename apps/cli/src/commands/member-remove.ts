import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { nameOr } from "../member-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: { member: { type: "string", value: "ID", about: "who, as member list shows them", required: true } },
  details: `Ends their membership with all their devices and rights. What they could read until then they may have kept; nothing
that is written afterwards opens for them. The last owner can't be removed.`,
  run: (context, { options: { member } }) =>
    withOpenVault(context, async (vault) => {
      // Before: with the statement their name goes.
      const name = (await vault.members()).find(({ id }) => id === member)?.name ?? "";
      const removed = await vault.removeMember({ member });
      if (!removed.ok) return refused(removed.error);
      const sent = await send(context, vault);
      return ok({
        facts: { member, ...sentFacts(sent) },
        text: `${nameOr(name, member)} is no member any more. Nothing new opens for them.${sentText(sent)}`,
      });
    }),
});
