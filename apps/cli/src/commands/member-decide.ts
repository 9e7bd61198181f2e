import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refused } from "../refusal.ts";

const decisions = ["exported", "closed", "undecided"] as const;
const says = {
  exported: "taken along as a file, and closed here",
  closed: "left closed",
  undecided: "to be decided",
} as const;

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    as: { type: "string", value: "WHAT", about: "exported, closed, or undecided again", required: true },
  },
  details: `What becomes of your psychotherapy notes in a chart when you leave. To take them along, first alcove export --psychotherapy; to hand
them over, alcove chart share --kind psychotherapy, which needs no decision here. Nobody opens closed ones after you have left; to have
none left, alcove member destroy.`,
  async run(context, { options: { chart, as } }) {
    const decision = decisions.find((one) => one === as);
    if (!decision) return misused(`--as is exported, closed or undecided, not "${as}".`);
    return withOpenVault(context, async (vault) => {
      const decided = await vault.decideApart({ chart, ...(decision === "undecided" ? {} : { as: decision }) });
      if (!decided.ok)
        return refused(
          decided.error,
          decided.error.code === "not-entitled" ? "You have no psychotherapy notes there." : undefined,
        );
      const sent = await send(context, vault);
      return ok({
        facts: { chart, as: decision, ...sentFacts(sent) },
        text: `Your psychotherapy notes there: ${says[decision]}.${sentText(sent)}`,
      });
    });
  },
});
