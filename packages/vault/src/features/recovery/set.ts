/** An owner's side of recovery: making a set of cards, seeing how far it is, and the drill that puts none together. */

import { equalBytes, fail, type Hash, ok, type RecoverySetId, type Result, toHex, wipe } from "@alcove/bytes";
import {
  type Checkpoint,
  type CryptoPort,
  publicKeyOf,
  recoverySeeds,
  type RecoverySeed,
  type RecoveryShare,
  recoveryShareHash,
  sealingPublicKeyOf,
  splitRecoverySeed,
} from "@alcove/crypto";
import {
  awaitingDelivery,
  type Failure,
  failure,
  isRecoverable,
  isStale,
  limits,
  type OperationOf,
  ownSet,
  setNameIn,
  type Roster,
} from "@alcove/protocol";
import type { Opened } from "../../engine/opened.ts";
import { isAtWork } from "../../engine/sync/spent-cards.ts";
import { isGuarded, newestKey } from "../../engine/state.ts";
import type { RecoveryCardText, RecoveryView } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import type { Profile } from "../../profile.ts";
import { cardWords, encodeCard, shortSet } from "../../recovery-card.ts";
import { judgeCards, practicesCards, readCards } from "./cards.ts";

export type CardCounts = { readonly needed: number; readonly cards: number };

export type MadeSet = {
  readonly set: RecoverySetId;
  readonly needed: number;
  readonly shares: readonly RecoveryShare[];
  readonly parts: Parts<OperationOf<"recovery.set">>;
};
type Parts<T> = T extends readonly [unknown, ...infer Rest] ? Rest : never;

/** A new seed, its public halves and its shares; the seed itself is forgotten at once. */
export async function makeSet(
  crypto: CryptoPort,
  practice: Roster["practice"],
  { needed, cards }: CardCounts,
): Promise<MadeSet> {
  const set = crypto.random(16) as RecoverySetId;
  const seed = crypto.random(32) as RecoverySeed;
  const place = { practice, set };
  const seeds = await recoverySeeds(crypto, seed, place);
  const shares = await splitRecoverySeed(seed, { needed, cards });
  const hashes: Hash[] = shares.map((share, i) => recoveryShareHash(place, i + 1, share));
  const parts: MadeSet["parts"] = [set, needed, publicKeyOf(seeds.sign), await sealingPublicKeyOf(seeds.seal), hashes];
  wipe(seed, seeds.sign, seeds.seal);
  return { set, needed, shares, parts };
}

/** Each card's text and words, as of the newest checkpoint. */
export function cardsOf(
  { set, needed, shares }: Pick<MadeSet, "set" | "needed" | "shares">,
  { origin, practice, founding, practiceName }: Pick<Profile, "origin" | "practice" | "founding" | "practiceName">,
  checkpoint: Checkpoint,
  madeAt: number,
): RecoveryCardText[] {
  return shares.map((share, i) => {
    const number = i + 1;
    const counts = { number, needed, cards: shares.length };
    const card = { at: { origin, practice }, founding, set, ...counts, checkpoint, share };
    const said = { origin, practiceName, madeAt, set: shortSet(set) };
    return { ...counts, ...said, text: encodeCard(card), words: cardWords(card) };
  });
}

/**
 * New cards that nobody has heard of: they count from `beginSet` on, and those before them until then. Failures: `not-entitled`,
 * `second-owner-needed`, `request-malformed` (other numbers than 2 to 16).
 */
export async function prepareSet(
  { crypto, clock }: Pick<Ports, "crypto" | "clock">,
  { keys, state, profile }: Opened,
  counts: CardCounts,
): Promise<Result<{ readonly made: MadeSet; readonly cards: readonly RecoveryCardText[] }, Failure>> {
  if (!areCounts(counts)) return fail(failure("request-malformed"));
  const { roster, checkpoint } = state;
  if (!roster || !checkpoint) return fail(failure("not-set-up"));
  const may = mayMake(roster, keys.account);
  if (!may.ok) return may;
  const made = await makeSet(crypto, keys.practice, counts);
  return ok({ made, cards: cardsOf(made, profile, checkpoint, clock.now()) });
}

/** In the place of the set before, if there was one. Failures: `not-entitled`, `second-owner-needed`, `cards-at-work`. */
export async function beginSet(opened: Opened, made: MadeSet): Promise<Result<undefined, Failure>> {
  const { keys, sync } = opened;
  const done = await endUse(opened);
  if (!done.ok) return done;
  return sync.state((roster) => {
    const may = mayMake(roster, keys.account);
    // Its answer may have been lost: no second statement of the same set.
    const isThere = roster.recoverySet && equalBytes(roster.recoverySet.set, made.set);
    if (!may.ok || isThere) return may.ok ? ok({ operations: [] }) : may;
    return ok({ operations: [["recovery.set", ...made.parts]] });
  });
}

/** What cards that were used here opened is delivered first: another set ends what theirs may sign. `cards-at-work`, a sync's. */
export async function endUse(opened: Opened): Promise<Result<undefined, Failure>> {
  if (!isAtWork(opened)) return ok();
  const ran = await opened.sync.run();
  if (!ran.ok) return ran;
  return isAtWork(opened) ? fail(failure("cards-at-work")) : ok();
}

export function areCounts({ needed, cards }: CardCounts): boolean {
  const whole = Number.isSafeInteger(needed) && Number.isSafeInteger(cards);
  return whole && needed >= 2 && needed <= cards && cards <= limits.recoveryCards;
}

export function mayMake(roster: Roster, account: Uint8Array): Result<undefined, Failure> {
  const me = roster.members.get(toHex(account));
  if (me?.role !== "owner" || me.suspendedIndex !== undefined) return fail(failure("not-entitled"));
  const owners = [...roster.members.values()].filter(({ role }) => role === "owner");
  return owners.length > 1 ? fail(failure("second-owner-needed")) : ok();
}

/**
 * Compares each card with the published hashes, puts none together, and says in the roster which were seen and right: of the
 * practice's set, or of one's own for psychotherapy notes.
 * Failures: those of a card, `recovery-set-missing`, `not-entitled`.
 */
export async function drillCards(
  { sync, keys }: Opened,
  texts: readonly string[],
): Promise<Result<undefined, Failure>> {
  const cards = readCards(texts);
  if (!cards.ok) return cards;
  return sync.state((roster) => {
    const own = ownSet(roster, keys);
    const { sets, former } = practicesCards(roster);
    const judged = judgeCards(roster, cards.value, { sets: own ? [...sets, own] : sets, former });
    if (!judged.ok) return judged;
    const me = roster.members.get(toHex(keys.account));
    if (judged.value !== own && me?.role !== "owner") return fail(failure("not-entitled"));
    return ok({ operations: [["recovery.drill", judged.value.set, cards.value.map(({ number }) => number)]] });
  });
}

/** `undefined`: no set was made yet. */
export function recoveryView({ state, keys }: Opened): RecoveryView | undefined {
  const { roster } = state;
  if (!roster?.recoverySet) return undefined;
  const { needed, shares, drill, set } = roster.recoverySet;
  let [delivered, waiting, waitForOpening] = [0, 0, 0];
  for (const compartment of roster.compartments.values()) {
    const log = state.keyLogs.get(toHex(compartment.compartment));
    const reads = compartment.readers.some((reader) => equalBytes(reader, keys.account));
    if (!reads || !isRecoverable(compartment.kind)) continue;
    const waits =
      !log ||
      isStale(roster, log) ||
      awaitingDelivery(roster, log).some((one) => equalBytes(one, setNameIn(compartment, set)));
    if (waits) waiting++;
    else delivered++;
    // Whoever hasn't its newest key can't make the next one either.
    if (waits && log && isGuarded(state, compartment.compartment) && !newestKey(state, log)) waitForOpening++;
  }
  const used = roster.formerSets.at(-1)?.used;
  return {
    set: shortSet(set),
    needed,
    cards: shares.length,
    delivered,
    waiting,
    ...(waitForOpening > 0 ? { waitForOpening } : {}),
    ...(drill ? { drilled: drill.cards } : {}),
    ...(used ? { usedFor: { member: toHex(used.account), reason: used.reason } } : {}),
  };
}
