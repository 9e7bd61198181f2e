import { ok } from "@alcove/bytes";
import type { WitnessKeys } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";
import { witnessRow } from "../witness-text.ts";

export const command = defineCommand({
  options: {
    keys: { type: "string", value: "KEYS", about: "of all witnesses from now on, parted by commas, or off" },
  },
  details: `A witness follows the practice's ledger from elsewhere and signs that it only grows: another Alcove server, or a person with alcove
witness make. It sees sizes and hashes, no record and no name. A new device that a witness vouches for needs nobody else to
confirm it. Without --keys they are shown, with the ledger's key, which a witness is told; an owner names them.`,
  run: (context, { options: { keys } }) =>
    withOpenVault(context, async (vault) => {
      await send(context, vault);
      if (keys !== undefined) {
        const set = await vault.setWitnesses(keys === "off" ? [] : keys.split(","));
        if (!set.ok) return refused(set.error);
      }
      const sent = await send(context, vault);
      const now = await vault.witnessKeys();
      if (!now.ok) return refused(now.error);
      const status = await vault.status();
      const witnesses = status.phase === "open" ? status.witnesses : [];
      return ok({
        facts: { ...now.value, seen: witnesses, ...sentFacts(sent) },
        text: [inWords(now.value), ...witnesses.map(witnessRow)].join("\n") + sentText(sent),
      });
    }),
});

function inWords({ ledger, witnesses }: WitnessKeys): string {
  const keys = witnesses.length > 0 ? witnesses.map((key) => `Witness  ${key}`) : ["No witness is named."];
  return [`Ledger   ${ledger}`, ...keys].join("\n");
}
