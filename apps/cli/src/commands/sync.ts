import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";
import { withSecondFactor } from "../second-factor.ts";

export const command = defineCommand({
  details: `Waits until all has been sent and fetched; --wait SECONDS bounds it (20). Every 30 days the server asks for the second
factor again: at a terminal its six digits are asked for, scripts give --totp-file FILE.`,
  run: (context) =>
    withOpenVault(context, async (vault) => {
      const stop = vault.subscribe((event) => {
        if (event.kind === "progress") context.output.progress(event);
      });
      let sent = await send(context, vault);
      if (sent.why?.code === "second-factor-needed") {
        const shown = await withSecondFactor(context, (digits) => vault.showSecondFactor(digits));
        if (!shown.ok) return shown;
        sent = await send(context, vault);
      }
      stop();
      if (sent.why) return refused(sent.why);
      const charts = await vault.charts();
      const notes = charts.reduce((sum, chart) => sum + chart.progressNotes + chart.psychotherapyNotes, 0);
      return ok({
        facts: { charts: charts.length, notes, ...sentFacts(sent) },
        text: `${counted(charts.length, "chart")} with ${counted(notes, "note")}.${sentText(sent) || " Nothing waits to be sent."}`,
      });
    }),
});
