import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { readDay, readIds, readKind, readNoteText, today } from "../note-input.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refusedTo } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    kind: {
      type: "string",
      value: "KIND",
      about: "progress (default, or what the template is for) or psychotherapy: sealed under a key of its own",
    },
    date: { type: "string", value: "DAY", about: "day that it is about, yyyy-mm-dd (today)" },
    template: { type: "string", value: "ID", about: "template whose headings its text has (template list)" },
    adds: { type: "string", value: "NOTE", about: "an addendum to this note" },
    about: { type: "string", value: "IDS", about: "persons of the chart whom it is about, by commas (all)" },
    title: { type: "string", value: "TEXT", about: "its title" },
    file: { type: "string", value: "FILE", about: "file with its text; standard input where absent" },
  },
  async run(context, { options }) {
    const kind = readKind(options.kind);
    if (!kind.ok) return kind;
    const date = readDay("--date", options.date);
    if (!date.ok) return date;
    const text = await readNoteText(context, options.file);
    if (!text.ok) return text;
    return withOpenVault(context, async (vault) => {
      const named = options.template && (await vault.templates()).find(({ id }) => id === options.template);
      const about = {
        chart: options.chart,
        kind: kind.value ?? (named ? named.kind : "progress"),
        date: date.value ?? today(),
      };
      const begun = options.template ? await vault.beginNote({ ...about, template: options.template }) : undefined;
      if (begun && !begun.ok) return refusedTo("write", begun.error);
      const template = begun?.value.template;
      const saved = await vault.saveNote({
        ...about,
        title: options.title ?? template?.title ?? (options.adds ? "Addendum" : ""),
        body: { text: text.value },
        ...(template && { form: template.id }),
        ...(options.adds && { adds: options.adds }),
        ...(options.about !== undefined && { about: readIds(options.about) }),
        basedOn: [],
      });
      if (!saved.ok) return refusedTo("write", saved.error);
      const sent = await send(context, vault);
      return ok({
        facts: { id: saved.value.note, revision: saved.value.revision, ...sentFacts(sent) },
        text: `${saved.value.note}${sentText(sent)}`,
      });
    });
  },
});
