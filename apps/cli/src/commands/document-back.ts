import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refusedTo } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "what document list says of a file that was taken out" }],
  details: "The copy in the other chart goes, unless somebody else said what it is.",
  run: (context, { positionals: [id = ""] }) =>
    withOpenVault(context, async (vault) => {
      const back = await vault.takeFileBack(id);
      if (!back.ok) return refusedTo("write", back.error);
      const sent = await send(context, vault);
      const { stays } = back.value;
      const text = stays
        ? "It is in its chart again. In the other chart somebody else has to do with it by now, so it stays there too."
        : "It is in its chart again, and in the other one no more.";
      return ok({ facts: { id, stays, ...sentFacts(sent) }, text: `${text}${sentText(sent)}` });
    }),
});
