import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refusedTo } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "what note list says of a note that was taken out" }],
  details: "What was written anew goes, unless somebody wrote on in it, added to it or signed it since.",
  run: (context, { positionals: [id = ""] }) =>
    withOpenVault(context, async (vault) => {
      const back = await vault.takeNoteBack(id);
      if (!back.ok) return refusedTo("write", back.error);
      const sent = await send(context, vault);
      const { stays } = back.value;
      const text = stays
        ? "It stands in its chart again. In the other chart somebody went on with it, so it stays there too."
        : "It stands in its chart again, and in the other one no more.";
      return ok({ facts: { id, stays, ...sentFacts(sent) }, text: `${text}${sentText(sent)}` });
    }),
});
