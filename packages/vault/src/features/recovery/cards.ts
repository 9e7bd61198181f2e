/** Cards on the table: whether they belong together, are of this practice, and are the ones that were made (CARD, KEY-17). */

import { equalBytes, fail, ok, type Result } from "@alcove/bytes";
import { recoveryShareHash } from "@alcove/crypto";
import { type Failure, failure, type RecoverySet, type Roster } from "@alcove/protocol";
import { parseCard, type RecoveryCard } from "../../recovery-card.ts";

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

/** The practice's set, if these are some of its cards. They are compared with the published hashes one by one. */
export function judgeCards(roster: Roster, cards: readonly RecoveryCard[]): Result<RecoverySet, Failure> {
  const { recoverySet, formerSets, practice, founding } = roster;
  for (const { number, founding: of, at } of cards)
    if (!equalBytes(of, founding) || (at && !equalBytes(at.practice, practice)))
      return fail(failure("recovery-card-elsewhere", { number }));
  const [first] = cards;
  if (!recoverySet || !first) return fail(failure("recovery-set-missing"));
  if (!equalBytes(first.set, recoverySet.set)) {
    const isVoid = formerSets.some(({ set }) => equalBytes(set, first.set));
    return fail(isVoid ? failure("recovery-card-void") : failure("recovery-card-wrong", { number: first.number }));
  }
  for (const card of cards) {
    const { number, share } = card;
    const published = recoverySet.shares[number - 1];
    const isRight =
      published !== undefined &&
      equalBytes(recoveryShareHash({ practice, set: recoverySet.set }, number, share), published) &&
      card.needed === recoverySet.needed &&
      card.cards === recoverySet.shares.length;
    if (!isRight) return fail(failure("recovery-card-wrong", { number }));
  }
  return ok(recoverySet);
}
