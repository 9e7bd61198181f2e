import { ok } from "@alcove/bytes";
import { readRef } from "../appointment-text.ts";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refusedTo } from "../refusal.ts";

const states = ["came", "late", "no-show", "expected"] as const;

export const command = defineCommand({
  positionals: [{ name: "APPOINTMENT", about: "which one, as appointment list shows it" }],
  options: { as: { type: "string", value: "HOW", about: `${states.join(", ")} (came)` } },
  async run(context, { options, positionals: [which = ""] }) {
    const attendance = states.find((one) => one === (options.as ?? "came"));
    if (!attendance) return misused(`--as is one of ${states.join(", ")}, not "${options.as}".`);
    return withOpenVault(context, async (vault) => {
      const marked = await vault.markAppointment({ ref: readRef(which), attendance });
      if (!marked.ok) return refusedTo("plan", marked.error);
      const sent = await send(context, vault);
      return ok({ facts: { attendance, ...sentFacts(sent) }, text: `Marked: ${attendance}.${sentText(sent)}` });
    });
  },
});
