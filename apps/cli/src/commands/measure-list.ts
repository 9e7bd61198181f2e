import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { changeLine, measureLines, needsReview } from "../measure-text.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";
import { refuse } from "../refusal.ts";

export const command = defineCommand({
  options: { chart: { type: "string", value: "ID", about: "which chart", required: true } },
  details:
    "Newest first, and below them for each measure whether it changed by more than chance explains since the first.",
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      const chart = (await vault.charts()).find(({ id }) => id === options.chart);
      if (!chart) return refuse("chart-unknown");
      const { entries, courses } = await vault.measures(options.chart);
      const none = chart.opens ? "No measures in this chart yet." : "This chart is not open to you.";
      const changes = courses.map(changeLine).filter((line) => line !== undefined);
      const text = entries.length === 0 ? none : [...entries.map(measureLines), ...changes, needsReview].join("\n");
      return ok({ facts: { opens: chart.opens, entries, courses, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});
