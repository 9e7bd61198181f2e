import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { readDay, readIds, readNoteText } from "../note-input.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, refused, refusedTo } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which note" }],
  options: {
    file: { type: "string", value: "FILE", about: "file with the new text; standard input where absent" },
    title: { type: "string", value: "TEXT", about: "a new title" },
    date: { type: "string", value: "DAY", about: "another day that it is about, yyyy-mm-dd" },
    about: { type: "string", value: "IDS", about: "others whom it is about, by commas; empty for all of the chart" },
    "based-on": { type: "string", value: "REVISION", about: "version that the text was written over (the newest)" },
    settle: { type: "boolean", about: "the text joins all versions that stand side by side" },
  },
  details: `Earlier versions stay and are shown by alcove note history. Text written over an older version than the newest
becomes a version beside it, for a person to join.`,
  async run(context, { options, positionals: [id = ""] }) {
    if (options.settle && options["based-on"] !== undefined)
      return misused("--settle and --based-on exclude each other.");
    const date = readDay("--date", options.date);
    if (!date.ok) return date;
    const text = await readNoteText(context, options.file);
    if (!text.ok) return text;
    return withOpenVault(context, async (vault) => {
      const note = await vault.note(id);
      if (!note.ok) return refused(note.error);
      const { head, current, others } = note.value;
      let basedOn = [current.revision, ...(options.settle ? others.map(({ revision }) => revision) : [])];
      let title = current.title;
      if (options["based-on"] !== undefined) {
        const versions = await vault.history(id);
        if (!versions.ok) return refused(versions.error);
        const base = versions.value.find(({ revision }) => revision === options["based-on"]);
        if (!base) return refuse("note-unknown");
        basedOn = [base.revision];
        title = base.title;
      }
      const saved = await vault.saveNote({
        note: id,
        chart: head.chart,
        kind: head.kind,
        date: date.value ?? head.date,
        title: options.title ?? title,
        body: { text: text.value },
        ...(options.about !== undefined && { about: readIds(options.about) }),
        basedOn,
      });
      if (!saved.ok) return refusedTo("write", saved.error);
      const sent = await send(context, vault);
      const after = await vault.note(id);
      const conflict = after.ok && after.value.head.conflict;
      return ok({
        facts: { id, revision: saved.value.revision, basedOn, conflict, ...sentFacts(sent) },
        text:
          `${saved.value.revision}${sentText(sent)}` +
          (conflict
            ? "\nAnother version stands beside this one: alcove note show, then alcove note edit --settle."
            : ""),
      });
    });
  },
});
