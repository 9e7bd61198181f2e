import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refusedTo } from "../refusal.ts";
import { watchTask } from "../watch-task.ts";

const task = "document move";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which file" }],
  options: {
    to: { type: "string", value: "ID", about: "the chart it belongs in", required: true },
    "own-chart": { type: "boolean", about: "it was no mistake: from now on it belongs in a chart of its own" },
  },
  details: `Seals the file anew there, sends it, reads it back from the server, and only then takes it out of where it is. Cut off before that,
it is in both: the same command goes on and copies nothing twice. Who could open that chart may have read it. document back undoes it.`,
  run: (context, { options, positionals: [file = ""] }) =>
    withOpenVault(context, async (vault) => {
      const watched = watchTask(context, vault, task);
      const reason = options["own-chart"] ? "own-chart" : "about-another";
      const moved = await vault.moveFile({ file, chart: options.to, reason, task });
      watched.end();
      if (!moved.ok) return refusedTo("write", moved.error);
      const sent = await send(context, vault);
      return ok({
        facts: { id: file, chart: options.to, file: moved.value.file, ...sentFacts(sent) },
        text: `It lies in the other chart, as ${moved.value.file}, and in this one no more.${sentText(sent)}`,
      });
    }),
});
