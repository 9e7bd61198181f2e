import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { personLines, sheetLine } from "../person-text.ts";
import { withOpenVault } from "../profile.ts";
import { refuse } from "../refusal.ts";

export const command = defineCommand({
  options: { chart: { type: "string", value: "ID", about: "which chart", required: true } },
  details:
    "Who belongs to a chart, how they may be reached, and where it stands: open to who opens its notes, and to front desk and billers who were let in.",
  run: (context, { options: { chart } }) =>
    withOpenVault(context, async (vault) => {
      if (!(await vault.charts()).some(({ id }) => id === chart)) return refuse("chart-unknown");
      const view = await vault.administrative(chart);
      if (!view) return refuse("not-entitled");
      const sheet = view.faceSheet ? `${sheetLine(view.faceSheet)}\n` : "";
      return ok({
        facts: { chart, ...view },
        text: `${sheet}${personLines(view)}` || "Nobody has written anything down yet.",
      });
    }),
});
