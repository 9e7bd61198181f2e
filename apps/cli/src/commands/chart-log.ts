import { ok } from "@alcove/bytes";
import { sentenceOf } from "@alcove/protocol/sentences";
import { sittingLine } from "../access-text.ts";
import { defineCommand } from "../command.ts";
import { emergencyLines } from "../emergency-text.ts";
import { send, withOpenVault } from "../profile.ts";
import { refuse } from "../refusal.ts";

export const command = defineCommand({
  options: { chart: { type: "string", value: "ID", about: "which chart", required: true } },
  details: `Who was shown its notes, wrote them to files or printed them, newest first: a line for each sitting of a quarter of an hour, by the clock
of the device that says it; before them what was asked in an emergency. Its care team and privacy officers read it. An app that somebody changed can leave out what it did.`,
  run: (context, { options: { chart } }) =>
    withOpenVault(context, async (vault) => {
      const { why } = await send(context, vault);
      if (why) context.output.note(sentenceOf(why));
      if (!(await vault.charts()).some(({ id }) => id === chart)) return refuse("chart-unknown");
      const { reads, sittings } = await vault.accessLog(chart);
      const requests = (await vault.emergencies()).filter((one) => one.chart === chart);
      const asked = requests.map((one) => `Asked in an emergency\n${emergencyLines(one)}\n`);
      const none = reads ? "Nobody has looked at it yet." : "Its access log is not open to you, or has not begun.";
      const lines = sittings.map(sittingLine).join("\n") || none;
      return ok({ facts: { chart, reads, sittings, emergencies: requests }, text: [...asked, lines].join("\n") });
    }),
});
