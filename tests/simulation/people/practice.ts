/** The practice after each fact: members, devices, rights, epochs, and to whom each key was sealed. */

import type { Fact, Kind, Right } from "./facts.ts";

/**
 * Whoever has the private half of a sealing key: a member's nth identity, or a set of recovery cards. A rekey or a recovery
 * begins a member's next identity; who stole the one before is another holder from then on.
 */
export type Holder = string;
export const identityOf = (member: string, number: number): Holder => `${member}#${number}`;
export const cardsOf = (set: string): Holder => `cards ${set}`;

export type Member = {
  readonly isPresent: boolean;
  /** Of the present identity, from 1. */
  readonly identity: number;
  /** Identities that their keyring holds; recovery begins an empty one. */
  readonly keyring: readonly number[];
  /** Somebody else revoked a device of theirs as lost or stolen: no key is sealed to them until they rekey. */
  readonly isSuspended: boolean;
  /** When recovery cards last gave them another identity; what they created before is nobody's own any more. */
  readonly recoveredAt?: number;
};
/** An author's cards for their psychotherapy notes: they read what the author created between two indexes. */
export type OwnCards = {
  readonly author: string;
  readonly successor?: string;
  readonly after: number;
  readonly upTo?: number;
  readonly isEnded: boolean;
  readonly usedBy?: string;
};
export type Device = { readonly of: string; readonly isRevoked: boolean };
export type Envelope = { readonly envelope: string; readonly epoch: number; readonly index: number };
/** When a holder was one of those whom a key may be sealed to: until `to`, or still. */
export type Span = { readonly from: number; readonly to?: number };

export type Compartment = {
  readonly kind: Kind;
  /** Nobody after recovery cards gave the author's account to another identity. */
  readonly author: string | null;
  readonly created: { readonly by: string; readonly at: number };
  readonly rights: ReadonlyMap<string, { readonly right: Right; readonly untilDay?: number }>;
  /** From this index on whoever writes rotates first, unless they have since. */
  readonly staleFrom: number | undefined;
  /** Index at which each epoch began; epoch n at n - 1. */
  readonly epochs: readonly number[];
  /** The newest epoch whose key was sealed to each holder. */
  readonly sealed: ReadonlyMap<Holder, number>;
  readonly spans: ReadonlyMap<Holder, readonly Span[]>;
  readonly envelopes: readonly Envelope[];
  readonly isGuarded: boolean;
  /** When a guard was last set or ended: keys of epochs up to here are on no device any more, and the server gives them to nobody. */
  readonly shutUpTo: number;
  /** Of the newest epoch, where people let in. */
  readonly keepers: readonly string[];
  /** Its keys and envelopes are gone from the server; who has a copy of before opens what they opened. */
  readonly isDestroyed: boolean;
};

export type Practice = {
  /** Of the next fact. */
  readonly index: number;
  /** Present and former ones. */
  readonly members: ReadonlyMap<string, Member>;
  readonly devices: ReadonlyMap<string, Device>;
  readonly compartments: ReadonlyMap<string, Compartment>;
  readonly cards: string | undefined;
  readonly ownCards: ReadonlyMap<string, OwnCards>;
};

export const noPractice: Practice = {
  index: 0,
  members: new Map(),
  devices: new Map(),
  compartments: new Map(),
  cards: undefined,
  ownCards: new Map(),
};

export const practiceAfter = (facts: readonly Fact[]): Practice => facts.reduce(after, noPractice);

export function after(practice: Practice, fact: Fact): Practice {
  const next = change(practice, fact);
  return { ...withSpans(next, practice.index), index: practice.index + 1 };
}

export const isRecoverable = (kind: Kind): boolean => kind !== "psychotherapy";
export const reads = (right: Right | undefined): boolean => right === "read" || right === "read-write";
export const writes = (right: Right | undefined): boolean => right === "write" || right === "read-write";

/** Members and cards whom the compartment's key may be sealed to, by their names, each with the holder that they are now. */
export function recipientsOf(practice: Practice, compartment: Compartment): ReadonlyMap<string, Holder> {
  const found = new Map<string, Holder>();
  if (compartment.isDestroyed) return found;
  for (const [name, { right }] of compartment.rights) {
    const member = practice.members.get(name);
    if (reads(right) && member?.isPresent && !member.isSuspended) found.set(name, identityOf(name, member.identity));
  }
  if (practice.cards !== undefined && isRecoverable(compartment.kind))
    found.set(practice.cards, cardsOf(practice.cards));
  for (const [set, own] of practice.ownCards)
    if (!own.isEnded && areFor(own, compartment)) found.set(set, cardsOf(set));
  return found;
}

export const areFor = ({ author, after, upTo }: OwnCards, { kind, created }: Compartment): boolean =>
  kind === "psychotherapy" && created.by === author && created.at > after && created.at <= (upTo ?? created.at);

/** The set that its author made last and may still end or replace. */
export const ownCardsOf = (practice: Practice, author: string): string | undefined =>
  [...practice.ownCards].find(([, one]) => one.author === author && !one.isEnded && one.upTo === undefined)?.[0];

function change(practice: Practice, fact: Fact): Practice {
  const { index } = practice;
  switch (fact.what) {
    case "founded":
    case "joined": {
      const member: Member = { isPresent: true, identity: 1, keyring: [1], isSuspended: false };
      return withDevice({ ...practice, members: put(practice.members, fact.member, member) }, fact.device, fact.member);
    }
    case "enrolled":
      return withDevice(practice, fact.device, fact.of);
    case "left": {
      const gone = changeMember(practice, fact.member, (member) => ({ ...member, isPresent: false }));
      return endRights(withoutDevices(gone, fact.member), fact.member, [...practice.compartments.keys()], index);
    }
    case "revoked": {
      const device = known(practice.devices, fact.device);
      const gone = { ...practice, devices: put(practice.devices, fact.device, { ...device, isRevoked: true }) };
      if (fact.why === "retired") return gone;
      const stale = staleFor(gone, device.of, index);
      if (fact.by === device.of || !stale.members.get(device.of)?.isPresent) return stale;
      return changeMember(stale, device.of, (member) => ({ ...member, isSuspended: true }));
    }
    case "rekeyed":
      return changeMember(staleFor(practice, fact.member, index), fact.member, (member) => ({
        ...member,
        identity: member.identity + 1,
        keyring: [...member.keyring, member.identity + 1],
        isSuspended: false,
      }));
    case "created":
      return {
        ...practice,
        compartments: put(practice.compartments, fact.compartment, newCompartment(fact.kind, fact.by, index)),
      };
    case "given in emergency": {
      const created = newCompartment("emergency", fact.by, index);
      const rights = put(created.rights, fact.to, { right: "read", untilDay: fact.untilDay });
      return { ...practice, compartments: put(practice.compartments, fact.compartment, { ...created, rights }) };
    }
    case "entitled":
      return changeEach(practice, fact.compartments, (compartment) => {
        const before = compartment.rights.get(fact.member)?.right;
        const lets = (before === "release") !== (fact.right === "release");
        const loses = lets || (reads(before) && !reads(fact.right)) || (writes(before) && !writes(fact.right));
        const right =
          fact.untilDay === undefined ? { right: fact.right } : { right: fact.right, untilDay: fact.untilDay };
        const staleFrom = loses ? index : compartment.staleFrom;
        return { ...compartment, rights: put(compartment.rights, fact.member, right), staleFrom };
      });
    case "disentitled":
      return endRights(practice, fact.member, fact.compartments, index);
    case "cards made":
      return withCards(practice, fact.set, index);
    case "cards used": {
      const reset = changeMember(practice, fact.member, (member) => ({
        isPresent: true,
        identity: member.identity + 1,
        keyring: [member.identity + 1],
        isSuspended: false,
        recoveredAt: index,
      }));
      const notes = [...practice.compartments].filter(([, { kind }]) => kind === "psychotherapy").map(([name]) => name);
      const closed = endRights(withoutDevices(reset, fact.member), fact.member, notes, index);
      const authored = notes.filter((name) => practice.compartments.get(name)?.author === fact.member);
      const orphaned = changeEach(closed, authored, (compartment) => ({ ...compartment, author: null }));
      const own = new Map(practice.ownCards);
      for (const [set, one] of own)
        if (one.author === fact.member && !one.isEnded) own.set(set, { ...one, upTo: one.upTo ?? index });
      const kept = { ...orphaned, ownCards: own };
      return withDevice(withCards(staleFor(kept, fact.member, index), fact.set, index), fact.device, fact.member);
    }
    case "own cards made": {
      const ended = endOwnCards(practice, ownCardsOf(practice, fact.by), index);
      const after = known(practice.members, fact.by).recoveredAt ?? -1;
      const successor = fact.successor === undefined ? {} : { successor: fact.successor };
      return {
        ...ended,
        ownCards: put(ended.ownCards, fact.set, { author: fact.by, after, ...successor, isEnded: false }),
      };
    }
    case "own cards ended":
      return endOwnCards(practice, ownCardsOf(practice, fact.by), index);
    case "own cards used": {
      const own = known(practice.ownCards, fact.set);
      const opened = [...practice.compartments].filter(([, one]) => areFor(own, one) && !one.isDestroyed);
      return changeEach(
        endOwnCards(practice, fact.set, index, fact.by),
        opened.map(([name]) => name),
        (compartment) => {
          const right = writes(compartment.rights.get(fact.by)?.right) ? "read-write" : "read";
          return { ...compartment, rights: put(compartment.rights, fact.by, { right }) };
        },
      );
    }
    case "guarded":
    case "unguarded":
      return changeEach(practice, fact.compartments, (compartment) => ({
        ...compartment,
        isGuarded: fact.what === "guarded",
        shutUpTo: compartment.epochs.length,
        staleFrom: index,
      }));
    case "destroyed":
      return changeEach(practice, [fact.compartment], (compartment) => ({
        ...compartment,
        ...{ isDestroyed: true, isGuarded: false, rights: new Map(), keepers: [], staleFrom: index },
      }));
    case "rotated":
      return changeEach(practice, [fact.compartment], (compartment) => {
        const epochs = [...compartment.epochs, index];
        return seal(practice, { ...compartment, epochs, keepers: fact.keepers ?? [] }, epochs.length, fact.to);
      });
    case "delivered":
      return changeEach(practice, [fact.compartment], (compartment) =>
        seal(practice, compartment, fact.epoch, fact.to),
      );
    case "wrote":
      return changeEach(practice, [fact.compartment], (compartment) => ({
        ...compartment,
        envelopes: [...compartment.envelopes, { envelope: fact.envelope, epoch: fact.epoch, index }],
      }));
  }
}

const newCompartment = (kind: Kind, by: string, at: number): Compartment => ({
  kind,
  author: by,
  created: { by, at },
  rights: new Map([[by, { right: "read-write" }]]),
  staleFrom: undefined,
  epochs: [],
  sealed: new Map(),
  spans: new Map(),
  envelopes: [],
  isGuarded: false,
  shutUpTo: 0,
  keepers: [],
  isDestroyed: false,
});

function seal(practice: Practice, compartment: Compartment, epoch: number, to: readonly string[]): Compartment {
  const sealed = new Map(compartment.sealed);
  for (const name of to) {
    const member = practice.members.get(name);
    const holder = member ? identityOf(name, member.identity) : cardsOf(name);
    sealed.set(holder, Math.max(epoch, sealed.get(holder) ?? 0));
  }
  return { ...compartment, sealed };
}

/** Where the fact began or ended somebody's being a recipient, from its index on. */
function withSpans(practice: Practice, index: number): Practice {
  const compartments = new Map(practice.compartments);
  for (const [name, compartment] of compartments) {
    const now = new Set(recipientsOf(practice, compartment).values());
    const spans = new Map(compartment.spans);
    for (const holder of now)
      if (!isOpen(spans.get(holder))) spans.set(holder, [...(spans.get(holder) ?? []), { from: index }]);
    for (const [holder, all] of spans) {
      const last = all.at(-1);
      if (last && isOpen(all) && !now.has(holder)) spans.set(holder, [...all.slice(0, -1), { ...last, to: index }]);
    }
    compartments.set(name, { ...compartment, spans });
  }
  return { ...practice, compartments };
}

const isOpen = (spans: readonly Span[] | undefined): boolean =>
  spans?.at(-1) !== undefined && spans.at(-1)?.to === undefined;

function withCards(practice: Practice, set: string, index: number): Practice {
  const names = [...practice.compartments].filter(([, { kind }]) => isRecoverable(kind)).map(([name]) => name);
  const hadCards = practice.cards !== undefined;
  const stale = changeEach(practice, hadCards ? names : [], (one) => ({ ...one, staleFrom: index }));
  return { ...stale, cards: set };
}

/** What they read is stale from then on. */
function endOwnCards(practice: Practice, set: string | undefined, index: number, usedBy?: string): Practice {
  if (set === undefined) return practice;
  const own = known(practice.ownCards, set);
  const read = [...practice.compartments].filter(([, one]) => areFor(own, one)).map(([name]) => name);
  const ended = { ...own, isEnded: true, ...(usedBy === undefined ? {} : { usedBy }) };
  const stale = changeEach(practice, read, (compartment) => ({ ...compartment, staleFrom: index }));
  return { ...stale, ownCards: put(practice.ownCards, set, ended) };
}

const withDevice = (practice: Practice, device: string, of: string): Practice => ({
  ...practice,
  devices: put(practice.devices, device, { of, isRevoked: false }),
});

const withoutDevices = (practice: Practice, member: string): Practice => ({
  ...practice,
  devices: new Map(
    [...practice.devices].map(([name, one]) => [name, one.of === member ? { ...one, isRevoked: true } : one]),
  ),
});

function endRights(practice: Practice, member: string, names: readonly string[], index: number): Practice {
  const had = names.filter((name) => practice.compartments.get(name)?.rights.has(member));
  return changeEach(practice, had, (compartment) => {
    const rights = new Map(compartment.rights);
    rights.delete(member);
    return { ...compartment, rights, staleFrom: index };
  });
}

function staleFor(practice: Practice, member: string, index: number): Practice {
  const names = [...practice.compartments].filter(([, { rights }]) => rights.has(member)).map(([name]) => name);
  return changeEach(practice, names, (compartment) => ({ ...compartment, staleFrom: index }));
}

function changeMember(practice: Practice, name: string, to: (member: Member) => Member): Practice {
  return { ...practice, members: put(practice.members, name, to(known(practice.members, name))) };
}

function changeEach(practice: Practice, names: readonly string[], to: (one: Compartment) => Compartment): Practice {
  const compartments = new Map(practice.compartments);
  for (const name of names) compartments.set(name, to(known(compartments, name)));
  return { ...practice, compartments };
}

const put = <T>(all: ReadonlyMap<string, T>, name: string, one: T): Map<string, T> => new Map(all).set(name, one);

/** @throws Error where the driver speaks of what never was */
function known<T>(all: ReadonlyMap<string, T>, name: string): T {
  const found = all.get(name);
  if (found === undefined) throw new Error(`the model knows no ${name}`);
  return found;
}
