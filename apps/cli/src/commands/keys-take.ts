import { ok, type Result } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { readKit } from "../kit-file.ts";
import { newPassphraseOption } from "../new-passphrase.ts";
import { readSecretFile } from "../passphrase.ts";
import { withOpenVault } from "../profile.ts";
import { misused, type Refusal } from "../refusal.ts";
import { withSecondFactor } from "../second-factor.ts";

export const command = defineCommand({
  options: {
    kit: { type: "string", value: "FILE", about: "the new Emergency Kit, where the keys were replaced" },
    ...newPassphraseOption,
  },
  details: `After alcove keys passphrase or alcove keys replace on another device of yours: this one still opens by its old passphrase, and
takes the new one here. Saves that wait on it are kept and sent.`,
  async run(context, { options }) {
    const kit: Result<string | undefined, Refusal> = options.kit === undefined ? ok(undefined) : readKit(options.kit);
    if (!kit.ok) return kit;
    const file = options["new-passphrase-file"];
    if (file === undefined && !context.terminal.attended) return misused("--new-passphrase-file FILE is needed.");
    return withOpenVault(context, async (vault) => {
      const next =
        file === undefined
          ? ok(await context.terminal.askHidden("The new passphrase: "))
          : readSecretFile(context, file);
      if (!next.ok) return next;
      const from = kit.value === undefined ? {} : { kit: kit.value };
      const taken = await withSecondFactor(context, (totp) =>
        vault.takeNewKeys({ passphrase: next.value, totp, ...from }),
      );
      if (!taken.ok) return taken;
      const status = await vault.status();
      const waiting = status.phase === "empty" ? 0 : status.waiting;
      return ok({ facts: { waiting }, text: "This device has the new keys, and syncs again." });
    });
  },
});
