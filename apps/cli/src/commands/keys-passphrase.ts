import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { newPassphraseOption, otherPassphrase } from "../new-passphrase.ts";
import { readPassphrase } from "../passphrase.ts";
import { withUnlocked } from "../profile.ts";
import { withSecondFactor } from "../second-factor.ts";

export const command = defineCommand({
  options: newPassphraseOption,
  details: `The new passphrase opens this device and your Emergency Kit from now on; the Kit stays the same, and your other devices
ask for it once (alcove keys take). It does not help where somebody may have the old passphrase: who has it together with a
device's files or with the Kit reads what they could read before. Then replace your keys: alcove keys replace.`,
  async run(context, { options }) {
    const now = await readPassphrase(context, "Passphrase: ");
    if (!now.ok) return now;
    return withUnlocked(context, now.value, async (vault) => {
      const next = await otherPassphrase(context, vault, options);
      if (!next.ok) return next;
      const changed = await withSecondFactor(context, (totp) =>
        vault.changePassphrase({ now: now.value, next: next.value, totp }),
      );
      if (!changed.ok) return changed;
      return ok({ facts: {}, text: "The new passphrase counts. Your Emergency Kit stays the same." });
    });
  },
});
