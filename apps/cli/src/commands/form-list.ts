import { ok } from "@alcove/bytes";
import { type Answer, defineCommand } from "../command.ts";
import { formLine, responseLine } from "../form-text.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";
import { refuse } from "../refusal.ts";

export const command = defineCommand({
  options: { chart: { type: "string", value: "ID", about: "what was filled in for this chart" } },
  details: "Without --chart: what can be filled in, your own first.",
  run: (context, { options: { chart } }) =>
    withOpenVault<Answer>(context, async (vault) => {
      if (chart === undefined) {
        const forms = await vault.forms();
        return ok({ facts: { forms }, text: forms.map(formLine).join("\n") });
      }
      if (!(await vault.charts()).some(({ id }) => id === chart)) return refuse("chart-unknown");
      const asOf = await asOfLastSync(vault);
      const { responses, mayFill } = await vault.formsOfChart(chart);
      const text = responses.map(responseLine).join("\n") || "No forms in this chart that you can open.";
      return ok({ facts: { responses, mayFill, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});
