import { ok } from "@alcove/bytes";
import { cardText } from "../card-text.ts";
import { defineCommand } from "../command.ts";
import { send, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: { request: { type: "string", value: "ID", about: "which one, as emergency list shows it", required: true } },
  details: "Copies as of the moment they were given. They close by themselves after seven days.",
  run: (context, { options: { request } }) =>
    withOpenVault(context, async (vault) => {
      await send(context, vault);
      const given = await vault.givenInEmergency(request);
      if (!given.ok) return refused(given.error);
      const { card, notes } = given.value;
      const texts = notes.map(({ date, title, text, byName }) => `${date}  ${title}  (${byName})\n${text}`);
      return ok({
        facts: { request, ...given.value },
        text: [...(card ? [cardText(card)] : []), ...texts].join("\n\n"),
      });
    }),
});
