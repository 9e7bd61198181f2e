import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    "take-back": { type: "boolean", about: "you have not decided after all" },
  },
  details: `That you want no cards for your psychotherapy notes: when you can't open them any more, they stay closed for good. It stands
beside your professional will, where the owners see it. What there is of cards stays: see alcove successor end.`,
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const notesStayClosed = !options["take-back"];
      const decided = await vault.decideSuccession({ notesStayClosed });
      if (!decided.ok) return refused(decided.error);
      const sent = await send(context, vault);
      const text = notesStayClosed ? "Your psychotherapy notes stay closed." : "Nothing is decided any more.";
      return ok({ facts: { notesStayClosed, ...sentFacts(sent) }, text: `${text}${sentText(sent)}` });
    }),
});
