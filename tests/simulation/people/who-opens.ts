/** The questions that a simulation asks of the model: who can open what, who should, and what has to happen first. */

import type { Fact } from "./facts.ts";
import {
  after,
  cardsOf,
  type Compartment,
  type Holder,
  identityOf,
  noPractice,
  type Practice,
  reads,
  recipientsOf,
  writes,
} from "./practice.ts";

/** The newest epoch that the holder's keys lead to, 0 for none: the current key opens all before it. */
export const opensUpTo = (compartment: Compartment, holder: Holder): number => compartment.sealed.get(holder) ?? 0;

/** All that somebody with these keys and all that the server ever had could read, by compartment and envelope: copies of what was destroyed count. */
export function openTo(practice: Practice, holders: readonly Holder[]): Set<string> {
  const found = new Set<string>();
  for (const [name, compartment] of practice.compartments) {
    const upTo = Math.max(0, ...holders.map((holder) => opensUpTo(compartment, holder)));
    for (const { envelope, epoch } of compartment.envelopes) if (epoch <= upTo) found.add(`${name}/${envelope}`);
  }
  return found;
}

/** Every identity that a member's keyring holds, now. */
export function keyringOf(practice: Practice, member: string): Holder[] {
  return (practice.members.get(member)?.keyring ?? []).map((number) => identityOf(member, number));
}

/**
 * What a device shows that has synced to the end: of what its member may read now, all that their keys open, where they were given one
 * since a guard was last set or ended there (GRD-3). `also`: other keys that it has, such as the spent cards' that made it theirs.
 */
export function shownOn(practice: Practice, device: string, also: readonly Holder[] = []): Set<string> {
  const found = practice.devices.get(device);
  if (!found || found.isRevoked) return new Set();
  const holders = [...keyringOf(practice, found.of), ...also];
  const readable = [...practice.compartments].filter(
    ([, one]) =>
      reads(one.rights.get(found.of)?.right) && holders.some((holder) => opensUpTo(one, holder) > one.shutUpTo),
  );
  return openTo({ ...practice, compartments: new Map(readable) }, holders);
}

/** Whether the compartment's next writer has to begin an epoch first. */
export function mustRotateFirst({ epochs, staleFrom }: Compartment): boolean {
  const begun = epochs.at(-1);
  return begun === undefined || (staleFrom !== undefined && begun <= staleFrom);
}

/** Whether an envelope that the device writes now under this epoch may stand. */
export function mayWrite(practice: Practice, device: string, compartment: string, epoch: number): boolean {
  const [author, place] = [practice.devices.get(device), practice.compartments.get(compartment)];
  if (!author || author.isRevoked || !place) return false;
  return writes(place.rights.get(author.of)?.right) && !mustRotateFirst(place) && epoch === place.epochs.length;
}

/**
 * Members, and cards, to whom the newest key may be sealed and was not yet. On `day`, where rights end on days. While the
 * compartment is stale nobody waits for its old key: the rotation gives everybody the next one.
 */
export function awaiting(practice: Practice, compartment: Compartment, day = 0): string[] {
  if (mustRotateFirst(compartment)) return [];
  const newest = compartment.epochs.length;
  return [...recipientsOf(practice, compartment)]
    .filter(([name]) => (compartment.rights.get(name)?.untilDay ?? day) >= day)
    .filter(([, holder]) => opensUpTo(compartment, holder) < newest)
    .map(([name]) => name);
}

/**
 * What must never be, each in one sentence; none where all is well. A simulation asks after each fact.
 *
 * - Nobody opens what was written after they were last entitled, or without ever having been (EX-01, SD-01, IN-01).
 * - Psychotherapy notes are opened by whom their author entitled, and by no cards but their author's own.
 */
export function brokenPromises(practice: Practice): string[] {
  const broken: string[] = [];
  const own = new Set([...practice.ownCards.keys()].map(cardsOf));
  for (const [name, compartment] of practice.compartments) {
    for (const [holder, upTo] of compartment.sealed) {
      const last = compartment.spans.get(holder)?.at(-1);
      if (!last) broken.push(`${holder} was given a key to ${name} and never entitled to it`);
      const entitledTo = last ? (last.to ?? Number.POSITIVE_INFINITY) : -1;
      for (const { envelope, epoch, index } of compartment.envelopes)
        if (epoch <= upTo && index > entitledTo)
          broken.push(`${holder} opens ${envelope} of ${name}, which was written after they were entitled`);
    }
    if (
      compartment.kind === "psychotherapy" &&
      [...compartment.sealed.keys()].some((one) => one.startsWith(cardsOf("")) && !own.has(one))
    )
      broken.push(`recovery cards open the psychotherapy notes ${name}`);
  }
  return broken;
}

/** Of facts that stand: those that should not, each in one sentence with its index. What authority asks for is `tests/reader`'s. */
export function wrongFacts(facts: readonly Fact[]): string[] {
  const wrong: string[] = [];
  let practice = noPractice;
  for (const [index, fact] of facts.entries()) {
    const why = whyWrong(practice, fact);
    if (why) wrong.push(`${index}: ${why}`);
    practice = after(practice, fact);
  }
  return wrong;
}

function whyWrong(practice: Practice, fact: Fact): string | undefined {
  switch (fact.what) {
    case "wrote":
      return mayWrite(practice, fact.device, fact.compartment, fact.epoch)
        ? undefined
        : `${fact.device} may not write in ${fact.compartment} under epoch ${fact.epoch}`;
    case "entitled":
    case "disentitled": {
      const others = fact.compartments.filter((name) => {
        const compartment = practice.compartments.get(name);
        return compartment?.kind === "psychotherapy" && compartment.author !== fact.by;
      });
      return others.length > 0 ? `${fact.by} is not the author of ${others.join(", ")}` : undefined;
    }
    case "destroyed": {
      const compartment = practice.compartments.get(fact.compartment);
      const right = compartment?.rights.get(fact.by)?.right;
      const isOwn = compartment?.author === fact.by;
      const isOfItsAuthor = compartment?.kind === "psychotherapy" || compartment?.kind === "emergency";
      const may = isOfItsAuthor ? isOwn && reads(right) : reads(right) && writes(right);
      return may ? undefined : `${fact.by} destroys ${fact.compartment}, which is not theirs to destroy`;
    }
    case "rotated":
    case "delivered": {
      const compartment = practice.compartments.get(fact.compartment);
      if (compartment?.isDestroyed) return `there is a key for ${fact.compartment}, which was destroyed`;
      const may = compartment ? recipientsOf(practice, compartment) : new Map<string, Holder>();
      const others = fact.to.filter((name) => !may.has(name));
      if (others.length > 0) return `a key to ${fact.compartment} is sealed to ${others.join(", ")}`;
      if (fact.what === "delivered") return undefined;
      const lets = (name: string) =>
        compartment?.rights.get(name)?.right === "release" &&
        practice.members.get(name)?.isPresent === true &&
        !practice.members.get(name)?.isSuspended;
      const wrongKeepers = (fact.keepers ?? []).filter((name) => !compartment?.isGuarded || !lets(name));
      if (wrongKeepers.length > 0)
        return `the other part of ${fact.compartment} is sealed to ${wrongKeepers.join(", ")}, who let nobody in`;
      const left = [...may.keys()].filter(
        (name) => !fact.to.includes(name) && compartment?.rights.get(name)?.untilDay === undefined,
      );
      return left.length > 0 ? `a rotation of ${fact.compartment} leaves out ${left.join(", ")}` : undefined;
    }
    default:
      return undefined;
  }
}
