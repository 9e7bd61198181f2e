/** Cards on the table: whether they belong together, are of this practice, and are the ones that were made (CARD, KEY-17). */

import { equalBytes, fail, ok, type Result } from "@alcove/bytes";
import { recoveryShareHash } from "@alcove/crypto";
import type { CardFacts } from "../../facade.ts";
import { type Failure, failure, type RecoverySet, type Roster, type SuccessorSet } from "@alcove/protocol";
import { parseCard, type RecoveryCard, shortSet } from "../../recovery-card.ts";

/** Failures of one card carry its place on the table as `card`, from 1. */
export function readCards(texts: readonly string[]): Result<RecoveryCard[], Failure> {
  const cards: RecoveryCard[] = [];
  for (const [i, text] of texts.entries()) {
    const card = parseCard(text);
    if (!card.ok) return fail(failure(card.error.code, { ...card.error.facts, card: i + 1 }));
    cards.push(card.value);
  }
  const [first, ...others] = cards;
  if (!first) return fail(failure("recovery-cards-few", { needed: 2, given: 0 }));
  for (const { number, founding, set } of others) {
    if (!equalBytes(founding, first.founding)) return fail(failure("recovery-card-elsewhere", { number }));
    if (!equalBytes(set, first.set)) return fail(failure("recovery-cards-differ", { number }));
  }
  const twice = cards.find(({ number }, i) => cards.findIndex((one) => one.number === number) !== i);
  return twice ? fail(failure("recovery-card-twice", { number: twice.number })) : ok(cards);
}

/** What cards that go together say of themselves. Failures: those of `readCards`. */
export function cardFacts(texts: readonly string[]): Result<CardFacts[], Failure> {
  const read = readCards(texts);
  if (!read.ok) return read;
  return ok(read.value.map(({ number, needed, cards, set }) => ({ number, needed, cards, set: shortSet(set) })));
}

/** The sets whose cards are asked for, with those that took their place once. */
export type Asked<Set extends RecoverySet> = {
  readonly sets: readonly Set[];
  readonly former: readonly Pick<RecoverySet, "set">[];
};

export const practicesCards = ({ recoverySet, formerSets }: Roster): Asked<RecoverySet> => ({
  sets: recoverySet ? [recoverySet] : [],
  former: formerSets,
});

/** Those that authors made for whoever comes after them. */
export const successorsCards = ({ successorSets }: Roster): Asked<SuccessorSet> => ({
  sets: successorSets.filter(({ ended }) => !ended),
  former: successorSets.filter(({ ended }) => ended),
});

/** The set that these are some cards of. They are compared with the published hashes one by one. */
export function judgeCards<Set extends RecoverySet>(
  roster: Roster,
  cards: readonly RecoveryCard[],
  { sets, former }: Asked<Set>,
): Result<Set, Failure> {
  const { practice, founding } = roster;
  for (const { number, founding: of, at } of cards)
    if (!equalBytes(of, founding) || (at && !equalBytes(at.practice, practice)))
      return fail(failure("recovery-card-elsewhere", { number }));
  const [first] = cards;
  if (!first) return fail(failure("recovery-set-missing"));
  const isFirsts = ({ set }: Pick<RecoverySet, "set">) => equalBytes(set, first.set);
  const found = sets.find(isFirsts);
  if (!found) return fail(whyNone(roster, first, former.some(isFirsts), sets.length === 0));
  for (const card of cards) {
    const { number, share } = card;
    const published = found.shares[number - 1];
    const isRight =
      published !== undefined &&
      equalBytes(recoveryShareHash({ practice, set: found.set }, number, share), published) &&
      card.needed === found.needed &&
      card.cards === found.shares.length;
    if (!isRight) return fail(failure("recovery-card-wrong", { number }));
  }
  return ok(found);
}

function whyNone(roster: Roster, { set, number }: RecoveryCard, isVoid: boolean, isNoneMade: boolean): Failure {
  if (isVoid) return failure("recovery-card-void");
  const all = [practicesCards(roster), successorsCards(roster)].flatMap(({ sets, former }) => [...sets, ...former]);
  if (all.some((one) => equalBytes(one.set, set))) return failure("recovery-cards-other");
  return isNoneMade ? failure("recovery-set-missing") : failure("recovery-card-wrong", { number });
}
