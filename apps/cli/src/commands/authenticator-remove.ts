import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { withOpenVault } from "../profile.ts";
import { misused, refused } from "../refusal.ts";
import { withSecondFactor } from "../second-factor.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which one, or the beginning of its id; app: the authenticator app" }],
  details: "The second factor is asked for: six digits or a spare code. The last one that you have stays.",
  run: (context, { positionals: [id = ""] }) =>
    withOpenVault(context, async (vault) => {
      if (id === "app") {
        const ended = await withSecondFactor(context, (totp) => vault.endTotp({ totp }));
        return ended.ok ? ok({ facts: { removed: id }, text: "Its six digits count no more." }) : ended;
      }
      const known = await vault.secondFactor();
      if (!known.ok) return refused(known.error);
      const [found, ...more] = known.value.authenticators.filter(({ credential }) =>
        Buffer.from(credential).toString("hex").startsWith(id.toLowerCase()),
      );
      if (!found || more.length > 0) return misused(`${id} is ${found ? "the beginning of several" : "none of them"}.`);
      const { credential } = found;
      const removed = await withSecondFactor(context, (totp) => vault.removeAuthenticator({ credential, totp }));
      return removed.ok ? ok({ facts: { removed: id }, text: "It is no second factor of yours any more." }) : removed;
    }),
});
