import { existsSync } from "node:fs";
import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { writeNewFileInPieces } from "../files.ts";
import { withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which attachment" }],
  options: {
    out: { type: "string", value: "FILE", about: "where to write it; it must not exist yet", required: true },
  },
  details:
    "The record keeps its copy: this takes one out, byte for byte. It has its name once all of it was checked, and not before.",
  async run(context, { options, positionals: [id = ""] }) {
    if (existsSync(options.out)) return refuse("file-exists", { path: options.out });
    return withOpenVault(context, async (vault) => {
      const opened = await vault.openAttachment(id);
      if (!opened.ok) return refused(opened.error);
      const { view, reading } = opened.value;
      const { name, bytes: total } = view;
      let done = 0;
      const written = await writeNewFileInPieces(options.out, async () => {
        const piece = await vault.readOn(reading);
        if (!piece.ok) return refused(piece.error);
        done += piece.value.bytes.length;
        context.output.progress({ task: "detach", done, total });
        return piece;
      });
      if (!written.ok) return written;
      return ok({
        facts: { id, name, bytes: total, out: options.out },
        text: `${name}, ${total} bytes, is in ${options.out}.`,
      });
    });
  },
});
