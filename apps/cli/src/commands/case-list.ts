import { ok } from "@alcove/bytes";
import { caseLines, headLine } from "../case-text.ts";
import { defineCommand } from "../command.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";
import { refuse } from "../refusal.ts";

export const command = defineCommand({
  options: { chart: { type: "string", value: "ID", about: "one chart, with what its cases say (all, by day)" } },
  details:
    "Open ones first, by the day they are due. Of one chart all is shown, and its access log says that you looked where a case lies among the notes.",
  run: (context, { options: { chart: id } }) =>
    withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      const none = "No cases.";
      if (id === undefined) {
        const names = new Map((await vault.charts()).map((chart) => [chart.id, chart.name]));
        const heads = await vault.caseHeads();
        const text = heads.map((head) => `${headLine(head)}, ${names.get(head.chart) ?? ""}`).join("\n") || none;
        return ok({ facts: { cases: heads, ...asOf.facts }, text: `${text}${asOf.text}` });
      }
      const chart = (await vault.charts()).find((each) => each.id === id);
      if (!chart) return refuse("chart-unknown");
      if (chart.guarded === "closed") return refuse("guard-closed");
      const cases = await vault.cases(id);
      const text = cases.map(caseLines).join("\n") || none;
      return ok({ facts: { cases, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});
