import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { asOfLastSync, counted, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  run: (context) =>
    withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      const charts = await vault.charts();
      const lines = charts.map(
        ({ id, name, progressNotes, psychotherapyNotes, conflicts }) =>
          `${id}  ${name}  (${counted(progressNotes, "progress note")}, ${counted(psychotherapyNotes, "psychotherapy note")}${conflicts > 0 ? `, ${conflicts} with two versions side by side` : ""})`,
      );
      const text = lines.join("\n") || "No charts yet: alcove chart create --name NAME.";
      return ok({ facts: { charts, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});
