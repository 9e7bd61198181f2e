/**
 * An author's cards for their psychotherapy notes (docs/spec, SUC): made and ended by themselves alone. What stands of it is
 * in the roster and the key logs, so that nothing has to be remembered between.
 */

import { type AccountId, type CompartmentId, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  awaitingDelivery,
  type Compartment,
  type Failure,
  failure,
  isAmong,
  isMadeBy,
  isStale,
  limits,
  mayBeEntitled,
  type Operation,
  ownSet,
  reads,
  type Roster,
  type SuccessorSet,
} from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { RecoveryCardText, SuccessionView, SuccessorUse } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { dayBefore } from "../days.ts";
import { areCounts, type CardCounts, cardsOf, makeSet } from "../recovery/set.ts";

const most = limits.compartmentsPerEntitlement;

/**
 * A new set in the place of one's own before. Its cards are given once: nothing of them is kept.
 * Failures: `request-malformed` (other numbers than 2 to 16), `member-unknown`, `not-entitled` (oneself, or an auditor),
 * `account-suspended`.
 */
export async function makeSuccessorCards(
  { crypto, clock }: Pick<Ports, "crypto" | "clock">,
  { keys, state, sync, profile, fold }: Opened,
  { successor, ...counts }: CardCounts & { readonly successor?: string },
): Promise<Result<RecoveryCardText[], Failure>> {
  if (!areCounts(counts)) return fail(failure("request-malformed"));
  const made = await makeSet(crypto, keys.practice, counts);
  const stated = await sync.state((roster) => {
    if (isSuspended(roster, keys.account)) return fail(failure("account-suspended"));
    const named = successor === undefined ? undefined : roster.members.get(successor);
    if (successor !== undefined && !named) return fail(failure("member-unknown"));
    if (named && (equalBytes(named.account, keys.account) || !mayBeEntitled(named.role, "psychotherapy")))
      return fail(failure("not-entitled"));
    // Its answer may have been lost: no second statement of the same set.
    const isThere = roster.successorSets.some(({ set }) => equalBytes(set, made.set));
    return ok({ operations: isThere ? [] : [["successor.set", named?.account ?? null, ...made.parts]] });
  });
  if (!stated.ok) return stated;
  const { checkpoint } = state;
  if (!checkpoint) return fail(failure("bug"));
  const notesOf = fold.nameOf(keys.account) ?? "";
  return ok(cardsOf(made, profile, checkpoint, clock.now()).map((card) => ({ ...card, notesOf })));
}

export async function endSuccessorCards({ keys, sync }: Opened): Promise<Result<undefined, Failure>> {
  return sync.state((roster) => {
    if (isSuspended(roster, keys.account)) return fail(failure("account-suspended"));
    const own = ownSet(roster, keys);
    return own ? ok({ operations: [["successor.end", own.set]] }) : fail(failure("recovery-set-missing"));
  });
}

/** Closes one's notes to all who read them by one's cards (SUC-5). */
export async function endSuccession({ keys, sync }: Opened): Promise<Result<undefined, Failure>> {
  return sync.state((roster) => {
    if (isSuspended(roster, keys.account)) return fail(failure("account-suspended"));
    // Each right ends once (ROS-10), also where one person used two sets.
    const sets = usedSets(roster).filter(({ set }) => isOwn(roster, set, keys.account));
    const users = new Map(sets.map(({ by }) => [toHex(by), by]));
    const operations = [...users].flatMap(([name, by]) => {
      const theirs = sets.filter((one) => toHex(one.by) === name).map(({ set }) => set);
      const open = readByUse(roster, theirs, by).map(({ compartment }) => compartment);
      return inParts(open).map((part): Operation => ["disentitle", by, part]);
    });
    return operations.length > 0 ? ok({ operations }) : fail(failure("recovery-set-missing"));
  });
}

const inParts = (all: readonly CompartmentId[]): CompartmentId[][] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, n) => all.slice(n * most, n * most + most));

export function successionView({
  disk,
  opened,
}: {
  readonly disk: Disk;
  readonly opened: Opened;
}): SuccessionView | undefined {
  const { state, keys, fold } = opened;
  const { roster } = state;
  if (!roster) return undefined;
  const own = ownSet(roster, keys);
  const named = (account: AccountId) => ({ member: toHex(account), name: fold.nameOf(account) ?? "" });
  const uses = usedSets(roster).map(({ set, by, index }): SuccessorUse => {
    const { author } = set;
    const day = dayBefore(disk, index);
    return {
      author: toHex(author),
      authorName: fold.nameOf(author) ?? "",
      byName: fold.nameOf(by) ?? "",
      isYours: isOwn(roster, set, keys.account),
      isByYou: equalBytes(by, keys.account),
      ...(day === undefined ? {} : { day }),
      charts: readByUse(roster, [set], by).length,
    };
  });
  return {
    charts: [...roster.compartments.values()].filter((one) => isOwnNotes(one, keys.account)).length,
    ...(own ? { set: setView(opened, roster, own) } : {}),
    uses: uses.toReversed(),
    namedBy: roster.successorSets
      .filter(({ ended, successor }) => !ended && successor && equalBytes(successor, keys.account))
      .map(({ author }) => named(author)),
  };
}

function setView(opened: Opened, roster: Roster, own: SuccessorSet): NonNullable<SuccessionView["set"]> {
  const { state, fold } = opened;
  let [delivered, waiting] = [0, 0];
  for (const compartment of roster.compartments.values()) {
    if (!reads(own, compartment)) continue;
    const log = state.keyLogs.get(toHex(compartment.compartment));
    const waits = !log || isStale(roster, log) || awaitingDelivery(roster, log).some((one) => equalBytes(one, own.set));
    if (waits) waiting++;
    else delivered++;
  }
  const { successor, needed, shares, drill } = own;
  return {
    needed,
    cards: shares.length,
    ...(successor
      ? {
          successor: {
            member: toHex(successor),
            name: fold.nameOf(successor) ?? "",
            isHere: roster.members.has(toHex(successor)),
          },
        }
      : {}),
    delivered,
    waiting,
    ...(drill ? { drilled: drill.cards } : {}),
  };
}

/** Somebody else may have their keys: they replace these first. */
export const isSuspended = (roster: Roster, account: AccountId): boolean =>
  roster.members.get(toHex(account))?.suspendedIndex !== undefined;

const usedSets = (roster: Roster) =>
  roster.successorSets.flatMap((set) =>
    set.ended?.usedBy ? [{ set, by: set.ended.usedBy, index: set.ended.index }] : [],
  );

/** Not one that whoever had this account before recovery made. */
function isOwn(roster: Roster, set: SuccessorSet, account: AccountId): boolean {
  const member = roster.members.get(toHex(account));
  return member !== undefined && isMadeBy(set, member);
}

/** What a use of one of these sets opened, and its user still reads. */
const readByUse = (roster: Roster, sets: readonly SuccessorSet[], by: AccountId): Compartment[] =>
  [...roster.compartments.values()].filter((one) => sets.some((set) => reads(set, one)) && isAmong(one.readers, by));

const isOwnNotes = (one: Compartment, account: AccountId): boolean =>
  one.kind === "psychotherapy" && equalBytes(one.author, account) && isAmong(one.readers, account);
