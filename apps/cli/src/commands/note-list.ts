import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { movedLine, noteLine } from "../note-text.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";
import { refuse } from "../refusal.ts";

export const command = defineCommand({
  options: { chart: { type: "string", value: "ID", about: "which chart", required: true } },
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      const chart = (await vault.charts()).find(({ id }) => id === options.chart);
      if (!chart) return refuse("chart-unknown");
      const notes = await vault.notes(options.chart);
      const none = chart.opens ? "No notes in this chart yet." : "This chart is not open to you.";
      const moved = await vault.movedNotes(options.chart);
      const text = [...notes.map(noteLine), ...moved.map(movedLine)].join("\n") || none;
      return ok({ facts: { opens: chart.opens, notes, moved, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});
