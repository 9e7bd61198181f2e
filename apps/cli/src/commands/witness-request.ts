import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { writeNewFile } from "../files.ts";
import { send, sentFacts, withOpenVault } from "../profile.ts";
import { misused, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    out: { type: "string", value: "FILE", about: "a new file, for alcove witness cosign", required: true },
    from: { type: "string", value: "SIZE", about: "the size that the witness signed last, as it says (0)" },
  },
  details: `For a witness that the server can't reach. Made of this device's own leaves: the server has no say in it.`,
  async run(context, { options: { out, from = "0" } }) {
    if (!/^\d{1,15}$/.test(from)) return misused(`--from takes a size, not "${from}".`);
    return withOpenVault(context, async (vault) => {
      const sent = await send(context, vault);
      const keys = await vault.witnessKeys();
      if (!keys.ok) return refused(keys.error);
      const request = await vault.witnessRequest({ from: Number(from) });
      if (!request.ok) return refused(request.error);
      const written = writeNewFile(out, request.value);
      if (!written.ok) return written;
      return ok({
        facts: { out, ledger: keys.value.ledger, ...sentFacts(sent) },
        text: `Written to ${out}, for: alcove witness cosign --ledger ${keys.value.ledger}`,
      });
    });
  },
});
