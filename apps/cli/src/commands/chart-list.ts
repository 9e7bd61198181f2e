import { ok } from "@alcove/bytes";
import type { ChartView } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  run: (context) =>
    withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      const charts = await vault.charts();
      const lines = charts.map((chart) => `${chart.id}  ${chart.name}  (${marksOf(chart).join(", ")})`);
      const text = lines.join("\n") || "No charts yet: alcove chart create --name NAME.";
      return ok({ facts: { charts, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});

function marksOf({ opens, writes, guarded, progressNotes, psychotherapyNotes, conflicts }: ChartView): string[] {
  if (guarded) return ["guarded"];
  const right = opens ? (writes ? [] : ["to read only"]) : ["not open to you"];
  const progress = opens || progressNotes > 0 ? [counted(progressNotes, "progress note")] : [];
  const psychotherapy = opens || psychotherapyNotes > 0 ? [counted(psychotherapyNotes, "psychotherapy note")] : [];
  const beside = conflicts > 0 ? [`${conflicts} with two versions side by side`] : [];
  return [...right, ...progress, ...psychotherapy, ...beside];
}
