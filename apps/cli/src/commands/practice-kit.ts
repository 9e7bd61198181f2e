import { existsSync } from "node:fs";
import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { writeKit } from "../kit-file.ts";
import { withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    kit: { type: "string", value: "FILE", about: "where to write it; it must not exist yet", required: true },
  },
  async run(context, { options }) {
    if (existsSync(options.kit)) return refuse("file-exists", { path: options.kit });
    return withOpenVault(context, async (vault) => {
      const kit = await vault.kit();
      if (!kit.ok) return refused(kit.error);
      const written = writeKit(options.kit, kit.value);
      if (!written.ok) return written;
      return ok({ facts: { kit: options.kit }, text: `The Emergency Kit is in ${options.kit}.` });
    });
  },
});
