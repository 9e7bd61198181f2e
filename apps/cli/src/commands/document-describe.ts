import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { documentLines, documentOptions, readDocument } from "../document-words.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, refusedTo } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which file" }],
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    ...documentOptions,
  },
  details: "The file itself never changes. What is not named stays as it was; an option given empty takes it away.",
  run: (context, { options, positionals: [file = ""] }) =>
    withOpenVault(context, async (vault) => {
      const there = (await vault.documents(options.chart)).find(({ id }) => id === file);
      if (!there) return refuse("attachment-unknown");
      const said = readDocument(options, there.said);
      if (!said.ok) return said;
      if (!said.value) return misused("Say at least one of --category, --title, --date and --from.");
      const kept = await vault.describeDocument({ file, said: said.value, basedOn: there.basedOn });
      if (!kept.ok) return refusedTo("write", kept.error);
      const sent = await send(context, vault);
      return ok({
        facts: { id: file, said: said.value, ...sentFacts(sent) },
        text: `${documentLines({ ...there, said: said.value })}${sentText(sent)}`,
      });
    }),
});
