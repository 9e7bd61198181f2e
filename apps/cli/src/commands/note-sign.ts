import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { signatureLine } from "../note-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused, refusedTo } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which note" }],
  options: {
    revision: { type: "string", value: "ID", about: "version that you have read; refused where another one stands" },
    countersign: { type: "boolean", about: "behind its author’s signature, as somebody else" },
  },
  details: "A signed note is locked: write what is to be added with note add --adds. The server must have the note.",
  run: (context, { options, positionals: [id = ""] }) =>
    withOpenVault(context, async (vault) => {
      const note = await vault.note(id);
      if (!note.ok) return refused(note.error);
      const revision = options.revision ?? note.value.current.revision;
      const intent = options.countersign ? "countersign" : "sign";
      const signed = await vault.signNote({ note: id, revision, intent });
      if (!signed.ok) return refusedTo("write", signed.error);
      const sent = await send(context, vault);
      const after = await vault.noteSignatures(id);
      if (!after.ok) return refused(after.error);
      const { signatures } = after.value;
      return ok({
        facts: { id, revision, signatures, ...sentFacts(sent) },
        text: `${signatures.map(signatureLine).join("\n")}${sentText(sent)}`,
      });
    }),
});
