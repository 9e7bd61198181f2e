import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { readDay, readKind, readNoteText, today } from "../note-input.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refusedTo } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    kind: {
      type: "string",
      value: "KIND",
      about: "progress (default) or psychotherapy: sealed under a key of its own",
    },
    date: { type: "string", value: "DAY", about: "day that it is about, yyyy-mm-dd (today)" },
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
      const saved = await vault.saveNote({
        chart: options.chart,
        kind: kind.value ?? "progress",
        date: date.value ?? today(),
        title: options.title ?? "",
        body: { text: text.value },
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
