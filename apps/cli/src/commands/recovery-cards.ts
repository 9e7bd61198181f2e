import { ok } from "@alcove/bytes";
import { prepareCardFolder, writeCards } from "../card-files.ts";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { propose, proposeOption, refusedAlone } from "../proposals.ts";
import { misused, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    out: { type: "string", value: "DIR", about: "where to write the cards; none may be there yet", required: true },
    cards: { type: "string", value: "N", about: "how many cards there are to be (3)" },
    needed: { type: "string", value: "M", about: "how many of them it takes (2)" },
    propose: proposeOption,
  },
  details: `Print each file, hand it to somebody you trust (your own safe, an executor, a colleague), and remove the files. Any M of the
cards, with the server, open everything but psychotherapy notes. New cards make those before them void.`,
  async run(context, { options }) {
    const [cards, needed] = [Number(options.cards ?? 3), Number(options.needed ?? 2)];
    if (![cards, needed].every(Number.isSafeInteger) || needed < 2 || needed > cards || cards > 16)
      return misused("It takes at least 2 cards, and not more than there are: at most 16.");
    const prepared = prepareCardFolder(options.out);
    if (!prepared.ok) return prepared;
    return withOpenVault(context, async (vault) => {
      const made = await vault.makeRecoveryCards({ needed, cards });
      if (!made.ok && options.propose && made.error.code === "second-owner-needed")
        return propose(context, vault, { kind: "recovery", needed, cards }, (proposed) => {
          const kept = writeCards(options.out, proposed.cards ?? []);
          const text = `\n\n${cards} cards are in ${options.out}: they open nothing before that. Hand them out once it stands.`;
          return kept.ok ? ok({ facts: { cards: kept.value, needed }, text }) : kept;
        });
      if (!made.ok)
        return made.error.code === "second-owner-needed" ? refusedAlone("members", made.error) : refused(made.error);
      const written = writeCards(options.out, made.value);
      if (!written.ok) return written;
      // What was there before is delivered to them now, as far as this takes a moment.
      const sent = await send(context, vault);
      const view = await vault.recovery();
      const waiting = view?.waiting ?? 0;
      return ok({
        facts: {
          cards: written.value,
          needed,
          delivered: view?.delivered ?? 0,
          undelivered: waiting,
          ...sentFacts(sent),
        },
        text:
          `${cards} recovery cards are in ${options.out}; it takes ${needed} of them. Print them, hand them out, and remove the files.` +
          (waiting > 0 ? `\n\n${waiting} compartments are still to be delivered to them: alcove sync goes on.` : "") +
          sentText(sent),
      });
    });
  },
});
