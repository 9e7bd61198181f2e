import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { leavingText, undecided } from "../leaving-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, refusedTo } from "../refusal.ts";

export const command = defineCommand({
  options: {
    member: { type: "string", value: "ID", about: "who, as member list shows them (yourself)" },
    to: { type: "string", value: "ID", about: "whom their charts are passed on to" },
    "all-charts": { type: "boolean", about: "all that they open, not only those that nobody else opens" },
    stay: { type: "boolean", about: "they stay after all; what was passed on stays so" },
  },
  details: `Says that somebody leaves, and lets a colleague read and write their charts; it can be said again for another colleague. Keys follow
by themselves: alcove member leaving --follow shows how far they are. Psychotherapy notes stay with their author, who decides
chart by chart (alcove member decide, alcove chart share --kind psychotherapy). It ends nothing: alcove member remove does.`,
  async run(context, { options: { member, to, "all-charts": all, stay } }) {
    if (stay && to !== undefined) return misused("--stay and --to don't go together.");
    if (all && to === undefined) return misused("--all-charts says what is passed on: --to says to whom.");
    return withOpenVault(context, async (vault) => {
      const who = member ?? (await vault.members()).find(({ isYou }) => isYou)?.id ?? "";
      const said = await (stay ? vault.endLeaving(who) : vault.beginLeaving(who));
      if (!said.ok) return refusedTo("members", said.error);
      const passed =
        to === undefined ? undefined : await vault.passCharts({ member: who, to, which: all ? "all" : "alone" });
      if (passed && !passed.ok) return refusedTo("share", passed.error);
      const sent = await send(context, vault);
      const view = await vault.leaving(who);
      if (!view) return refuse("member-unknown");
      const counts = passed?.value;
      return ok({
        facts: { member: who, leaves: !stay, ...counts, undecided: undecided(view), ...sentFacts(sent) },
        text: [
          ...(counts ? [`${counted(counts.passed, "chart")} passed on.`] : []),
          ...(counts && counts.left > 0
            ? [`${counted(counts.left, "chart")} left: guarded, or not yours to share.`]
            : []),
          leavingText(view) + sentText(sent),
        ].join("\n"),
      });
    });
  },
});
