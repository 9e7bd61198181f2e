import { existsSync } from "node:fs";
import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { writeNewFile } from "../files.ts";
import { withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";
import { withSecondFactor } from "../second-factor.ts";

export const command = defineCommand({
  options: {
    out: { type: "string", value: "FILE", about: "takes ten codes, one a line; without it: how many are left" },
  },
  details: `Each stands in once for the six digits of the authenticator app, for the day when the phone is gone: at a terminal it is typed in
their place, scripts give --spare-code-file FILE. New ones end those there were.`,
  async run(context, { options: { out } }) {
    if (out !== undefined && existsSync(out)) return refuse("file-exists", { path: out });
    return withOpenVault(context, async (vault) => {
      if (out === undefined) {
        const there = await vault.secondFactor();
        if (!there.ok) return refused(there.error);
        const { spareCodes: left } = there.value;
        return ok({ facts: { left }, text: left === 1 ? "One spare code is left." : `${left} spare codes are left.` });
      }
      const made = await withSecondFactor(context, (totp) => vault.makeSpareCodes({ totp }));
      if (!made.ok) return made;
      const written = writeNewFile(out, `${made.value.join("\n")}\n`);
      if (!written.ok) return written;
      const left = made.value.length;
      return ok({
        facts: { left, file: out },
        text: `${left} spare codes are in ${out}. Print them, and remove the file.`,
      });
    });
  },
});
