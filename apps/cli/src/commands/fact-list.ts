import { ok } from "@alcove/bytes";
import { type Answer, defineCommand, type Outcome } from "../command.ts";
import { factLines, versionLine } from "../fact-text.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    id: { type: "string", value: "ID", about: "all that was said of this one, oldest first" },
  },
  details:
    "Flags, diagnoses and medication; what has ended stands last of its kind. The chart's access log says that you looked.",
  run: (context, { options: { chart: id, id: one } }) =>
    withOpenVault<Answer>(context, async (vault): Promise<Outcome> => {
      const asOf = await asOfLastSync(vault);
      const chart = (await vault.charts()).find((each) => each.id === id);
      if (!chart) return refuse("chart-unknown");
      if (chart.guarded === "closed") return refuse("guard-closed");
      const facts = await vault.facts(id);
      if (one === undefined) {
        const none = chart.opens ? "Nothing of the kind in this chart yet." : "This chart is not open to you.";
        const text = facts.map(factLines).join("\n") || none;
        return ok({ facts: { opens: chart.opens, facts, ...asOf.facts }, text: `${text}${asOf.text}` });
      }
      if (!facts.some((each) => each.id === one)) return refuse("fact-unknown");
      const history = await vault.factHistory(one);
      if (!history.ok) return refused(history.error);
      const text = history.value.map(versionLine).join("\n");
      return ok({ facts: { history: history.value, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});
