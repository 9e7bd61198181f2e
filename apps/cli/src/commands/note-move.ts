import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refused, refusedTo } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which note" }],
  options: {
    to: { type: "string", value: "ID", about: "the chart it belongs in", required: true },
    revision: { type: "string", value: "ID", about: "version that you have read; refused where another one stands" },
    "own-chart": { type: "boolean", about: "it was no mistake: from now on it belongs in a chart of its own" },
    copy: { type: "boolean", about: "it stays where it is too" },
  },
  details:
    "Writes the note anew there, unsigned, with its addenda and files, and takes it out of where it is. Who could open that chart may have read it. note back undoes it.",
  run: (context, { options, positionals: [id = ""] }) =>
    withOpenVault(context, async (vault) => {
      if (options.copy && options["own-chart"]) return misused("A copy stays where it is: leave --own-chart out.");
      const note = await vault.note(id);
      if (!note.ok) return refused(note.error);
      const { head, current } = note.value;
      const reason = options["own-chart"] ? "own-chart" : "about-another";
      const moved = await vault.moveNote({
        note: id,
        revision: options.revision ?? current.revision,
        chart: options.to,
        ...(options.copy ? {} : { reason }),
      });
      if (!moved.ok) return refusedTo("write", moved.error);
      const sent = await send(context, vault);
      const text = options.copy
        ? `It stands in the other chart too, as ${moved.value.note}.`
        : `It stands in the other chart, as ${moved.value.note}, and in this one no more.`;
      return ok({
        facts: { id, from: head.chart, chart: options.to, note: moved.value.note, ...sentFacts(sent) },
        text: `${text}${sentText(sent)}`,
      });
    }),
});
