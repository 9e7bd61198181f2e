import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { openForNow } from "../guarded.ts";
import { nameOr } from "../member-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    request: { type: "string", value: "ID", about: "which one, as emergency list shows it", required: true },
    notes: { type: "string", value: "ID,ID", about: "which progress notes, as note list shows them" },
    card: { type: "boolean", about: "the crisis card of a guarded chart" },
  },
  details: `Copies of exactly these, for the one who asked alone, for seven days; never psychotherapy notes. No right in the chart arises. A guarded
chart is opened for its notes, on record. If you did not expect it, call them first.`,
  run: (context, { options: { request, notes, card } }) =>
    withOpenVault(context, async (vault) => {
      await send(context, vault);
      const asked = (await vault.emergencies()).find(({ id }) => id === request);
      if (!asked?.mayAnswer) return refuse("emergency-over");
      const ids = (notes ?? "").split(",").filter(Boolean);
      const isGuarded = (await vault.charts()).some(({ id, guarded }) => id === asked.chart && guarded === "closed");
      const opened = ids.length > 0 && isGuarded ? await openForNow(context, vault, asked.chart) : ok();
      if (!opened.ok) return opened;
      const given = await vault.giveInEmergency({ emergency: request, notes: ids, card });
      if (!given.ok) return refused(given.error);
      const sent = await send(context, vault);
      const text = `Given to ${nameOr(asked.name, asked.member)}, and written down.${sentText(sent)}`;
      return ok({ facts: { request, notes: ids, card, ...sentFacts(sent) }, text });
    }),
});
