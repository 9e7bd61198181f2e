import { existsSync } from "node:fs";
import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { replaceSecondFactor, setSecondFactor } from "../new-second-factor.ts";
import { withOpenVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    replace: { type: "boolean", about: "in the place of the one there is, which is shown once more" },
    out: { type: "string", value: "FILE", about: "with --replace: takes the new secret" },
  },
  details: `For who left it for later at founding. From then on a new device needs the six digits beside Kit and passphrase.
--totp-file FILE takes the secret, where FILE does not exist yet; at a terminal it is shown as QR code.
With --replace, for another phone: the present one is shown by --totp-file FILE or --spare-code-file FILE, or asked for.`,
  async run(context, { options: { replace, out } }) {
    const { totpFile } = context.globals;
    const takes = replace ? out : totpFile;
    if (!replace && out !== undefined) return misused("--out FILE goes with --replace.");
    if (takes === undefined && !context.terminal.attended)
      return misused(`${replace ? "--out" : "--totp-file"} FILE is needed: it takes the secret.`);
    if (takes !== undefined && existsSync(takes)) return refuse("file-exists", { path: takes });
    return withOpenVault(context, async (vault) => {
      const offered = await vault.offerTotp({ inItsPlace: replace === true });
      if (!offered.ok) return refused(offered.error);
      const set = replace
        ? await replaceSecondFactor(context, vault, offered.value, takes)
        : await setSecondFactor(context, vault, offered.value);
      if (!set.ok) return set;
      return ok({
        facts: { secondFactorSet: set.value },
        text: set.value ? "The second factor is set." : "Left for later.",
      });
    });
  },
});
