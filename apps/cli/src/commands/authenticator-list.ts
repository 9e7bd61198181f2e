import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  details: `Passkeys and security keys that are your second factor, each for the pages of one host. They are added in the browser, and a
command line can't ask for one: here six digits or a spare code stand in.`,
  run: (context) =>
    withOpenVault(context, async (vault) => {
      const known = await vault.secondFactor();
      if (!known.ok) return refused(known.error);
      const authenticators = known.value.authenticators.map(({ credential, ...rest }) => ({
        id: Buffer.from(credential).toString("hex"),
        ...rest,
      }));
      const lines = authenticators.map(
        ({ id, host, addedAt }) => `${id.slice(0, 16)}  ${host}, since ${new Date(addedAt).toISOString().slice(0, 10)}`,
      );
      return ok({
        facts: { app: known.value.app, authenticators },
        text: lines.length > 0 ? lines.join("\n") : "No passkey or security key is your second factor.",
      });
    }),
});
