import { ok } from "@alcove/bytes";
import { readMinutes, readRef, readScope, readStart, refText } from "../appointment-text.ts";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused, refusedTo } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "APPOINTMENT", about: "which one, as appointment list shows it" }],
  options: {
    to: { type: "string", value: "TIME", about: "day and time, such as 2027-01-05T10:00", required: true },
    minutes: { type: "string", value: "MINUTES", about: "how long (as before)" },
    scope: {
      type: "string",
      value: "WHICH",
      about: "of a series: one (default), following, or all that are still to come",
    },
  },
  async run(context, { options, positionals: [which = ""] }) {
    const start = readStart("--to", options.to);
    if (!start.ok) return start;
    const minutes = readMinutes(options.minutes);
    if (!minutes.ok) return minutes;
    const scope = readScope(options.scope);
    if (!scope.ok) return scope;
    return withOpenVault(context, async (vault) => {
      const plan = { start: start.value, ...(minutes.value === undefined ? {} : { minutes: minutes.value }) };
      const request = { ref: readRef(which), scope: scope.value, plan };
      const met = await vault.meets(request);
      if (!met.ok) return refusedTo("plan", met.error);
      const moved = await vault.planAppointment(request);
      if (!moved.ok) return refused(moved.error);
      const sent = await send(context, vault);
      const words = met.value.length > 0 ? " It meets something else: appointment list shows what." : "";
      return ok({
        facts: { ref: refText(moved.value), meets: met.value, ...sentFacts(sent) },
        text: `${refText(moved.value)}${words}${sentText(sent)}`,
      });
    });
  },
});
