import { ok } from "@alcove/bytes";
import type { Canceller } from "@alcove/vault";
import { readRef } from "../appointment-text.ts";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refusedTo } from "../refusal.ts";

const cancellers: readonly Canceller[] = ["client", "practice", "mistake"];

export const command = defineCommand({
  positionals: [{ name: "APPOINTMENT", about: "which one, as appointment list shows it" }],
  options: {
    by: { type: "string", value: "WHO", about: "client, practice, or mistake: it should not have been there" },
    late: { type: "boolean", about: "too late by what was agreed" },
    reason: { type: "string", value: "TEXT", about: "why" },
    following: { type: "boolean", about: "of a series: this one and all after it are not to be" },
  },
  details: `One that was called off stays in the calendar as such, but for a mistake. With --following a series ends before this one, without
further words.`,
  async run(context, { options, positionals: [which = ""] }) {
    const ref = readRef(which);
    const by = cancellers.find((one) => one === options.by);
    if (options.following ? options.by !== undefined || options.late || options.reason !== undefined : !by)
      return misused("--by client, practice or mistake is needed, or --following alone.");
    if (options.following && !("series" in ref)) return misused("That one belongs to no series.");
    return withOpenVault(context, async (vault) => {
      const cancelled = { by: by ?? "practice", late: options.late, reason: options.reason ?? "" };
      const done =
        options.following && "series" in ref
          ? await vault.endSeries(ref)
          : await vault.markAppointment({ ref, attendance: "cancelled", cancelled });
      if (!done.ok) return refusedTo("plan", done.error);
      const sent = await send(context, vault);
      const text = options.following ? "The series ends before it." : "Called off.";
      return ok({ facts: { ...sentFacts(sent) }, text: `${text}${sentText(sent)}` });
    });
  },
});
