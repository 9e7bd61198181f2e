import { existsSync } from "node:fs";
import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { writeNewFile } from "../files.ts";
import { withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which attachment" }],
  options: {
    out: { type: "string", value: "FILE", about: "where to write it; it must not exist yet", required: true },
  },
  details: "The record keeps its copy: this takes one out, byte for byte.",
  async run(context, { options, positionals: [id = ""] }) {
    if (existsSync(options.out)) return refuse("file-exists", { path: options.out });
    return withOpenVault(context, async (vault) => {
      const read = await vault.readAttachment(id);
      if (!read.ok) return refused(read.error);
      const written = writeNewFile(options.out, read.value.bytes);
      if (!written.ok) return written;
      const { name, bytes } = read.value.view;
      return ok({
        facts: { id, name, bytes, out: options.out },
        text: `${name}, ${bytes} bytes, is in ${options.out}.`,
      });
    });
  },
});
