import { ok } from "@alcove/bytes";
import { sentenceOf } from "@alcove/protocol/sentences";
import { defineCommand } from "../command.ts";
import { send, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  details: `A passkey opens a device in the browser in the place of the passphrase; it is added there, under Devices. Each is for pages of
one host: localhost is what alcove open and a server on this computer share. A terminal opens by the passphrase alone.`,
  run: (context) =>
    withOpenVault(context, async (vault) => {
      // One that another device added is told by the server; what is known here does where it is away.
      const { why } = await send(context, vault);
      if (why) context.output.note(sentenceOf(why));
      const passkeys = (await vault.passkeys()).map(({ id, name, host, addedAt }) => ({ id, name, host, addedAt }));
      const lines = passkeys.map(
        ({ id, name, host, addedAt }) =>
          `${id}  ${name}  for ${host}, since ${new Date(addedAt).toISOString().slice(0, 10)}`,
      );
      return ok({ facts: { passkeys }, text: lines.join("\n") || "There are no passkeys." });
    }),
});
