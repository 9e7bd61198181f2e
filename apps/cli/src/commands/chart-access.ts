import { ok } from "@alcove/bytes";
import { sentenceOf } from "@alcove/protocol/sentences";
import { defineCommand } from "../command.ts";
import { accessLine, nameOr } from "../member-text.ts";
import { send, withOpenVault } from "../profile.ts";
import { refuse } from "../refusal.ts";

export const command = defineCommand({
  options: { chart: { type: "string", value: "ID", about: "which chart", required: true } },
  details: "Who is entitled to its notes, by the newest statements: a line for each member and kind of note.",
  run: (context, { options: { chart } }) =>
    withOpenVault(context, async (vault) => {
      const { why } = await send(context, vault);
      if (why) context.output.note(sentenceOf(why));
      const known = (await vault.charts()).find(({ id }) => id === chart);
      if (!known) return refuse("chart-unknown");
      const access = await vault.chartAccess(chart);
      const names = new Map((await vault.members()).map(({ id, name }) => [id, name]));
      const lines = access.map((view) => accessLine(view, nameOr(names.get(view.author) ?? "", view.author)));
      const text = lines.join("\n") || "Nothing is written in it yet; whoever writes first begins it.";
      return ok({ facts: { chart, opens: known.opens, writes: known.writes, access }, text });
    }),
});
