import { ok } from "@alcove/bytes";
import { prepareCardFolder, writeCards } from "../card-files.ts";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    out: { type: "string", value: "DIR", about: "where to write the cards; none may be there yet", required: true },
    member: { type: "string", value: "ID", about: "who alone may use them (whoever of the practice has enough)" },
    cards: { type: "string", value: "N", about: "how many cards there are to be (3)" },
    needed: { type: "string", value: "M", about: "how many of them it takes (2)" },
  },
  details: `For your own psychotherapy notes, which the practice's recovery cards never open. Print each file, hand it to somebody you trust,
and remove the files. Any M of the cards open your psychotherapy notes to that member, and everybody is shown it. New cards
make those before them void. If you want none: alcove successor decline.`,
  async run(context, { options }) {
    const [cards, needed] = [Number(options.cards ?? 3), Number(options.needed ?? 2)];
    if (![cards, needed].every(Number.isSafeInteger) || needed < 2 || needed > cards || cards > 16)
      return misused("It takes at least 2 cards, and not more than there are: at most 16.");
    const prepared = prepareCardFolder(options.out);
    if (!prepared.ok) return prepared;
    return withOpenVault(context, async (vault) => {
      const named = options.member === undefined ? {} : { successor: options.member };
      const made = await vault.makeSuccessorCards({ needed, cards, ...named });
      if (!made.ok) return refused(made.error);
      const written = writeCards(options.out, made.value);
      if (!written.ok) return written;
      // What was there before is delivered to them now, as far as this takes a moment.
      const sent = await send(context, vault);
      const set = (await vault.succession())?.set;
      const waiting = set?.waiting ?? 0;
      const whom = set?.successor ? set.successor.name || set.successor.member : "whoever of the practice has enough";
      return ok({
        facts: {
          cards: written.value,
          needed,
          ...(set?.successor ? { successor: set.successor.member } : {}),
          delivered: set?.delivered ?? 0,
          undelivered: waiting,
          ...sentFacts(sent),
        },
        text:
          `${cards} cards for your psychotherapy notes are in ${options.out}; ${needed} of them open these to ${whom}. ` +
          `Print them, hand them out, and remove the files.` +
          (waiting > 0 ? `\n\n${waiting} charts are still to be delivered to them: alcove sync goes on.` : "") +
          sentText(sent),
      });
    });
  },
});
