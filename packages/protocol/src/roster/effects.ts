/**
 * What operations do to the roster, once judged. Each reads what it changes at that moment, so that none of a statement
 * undoes what another one did before it.
 */

import { type AccountId, type CompartmentId, equalBytes, toHex } from "@alcove/bytes";
import { type Compartment, type FormerIdentity, isAmong, memberOf, type Member, type MutableRoster } from "./roster.ts";
import type { FormerSet, RecoverySet } from "./recovery-set.ts";
import { isRecoverable } from "./roles.ts";
import type { OperationOf } from "./statement.ts";
import { reads, type SuccessorSet } from "./successor-set.ts";

export type Effect = (next: MutableRoster) => void;

/** What begins with this statement: its author reads and writes it. */
export function newCompartment(
  { author, ...named }: Pick<Compartment, "compartment" | "kind" | "chart" | "author">,
  index: number,
): Compartment {
  const entitled = [author];
  const places = { createdIndex: index, changedIndex: index };
  return { ...named, author, ...places, readers: entitled, writers: entitled, releasers: [], dated: [] };
}

export function addCompartment(next: MutableRoster, created: Compartment): void {
  const { compartment, chart } = created;
  next.compartments.set(toHex(compartment), created);
  if (chart) next.charts.set(toHex(chart), [...(next.charts.get(toHex(chart)) ?? []), compartment]);
}

export function changeMember(next: MutableRoster, account: AccountId, change: (member: Member) => Member): void {
  next.members.set(toHex(account), change(memberOf(next, account)));
}

/** Whoever holds what they held must not read what is written from `index` on. */
export function makeStale(next: MutableRoster, account: AccountId, index: number): void {
  for (const [id, compartment] of next.compartments) {
    if (isEntitled(compartment, account))
      next.compartments.set(id, { ...compartment, staleIndex: index, changedIndex: index });
  }
}

export function isEntitled({ readers, writers, releasers }: Compartment, account: AccountId): boolean {
  return [readers, writers, releasers].some((all) => isAmong(all, account));
}

/**
 * The account's whole right in one compartment from `index` on; `undefined`: none. What it loses makes the compartment stale, and so
 * does who lets in from then on: whoever kept the release part before may keep it still.
 */
export function setRight(
  next: MutableRoster,
  id: CompartmentId,
  account: AccountId,
  right: { readonly kind: OperationOf<"entitle">[2]; readonly untilDay: number | null } | undefined,
  index: number,
): void {
  const before = next.compartments.get(toHex(id)) as Compartment;
  const reads = right?.kind === "read" || right?.kind === "read-write";
  const writes = right?.kind === "write" || right?.kind === "read-write";
  const releases = right?.kind === "release";
  const loses = (isAmong(before.readers, account) && !reads) || (isAmong(before.writers, account) && !writes);
  const releasers = withOrWithout(before.releasers, account, releases);
  const others = before.dated.filter((one) => !equalBytes(one.account, account));
  const untilDay = right?.untilDay ?? null;
  next.compartments.set(toHex(id), {
    ...before,
    readers: withOrWithout(before.readers, account, reads),
    writers: withOrWithout(before.writers, account, writes),
    releasers,
    dated: untilDay === null ? others : [...others, { account, untilDay }],
    changedIndex: index,
    ...(loses || releasers !== before.releasers ? { staleIndex: index } : {}),
  });
}

/** Every right in it ends, and none begins again; the author stays named, for whoever asks who did it. */
export function destroy(next: MutableRoster, id: CompartmentId, index: number): void {
  const before = next.compartments.get(toHex(id)) as Compartment;
  const nobody = { readers: [], writers: [], releasers: [], dated: [] };
  next.compartments.set(toHex(id), {
    ...before,
    ...nobody,
    changedIndex: index,
    staleIndex: index,
    destroyedIndex: index,
  });
}

/** What its readers hold opens nothing of what is written from `index` on, so that the guard begins or ends with a rotation. */
export function setGuard(next: MutableRoster, id: CompartmentId, isSet: boolean, index: number): void {
  const before = next.compartments.get(toHex(id)) as Compartment;
  const sinceIndex = isSet ? index : (before.guard?.sinceIndex ?? index);
  next.compartments.set(toHex(id), {
    ...before,
    guard: { isSet, sinceIndex },
    changedIndex: index,
    staleIndex: index,
  });
}

function withOrWithout(accounts: readonly AccountId[], account: AccountId, has: boolean): readonly AccountId[] {
  if (isAmong(accounts, account) === has) return accounts;
  return has ? [...accounts, account] : accounts.filter((one) => !equalBytes(one, account));
}

/** The identity signs nothing more; its keys are remembered, so that they are never taken again. */
export function endIdentity(next: MutableRoster, account: AccountId, why: FormerIdentity["why"], index: number): void {
  const { identitySign, identitySeal } = memberOf(next, account);
  next.former = [...next.former, { account, identitySign, identitySeal, untilIndex: index, why }];
}

/** With a member go their devices and every right; a device that the statement revokes by name keeps that reason. */
export function removeMember(next: MutableRoster, account: AccountId, index: number): void {
  endIdentity(next, account, "removed", index);
  next.members.delete(toHex(account));
  revokeAll(next, account, "removed", index);
  for (const compartment of next.compartments.values())
    if (isEntitled(compartment, account)) setRight(next, compartment.compartment, account, undefined, index);
}

function revokeAll(next: MutableRoster, account: AccountId, reason: "removed" | "recovered", index: number): void {
  for (const [id, device] of next.devices) {
    if (equalBytes(device.account, account) && !device.revoked)
      next.devices.set(id, { ...device, revoked: { index, reason } });
  }
}

/**
 * Recovery cards give the account to a new identity: nothing of the old one counts, and psychotherapy notes stay closed.
 * All else that the old one read is recoverable, so stale by `replaceSet`.
 */
export function resetMember(
  next: MutableRoster,
  account: AccountId,
  identity: Pick<Member, "identitySign" | "identitySeal" | "keyringVersion">,
  index: number,
): void {
  endIdentity(next, account, "recovered", index);
  changeMember(next, account, ({ suspendedIndex: _, ...member }) => ({
    ...member,
    ...identity,
    recoveredIndex: index,
  }));
  revokeAll(next, account, "recovered", index);
  // Whoever has the account now can neither end nor widen the set that the one before made for a successor.
  next.successorSets = next.successorSets.map((one) =>
    equalBytes(one.author, account) && !one.ended && one.upToIndex === undefined ? { ...one, upToIndex: index } : one,
  );
  for (const compartment of next.compartments.values())
    if (compartment.kind === "psychotherapy" && isEntitled(compartment, account))
      setRight(next, compartment.compartment, account, undefined, index);
}

/** What the set reads has another reader from `index` on. */
export function addSuccessorSet(next: MutableRoster, made: SuccessorSet, index: number): void {
  next.successorSets = [...next.successorSets, made];
  for (const [id, compartment] of next.compartments)
    if (reads(made, compartment)) next.compartments.set(id, { ...compartment, changedIndex: index });
}

/** Whoever holds its cards must not read what is written from `index` on. `usedBy`: they do, by a right of their own. */
export function endSuccessorSet(next: MutableRoster, set: SuccessorSet, index: number, usedBy?: AccountId): void {
  const ended = { index, ...(usedBy ? { usedBy } : {}) };
  next.successorSets = next.successorSets.map((one) => (equalBytes(one.set, set.set) ? { ...one, ended } : one));
  for (const [id, compartment] of next.compartments) {
    if (!reads(set, compartment) || compartment.destroyedIndex !== undefined) continue;
    next.compartments.set(id, { ...compartment, changedIndex: index, staleIndex: index });
    if (!usedBy) continue;
    const kind = isAmong(compartment.writers, usedBy) ? "read-write" : "read";
    setRight(next, compartment.compartment, usedBy, { kind, untilDay: null }, index);
  }
}

/**
 * What is recoverable has another reader from `index` on. Where there was a set before, whoever holds its cards must not
 * read what is written from then on.
 */
export function replaceSet(
  next: MutableRoster,
  made: RecoverySet,
  index: number,
  used?: NonNullable<FormerSet["used"]>,
): void {
  const before = next.recoverySet;
  if (before) {
    const { set, sign, seal } = before;
    next.formerSets = [...next.formerSets, { set, sign, seal, untilIndex: index, ...(used ? { used } : {}) }];
  }
  next.recoverySet = made;
  for (const [id, compartment] of next.compartments) {
    if (isRecoverable(compartment.kind))
      next.compartments.set(id, { ...compartment, changedIndex: index, ...(before ? { staleIndex: index } : {}) });
  }
}
