import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which passkey" }],
  details: `It opens your other devices no more once they next spoke with the server. It does not help where somebody has the passkey and
a device of yours, or a copy of its files: then replace your keys, alcove keys replace.`,
  async run(context, { positionals: [id = ""] }) {
    return withOpenVault(context, async (vault) => {
      const synced = await vault.sync();
      if (!synced.ok) return refused(synced.error);
      const passkey = (await vault.passkeys()).find((one) => one.id === id);
      if (!passkey) return refuse("passkey-unknown");
      const removed = await vault.removePasskey(id);
      if (!removed.ok) return refused(removed.error);
      return ok({ facts: { id }, text: `${passkey.name} is removed.` });
    });
  },
});
