import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { nameOr } from "../member-text.ts";
import { today } from "../note-input.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which one, as enquiry list shows it", required: true },
    member: { type: "string", value: "ID", about: "who sees clients, as member list shows them (yourself)" },
  },
  details:
    "They are in treatment from today on. Their chart goes to whoever takes them on, who writes the first note; if you see clients yourself, it is not open to you any more.",
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const members = await vault.members();
      const to = members.find(({ id, isYou }) => (options.member === undefined ? isYou : id === options.member));
      if (!to) return refuse("member-unknown");
      const taken = await vault.takeOn({ chart: options.chart, member: to.id, since: today() });
      if (!taken.ok) return refused(taken.error);
      const sent = await send(context, vault);
      return ok({
        facts: { chart: options.chart, member: to.id, ...sentFacts(sent) },
        text: `Taken on by ${to.isYou ? "you" : nameOr(to.name, to.id)}.${sentText(sent)}`,
      });
    }),
});
