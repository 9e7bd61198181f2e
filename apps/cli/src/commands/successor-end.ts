import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refused } from "../refusal.ts";

const whats = ["cards", "reading"] as const;
const isWhat = (text: string): text is (typeof whats)[number] => (whats as readonly string[]).includes(text);

export const command = defineCommand({
  options: {
    what: {
      type: "string",
      value: "WHAT",
      about: "cards (they become void) or reading (by who used them)",
      required: true,
    },
  },
  details: `Your word about your own psychotherapy notes. "cards": your present cards open nothing that is written from now on. "reading":
whoever used your cards reads nothing of them any more; what they have read they may have kept.`,
  async run(context, { options }) {
    const { what } = options;
    if (!isWhat(what)) return misused(`--what is ${whats.join(" or ")}, not "${what}".`);
    return withOpenVault(context, async (vault) => {
      const ended = await (what === "cards" ? vault.endSuccessorCards() : vault.endSuccession());
      if (!ended.ok) return refused(ended.error);
      const sent = await send(context, vault);
      const text =
        what === "cards" ? "Your cards are void." : "Nobody reads your psychotherapy notes by your cards any more.";
      return ok({ facts: { ended: what, ...sentFacts(sent) }, text: `${text}${sentText(sent)}` });
    });
  },
});
