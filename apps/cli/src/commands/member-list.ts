import { ok } from "@alcove/bytes";
import { sentenceOf } from "@alcove/protocol/sentences";
import { defineCommand } from "../command.ts";
import { memberLine } from "../member-text.ts";
import { send, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  run: (context) =>
    withOpenVault(context, async (vault) => {
      // Who joined or left is told by the server; what is known here does where it is away.
      const { why } = await send(context, vault);
      if (why) context.output.note(sentenceOf(why));
      const members = await vault.members();
      return ok({ facts: { members }, text: members.map(memberLine).join("\n") });
    }),
});
