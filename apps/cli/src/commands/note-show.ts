import { ok } from "@alcove/bytes";
import type { NoteVersion, NoteView } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { noteLine, signedLines, versionLine } from "../note-text.ts";
import { withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which note" }],
  options: { revision: { type: "string", value: "ID", about: "this version instead of the newest" } },
  run: (context, { options, positionals: [id = ""] }) =>
    withOpenVault(context, async (vault) => {
      const note = await vault.note(id);
      if (!note.ok) return refused(note.error);
      if (options.revision === undefined) {
        const signed = await vault.noteSignatures(id);
        if (!signed.ok) return refused(signed.error);
        const lines = signedLines(signed.value);
        const text = [inWords(note.value), ...(lines.length > 0 ? ["", ...lines] : [])].join("\n");
        return ok({ facts: { note: note.value, ...signed.value }, text });
      }
      const versions = await vault.history(id);
      if (!versions.ok) return refused(versions.error);
      const version = versions.value.find(({ revision }) => revision === options.revision);
      if (!version) return refuse("note-unknown");
      return ok({ facts: { note: { head: note.value.head, current: version } }, text: whole(version) });
    }),
});

function inWords({ head, current, others, attachments, cameFrom }: NoteView): string {
  const files = attachments.map(({ id, name, bytes }) => `${id}  ${name}, ${bytes} bytes`);
  return [
    noteLine(head),
    ...(cameFrom ? [`From ${cameFrom.path}, imported on ${new Date(cameFrom.at).toISOString().slice(0, 10)}.`] : []),
    ...(others.length > 0
      ? ["This note was changed on two devices. All texts are here; join them with alcove note edit --settle."]
      : []),
    "",
    [current, ...others].map(whole).join("\n\n"),
    ...(files.length > 0 ? ["", ...files] : []),
  ].join("\n");
}

function whole(version: NoteVersion): string {
  return `${versionLine(version)}${version.title ? `\n${version.title}` : ""}\n\n${version.body.text.trimEnd()}`;
}
