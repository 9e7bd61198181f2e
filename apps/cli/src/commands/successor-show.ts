import { ok } from "@alcove/bytes";
import type { SuccessionView } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { withOpenVault } from "../profile.ts";
import { refuse } from "../refusal.ts";

export const command = defineCommand({
  options: {},
  details:
    "Your cards for your psychotherapy notes and what you decided, whose cards you were named for, and every use of anybody's.",
  run: (context) =>
    withOpenVault(context, async (vault) => {
      const view = await vault.succession();
      if (!view) return refuse("bug");
      const own = (await vault.wills()).find(({ isYou }) => isYou);
      const notesStayClosed = own?.notesStayClosed ?? false;
      return ok({ facts: { ...view, notesStayClosed }, text: linesOf(view, notesStayClosed).join("\n") });
    }),
});

function linesOf({ charts, set, uses, namedBy }: SuccessionView, notesStayClosed: boolean): string[] {
  const whom = set?.successor
    ? `${set.successor.name}${set.successor.isHere ? "" : ", who has left"}`
    : "whoever has enough";
  const own = set
    ? `Yours in ${charts} charts: ${set.needed} of ${set.cards} cards open them to ${whom}; ${set.waiting} charts wait to be delivered.`
    : `Yours in ${charts} charts: no cards. ${notesStayClosed ? "You decided that they stay closed." : "Nothing is decided."}`;
  return [
    own,
    ...namedBy.map(({ name }) => `${name} named you.`),
    ...uses.map(
      ({ authorName, byName, day, charts: open }) =>
        `${byName} used the cards of ${authorName}${day ? `, on ${day} or later` : ""}; reads ${open} charts by it.`,
    ),
  ];
}
