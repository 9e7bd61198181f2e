import { ok } from "@alcove/bytes";
import { type Answer, defineCommand, type Outcome } from "../command.ts";
import { documentLines, movedFileLine } from "../document-words.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";
import { refuse } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    category: { type: "string", value: "WHAT", about: "only those of it" },
  },
  details: "All files of the chart and of its notes, the newest first.",
  run: (context, { options: { chart: id, category } }) =>
    withOpenVault<Answer>(context, async (vault): Promise<Outcome> => {
      const asOf = await asOfLastSync(vault);
      const chart = (await vault.charts()).find((each) => each.id === id);
      if (!chart) return refuse("chart-unknown");
      if (chart.guarded === "closed") return refuse("guard-closed");
      const all = await vault.documents(id);
      const documents = all.filter(({ said }) => category === undefined || said?.category === category);
      const moved = category === undefined ? await vault.movedFiles(id) : [];
      const text =
        [...documents.map(documentLines), ...moved.map(movedFileLine)].join("\n") || "No such file in this chart.";
      return ok({ facts: { documents, moved, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});
