import { existsSync } from "node:fs";
import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { setSecondFactor } from "../new-second-factor.ts";
import { withOpenVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  details: `For who left it for later at founding. From then on a new device needs the six digits beside Kit and passphrase.
--totp-file FILE takes the secret, where FILE does not exist yet; at a terminal it is shown as QR code.`,
  async run(context) {
    const { totpFile } = context.globals;
    if (totpFile === undefined && !context.terminal.attended)
      return misused("--totp-file FILE is needed: it takes the secret.");
    if (totpFile !== undefined && existsSync(totpFile)) return refuse("file-exists", { path: totpFile });
    return withOpenVault(context, async (vault) => {
      const offered = await vault.offerTotp();
      if (!offered.ok) return refused(offered.error);
      const set = await setSecondFactor(context, vault, offered.value);
      if (!set.ok) return set;
      return ok({
        facts: { secondFactorSet: set.value },
        text: set.value ? "The second factor is set." : "Left for later.",
      });
    });
  },
});
