/** The operations of docs/spec/04-roster.md: their shapes, who may sign them, and what they do. */

import { hex, isSealingKey, isSigningKey, must, same } from "./primitives.ts";
import type { Compartment, Device, Member, Right, Roster, Successor } from "./roster.ts";
import {
  bytesOf,
  count,
  fieldsOf,
  from,
  hash,
  id,
  index,
  listOf,
  orNull,
  pairOf,
  text,
  witnessName,
  word,
  yesOrNo,
} from "./shape.ts";

const kinds = [
  "directory",
  "schedule",
  "clinical",
  "psychotherapy",
  "administrative",
  "access-log",
  "portal",
  "programme",
  "crisis",
  "will",
] as const;
const withoutChart: readonly string[] = ["directory", "schedule", "programme", "will"];
const roles = [
  "owner",
  "security-officer",
  "privacy-officer",
  "clinician",
  "supervisor",
  "biller",
  "front-desk",
  "auditor",
] as const;
const officers: readonly string[] = ["owner", "security-officer", "privacy-officer"];
/** ROS-8: the table of who creates which kind. */
const creators: Readonly<Record<string, readonly string[]>> = {
  directory: roles.slice(0, 7),
  schedule: ["owner", "clinician", "supervisor", "front-desk"],
  clinical: ["owner", "clinician", "supervisor"],
  psychotherapy: ["owner", "clinician", "supervisor"],
  portal: ["owner", "clinician", "supervisor"],
  administrative: ["owner", "clinician", "supervisor", "biller", "front-desk"],
  "access-log": ["owner", "clinician", "supervisor", "privacy-officer"],
  programme: officers,
  crisis: ["owner", "clinician", "supervisor"],
  will: ["owner", "clinician", "supervisor"],
};

const seal = bytesOf(1216);
const some = listOf(id, 1, 1000);
const set = [id, count, hash, seal, listOf(hash, 2, 16)] as const;
const shapes = {
  "practice.create": [word("practice.create"), id, text, hash, id, hash, seal, id, hash],
  "device.enrol": [word("device.enrol"), id, id, hash, word("kit", "pairing"), orNull(hash)],
  "device.revoke": [word("device.revoke"), id, id, word("retired", "lost", "stolen")],
  "compartment.create": [word("compartment.create"), id, word(...kinds), orNull(id)],
  "freshness.confirm": [word("freshness.confirm"), id, id],
  "member.add": [word("member.add"), id, word(...roles), hash, seal, id, hash, id, hash],
  "member.remove": [word("member.remove"), id],
  "member.role": [word("member.role"), id, word(...roles)],
  "member.rekey": [word("member.rekey"), id, hash, seal, count, word("exposed", "lost", "stolen")],
  entitle: [word("entitle"), id, word("read", "write", "read-write", "release"), orNull(index), some],
  disentitle: [word("disentitle"), id, some],
  "recovery.set": [word("recovery.set"), ...set],
  "recovery.use": [
    word("recovery.use"),
    id,
    id,
    hash,
    seal,
    id,
    hash,
    count,
    word("locked-out", "exposed", "absent"),
    ...set,
  ],
  "recovery.drill": [word("recovery.drill"), id, listOf(count, 1, 16)],
  "successor.set": [word("successor.set"), orNull(id), ...set],
  "successor.end": [word("successor.end"), id],
  "successor.use": [word("successor.use"), id],
  "guard.set": [word("guard.set"), some],
  "guard.unset": [word("guard.unset"), some],
  "witness.set": [word("witness.set"), listOf(pairOf(witnessName, hash), 0, 4)],
  "compartment.destroy": [word("compartment.destroy"), id, count, hash],
  "emergency.give": [word("emergency.give"), id, id, id, index],
  "policy.set": [word("policy.set"), yesOrNo, orNull(from(3, 6)), orNull(from(1, 480)), orNull(from(1, 24))],
} as const;
const isListed = (name: unknown): name is keyof typeof shapes =>
  typeof name === "string" && Object.hasOwn(shapes, name);

/** ROS-1. */
export function checkShape(operation: readonly unknown[]): void {
  const [name] = operation;
  must(isListed(name), "ROS-1");
  fieldsOf(operation, shapes[name], "ROS-1");
}

export type Facts = { readonly roster: Roster; readonly signer: Member; readonly enrolled: boolean };

/** Refused, or whether it takes a second owner. The operation's shape was checked. */
export function judge(facts: Facts, operation: readonly unknown[]): "second owner" | "alone" {
  const { roster, signer, enrolled } = facts;
  const [name, ...fields] = operation;
  const [first, second, third] = fields as [Uint8Array, Uint8Array, Uint8Array];
  const own = first instanceof Uint8Array && same(first, signer.account);
  if (signer.suspended && name !== "recovery.use")
    must(own && (name === "device.enrol" || name === "device.revoke" || name === "member.rekey"), "ROS-19");
  switch (name) {
    case "device.enrol": {
      must(own && fresh(roster, second, third) && isSigningKey(third), "ROS-6");
      must((fields[3] === "pairing") === enrolled && (fields[4] !== null) === enrolled, "ROS-6");
      return "alone";
    }
    case "device.revoke": {
      must(own || signer.role === "owner" || signer.role === "security-officer", "ROS-7");
      must(isLive(roster, first, second), "ROS-7");
      return "alone";
    }
    case "compartment.destroy": {
      const compartment = roster.compartments.get(hex(first));
      must(compartment && mayRead(compartment, signer.account), "ROS-34");
      if (ofCareTeam.includes(compartment.kind)) {
        must(
          compartment.rights.get(hex(signer.account))?.write && ["owner", "clinician"].includes(signer.role),
          "ROS-35",
        );
        return hasOtherOwner(facts);
      }
      must(["psychotherapy", "emergency"].includes(compartment.kind), "ROS-34");
      must(same(compartment.author, signer.account), "ROS-34");
      if (compartment.kind === "emergency") return "alone";
      must(compartment.created > (signer.recovered ?? -1), "ROS-34");
      // Who only lets others in reads and writes nothing.
      const using = [...compartment.rights].filter(([, { read, write }]) => read || write);
      must(using.length === 1, "ROS-34");
      return "alone";
    }
    case "freshness.confirm":
      must(own && isLive(roster, first, second), "ROS-9");
      return "alone";
    case "compartment.create": {
      const [, kind, chart] = fields as [Uint8Array, string, Uint8Array | null];
      must(!roster.compartments.has(hex(first)) && withoutChart.includes(kind) === (chart === null), "ROS-8");
      must(creators[kind]?.includes(signer.role), "ROS-8");
      must(!chart || isInCareTeam(roster, chart, signer), "ROS-21");
      return "alone";
    }
    case "member.add": {
      const [account, role, signKey, sealKey, device, key] = fields as [Uint8Array, string, ...Uint8Array[]];
      must(
        fresh(roster, account, signKey as Uint8Array, sealKey as Uint8Array, device as Uint8Array, key as Uint8Array),
        "ROS-11",
      );
      must(
        isSigningKey(signKey as Uint8Array) && isSigningKey(key as Uint8Array) && isSealingKey(sealKey as Uint8Array),
        "ROS-11",
      );
      return ofMembers(facts, role);
    }
    case "member.remove": {
      const member = roster.members.get(hex(first));
      must(member, "ROS-12");
      return ofMembers(facts, member.role);
    }
    case "member.role": {
      const member = roster.members.get(hex(first));
      must(member, "ROS-13");
      return ofMembers(facts, member.role, fields[1] as string);
    }
    case "member.rekey": {
      must(own && fresh(roster, second, third) && isSigningKey(second) && isSealingKey(third), "ROS-14");
      must((fields[3] as number) > signer.keyring, "ROS-14");
      return "alone";
    }
    case "entitle":
    case "disentitle":
      return ofRights(facts, operation);
    case "recovery.set":
      must(signer.role === "owner", "ROS-23");
      checkSet(roster, fields);
      return hasOtherOwner(facts);
    case "recovery.use": {
      const [, account, signKey, sealKey, device, key, keyring] = fields as [
        Uint8Array,
        Uint8Array,
        Uint8Array,
        Uint8Array,
        Uint8Array,
        Uint8Array,
        number,
      ];
      must(same(account, signer.account) && signer.role === "owner" && keyring > signer.keyring, "ROS-25");
      must(fresh(roster, signKey, sealKey, device, key), "ROS-25");
      must(isSigningKey(signKey) && isSealingKey(sealKey) && isSigningKey(key), "ROS-25");
      checkSet(roster, fields.slice(8));
      return "alone";
    }
    case "recovery.drill": {
      const cards = fields[1] as number[];
      const own = ownSet(roster, signer);
      if (own && same(first, own.id)) {
        must(new Set(cards).size === cards.length && Math.max(...cards) <= own.cards, "SUC-6");
        return "alone";
      }
      must(signer.role === "owner" && roster.set && same(first, roster.set.id), "ROS-27");
      must(new Set(cards).size === cards.length && Math.max(...cards) <= roster.set.cards, "ROS-27");
      return "alone";
    }
    case "successor.set": {
      if (first as unknown) {
        const named = roster.members.get(hex(first));
        must(named && named !== signer && named.role !== "auditor", "SUC-1");
      }
      checkSet(roster, fields.slice(1));
      return "alone";
    }
    case "successor.end":
      must(same(first, ownSet(roster, signer)?.id ?? new Uint8Array(0)), "SUC-3");
      return "alone";
    case "successor.use": {
      const used = roster.successors.find((one) => same(one.id, first));
      must(used && used.ended === undefined && signer.role !== "auditor", "SUC-4");
      must(!used.successor || same(used.successor, signer.account), "SUC-4");
      return "alone";
    }
    case "guard.set":
    case "guard.unset": {
      const sets = name === "guard.set";
      for (const each of fields[0] as Uint8Array[]) {
        const compartment = roster.compartments.get(hex(each));
        must(compartment && ["clinical", "psychotherapy"].includes(compartment.kind), "ROS-28");
        must(mayRead(compartment, signer.account) && (compartment.guarded ?? false) !== sets, "ROS-28");
        if (compartment.kind === "psychotherapy")
          must(same(compartment.author, signer.account) && compartment.created > (signer.recovered ?? -1), "ROS-28");
        else must(signer.role === "owner" || signer.role === "clinician", "ROS-28");
      }
      const ended = (fields[0] as Uint8Array[]).every((each) => {
        const { kind, chart } = roster.compartments.get(hex(each)) as Compartment;
        const ofChart = [...roster.compartments.values()].filter((one) => one.chart && chart && same(one.chart, chart));
        const once = ofChart.filter((one) => one.kind === "clinical" && one.guardedSince !== undefined);
        return kind === "psychotherapy" && once.length > 0 && !once.some(({ guarded }) => guarded);
      });
      return sets || signer.role === "owner" || ended ? "alone" : "second owner";
    }
    case "emergency.give": {
      const target = roster.members.get(hex(third));
      must(target && target !== signer && target.role !== "auditor", "ROS-33");
      must(!roster.compartments.has(hex(first)), "ROS-33");
      must(treating.includes(signer.role), "ROS-33");
      const ofChart = [...roster.compartments.values()].filter(({ chart }) => chart !== null && same(chart, second));
      must(
        ofChart.some((each) => each.kind === "clinical" && mayRead(each, signer.account)),
        "ROS-33",
      );
      return "alone";
    }
    case "policy.set":
      must(signer.role === "owner", "ROS-30");
      return "alone";
    case "witness.set": {
      must(signer.role === "owner", "WIT-1");
      const named = fields[0] as [string, Uint8Array][];
      must(new Set(named.map(([name]) => name)).size === named.length, "WIT-1");
      must(new Set(named.map(([, key]) => hex(key))).size === named.length, "WIT-1");
      for (const [, key] of named) must(isSigningKey(key) && fresh(roster, key), "WIT-1");
      return "alone";
    }
    default:
      must(false, "ROS-4");
  }
}

const ofCareTeam = ["clinical", "administrative", "crisis"];
const treating: readonly string[] = ["owner", "clinician", "supervisor"];

/** ROS-23. */
function checkSet(roster: Roster, fields: readonly unknown[]): void {
  const [name, needed, signKey, sealKey, cards] = fields as [Uint8Array, number, Uint8Array, Uint8Array, Uint8Array[]];
  must(needed >= 2 && needed <= cards.length && new Set(cards.map(hex)).size === cards.length, "ROS-23");
  must(fresh(roster, name, signKey, sealKey) && isSigningKey(signKey) && isSealingKey(sealKey), "ROS-23");
}

const fresh = (roster: Roster, ...all: readonly Uint8Array[]) => all.every((each) => !roster.held.has(hex(each)));

function isLive(roster: Roster, account: Uint8Array, device: Uint8Array): boolean {
  const found = roster.devices.get(hex(device));
  return found !== undefined && found.revoked === undefined && same(found.account, account);
}

function hasOtherOwner({ roster, signer }: Facts): "second owner" | "alone" {
  const others = [...roster.members.values()].filter((member) => member.role === "owner" && member !== signer);
  return others.length > 0 ? "second owner" : "alone";
}

/** ROS-16, ROS-18. */
function ofMembers(facts: Facts, ...concerned: readonly string[]): "second owner" | "alone" {
  const { role } = facts.signer;
  if (concerned.some((each) => officers.includes(each))) {
    must(role === "owner", "ROS-16");
    return hasOtherOwner(facts);
  }
  must(role === "owner" || role === "security-officer", "ROS-16");
  return "alone";
}

/** ROS-15, ROS-17, ROS-18. */
function ofRights(facts: Facts, operation: readonly unknown[]): "second owner" | "alone" {
  const { roster, signer } = facts;
  const account = operation[1] as Uint8Array;
  const target = roster.members.get(hex(account));
  must(target, "ROS-15");
  const gives = operation[0] === "entitle";
  const verdicts = (operation[gives ? 4 : 2] as Uint8Array[]).map((each) => {
    const compartment = roster.compartments.get(hex(each));
    must(compartment && (gives || compartment.rights.has(hex(account))), "ROS-15");
    must(!compartment.destroyed, "ROS-34");
    must(!gives || target.role !== "auditor" || compartment.kind === "programme", "ROS-15");
    const release = gives && operation[2] === "release";
    must(!release || ["clinical", "psychotherapy"].includes(compartment.kind), "ROS-15");
    // GRD-15: by an owner too, once there is somebody who lets in.
    const all = [...compartment.rights.values()];
    const changes = release || compartment.rights.get(hex(account))?.release === true;
    const owner = changes && all.some((right) => right.release) && signer.role !== "owner";
    const author = same(compartment.author, signer.account);
    if (compartment.kind === "emergency") {
      must(!gives, "ROS-33");
      if (author) return "alone";
    }
    if (compartment.kind === "psychotherapy") {
      must(author && compartment.created > (signer.recovered ?? -1), "ROS-17");
      return owner ? "second owner" : "alone";
    }
    const reads = mayRead(compartment, signer.account);
    const ofChart = !withoutChart.includes(compartment.kind);
    const spared = target.role === "owner" || same(compartment.author, target.account);
    const has = compartment.rights.has(hex(account)) && !same(target.account, signer.account);
    must(signer.role === "owner" || author || !spared || !has, "ROS-32");
    const sparedInEnquiry = compartment.kind === "administrative" && author && treating.includes(target.role);
    must(treating.includes(signer.role) || !sparedInEnquiry || !has, "ROS-36");
    const both = reads && (compartment.rights.get(hex(signer.account))?.write ?? false);
    const forGood = (compartment.rights.get(hex(signer.account))?.until ?? null) === null;
    if (both && ofChart && forGood && signer.role === "clinician") return owner ? "second owner" : "alone";
    if (reads && ["schedule", "will"].includes(compartment.kind) && author) return "alone";
    const treated = [...roster.compartments.values()].some(
      ({ kind, chart }) =>
        kind === "clinical" && chart !== null && compartment.chart !== null && same(chart, compartment.chart),
    );
    if (both && author && compartment.kind === "administrative" && !treated) return "alone";
    must(signer.role === "owner", "ROS-17");
    return reads ? "alone" : hasOtherOwner(facts);
  });
  return verdicts.includes("second owner") ? "second owner" : "alone";
}

export function mayRead(compartment: Compartment, account: Uint8Array): boolean {
  return compartment.rights.get(hex(account))?.read ?? false;
}

/** ROS-21. */
function isInCareTeam(roster: Roster, chart: Uint8Array, { account }: Member): boolean {
  const all = [...roster.compartments.values()].filter((each) => each.chart !== null && same(each.chart, chart));
  // ROS-35
  if (all.some(({ kind, destroyed }) => destroyed && ofCareTeam.includes(kind))) return false;
  const clinical = all.filter(({ kind }) => kind === "clinical");
  const isRead = ({ rights }: Compartment) => [...rights.values()].some(({ read }) => read);
  const team = clinical.length > 0 ? clinical : all.filter(isRead);
  return team.length === 0 || team.some((each) => mayRead(each, account));
}

/** The effect of an operation that was judged. */
export function take(roster: Roster, signer: Member, operation: readonly unknown[], at: number): void {
  const [name, ...fields] = operation;
  const [first, second] = fields as [Uint8Array, Uint8Array];
  const member = first instanceof Uint8Array ? roster.members.get(hex(first)) : undefined;
  const hold = (...all: readonly unknown[]) => all.forEach((each) => roster.held.add(hex(each as Uint8Array)));
  switch (name) {
    case "device.enrol":
      hold(second, fields[2]);
      roster.devices.set(hex(second), { account: first, key: fields[2] as Uint8Array, enrolled: at });
      return;
    case "device.revoke":
      (roster.devices.get(hex(second)) as Device).revoked = at;
      if (fields[2] === "retired") return;
      makeStale(roster, first, at);
      if (member && member !== signer) member.suspended = true;
      return;
    case "compartment.create": {
      const { account } = signer;
      const rights = new Map([[hex(account), { read: true, write: true, release: false, until: null }]]);
      const [kind, chart] = fields.slice(1) as [string, Uint8Array | null];
      roster.compartments.set(hex(first), { kind, chart, author: account, rights, created: at, changed: at });
      return;
    }
    case "member.add": {
      const [account, role, signKey, sealKey, device, key] = fields as unknown as [
        Uint8Array,
        string,
        Uint8Array,
        Uint8Array,
        Uint8Array,
        Uint8Array,
      ];
      hold(account, signKey, sealKey, device, key);
      roster.members.set(hex(account), { account, role, signKey, sealKey, keyring: 1, suspended: false });
      roster.devices.set(hex(device), { account, key, enrolled: at });
      return;
    }
    case "member.remove":
      makeStale(roster, first, at);
      roster.members.delete(hex(first));
      for (const { rights } of roster.compartments.values()) rights.delete(hex(first));
      for (const device of roster.devices.values())
        if (same(device.account, first)) device.revoked = Math.min(at, device.revoked ?? at);
      return;
    case "member.role":
      (member as Member).role = fields[1] as string;
      return;
    case "member.rekey": {
      hold(second, fields[2]);
      const [signKey, sealKey, keyring] = fields.slice(1) as [Uint8Array, Uint8Array, number];
      Object.assign(member as Member, { signKey, sealKey, keyring, suspended: false });
      makeStale(roster, first, at);
      return;
    }
    case "entitle": {
      const [, kind, until] = fields as [unknown, string, number | null];
      const right = {
        read: kind.startsWith("read"),
        write: kind.endsWith("write"),
        release: kind === "release",
        until,
      };
      for (const each of fields[3] as Uint8Array[]) setRight(roster, each, first, right, at);
      return;
    }
    case "disentitle":
      for (const each of fields[1] as Uint8Array[]) setRight(roster, each, first, undefined, at);
      return;
    case "emergency.give": {
      const [account, until] = fields.slice(2) as [Uint8Array, number];
      const rights = new Map([
        [hex(signer.account), { read: true, write: true, release: false, until: null as number | null }],
        [hex(account), { read: true, write: false, release: false, until }],
      ]);
      const place = { kind: "emergency", chart: second, author: signer.account };
      roster.compartments.set(hex(first), { ...place, rights, created: at, changed: at });
      return;
    }
    case "compartment.destroy": {
      const gone = roster.compartments.get(hex(first)) as Compartment;
      gone.rights.clear();
      Object.assign(gone, { stale: at, changed: at, destroyed: true });
      return;
    }
    case "policy.set":
      roster.policy = fields;
      return;
    case "witness.set":
      roster.witnesses = fields[0] as [string, Uint8Array][];
      return;
    case "recovery.set":
      takeSet(roster, fields, at);
      delete roster.spent;
      return;
    case "recovery.use":
      takeUse(roster, fields, at);
      return;
    case "recovery.drill":
      Object.assign(roster.set && same(first, roster.set.id) ? roster.set : (ownSet(roster, signer) as object), {
        drill: at,
      });
      return;
    case "successor.set": {
      const before = ownSet(roster, signer);
      if (before) endSuccessor(roster, before, at);
      const [id, needed, signKey, sealKey, cards] = fields.slice(1) as [
        Uint8Array,
        number,
        Uint8Array,
        Uint8Array,
        Uint8Array[],
      ];
      hold(id, signKey, sealKey);
      const facts = { id, needed, signKey, sealKey, cards: cards.length, since: at };
      const made = { ...facts, author: signer.account, successor: first, after: signer.recovered ?? -1 };
      roster.successors.push(made);
      for (const compartment of roster.compartments.values())
        if (successorReads(made, compartment)) compartment.changed = at;
      return;
    }
    case "successor.end":
      endSuccessor(roster, ownSet(roster, signer) as Successor, at);
      return;
    case "successor.use": {
      const used = roster.successors.find((one) => same(one.id, first)) as Successor;
      endSuccessor(roster, used, at);
      for (const compartment of roster.compartments.values()) {
        if (!successorReads(used, compartment) || compartment.destroyed) continue;
        const write = compartment.rights.get(hex(signer.account))?.write ?? false;
        compartment.rights.set(hex(signer.account), { read: true, write, release: false, until: null });
      }
      return;
    }
    case "guard.set":
    case "guard.unset":
      for (const each of fields[0] as Uint8Array[]) {
        const compartment = roster.compartments.get(hex(each)) as Compartment;
        Object.assign(compartment, { stale: at, changed: at, guarded: name === "guard.set" });
        if (name === "guard.set") compartment.guardedSince = at;
      }
  }
}

/** SUC-2. */
export function successorReads(set: Successor, { kind, author, created }: Compartment): boolean {
  return (
    kind === "psychotherapy" && same(author, set.author) && created > set.after && created <= (set.upTo ?? created)
  );
}

function ownSet(roster: Roster, { account }: Member): Successor | undefined {
  return roster.successors.find(
    (one) => same(one.author, account) && one.ended === undefined && one.upTo === undefined,
  );
}

/** SUC-3, SUC-5. */
function endSuccessor(roster: Roster, set: Successor, at: number): void {
  set.ended = at;
  for (const compartment of roster.compartments.values())
    if (successorReads(set, compartment) && !compartment.destroyed)
      Object.assign(compartment, { stale: at, changed: at });
}

/** ROS-24. */
function takeSet(roster: Roster, fields: readonly unknown[], at: number): void {
  const [name, needed, signKey, sealKey, cards] = fields as [Uint8Array, number, Uint8Array, Uint8Array, Uint8Array[]];
  for (const each of [name, signKey, sealKey]) roster.held.add(hex(each));
  for (const compartment of roster.compartments.values()) {
    if (compartment.kind === "psychotherapy") continue;
    compartment.changed = at;
    if (roster.set) compartment.stale = at;
  }
  roster.set = { id: name, needed, signKey, sealKey, cards: cards.length, since: at };
}

/** ROS-26. */
function takeUse(roster: Roster, fields: readonly unknown[], at: number): void {
  const [, account, signKey, sealKey, device, key] = fields as Uint8Array[] as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  for (const each of [signKey, sealKey, device, key]) roster.held.add(hex(each));
  makeStale(roster, account, at);
  for (const each of roster.devices.values())
    if (same(each.account, account)) each.revoked = Math.min(at, each.revoked ?? at);
  for (const { kind, rights } of roster.compartments.values())
    if (kind === "psychotherapy") rights.delete(hex(account));
  for (const one of roster.successors) if (same(one.author, account) && one.ended === undefined) one.upTo ??= at;
  const now = { signKey, sealKey, keyring: fields[6] as number, suspended: false, recovered: at };
  Object.assign(roster.members.get(hex(account)) as Member, now);
  roster.devices.set(hex(device), { account, key, enrolled: at });
  const { id: spent, signKey: spentKey } = roster.set as NonNullable<Roster["set"]>;
  takeSet(roster, fields.slice(8), at);
  roster.spent = { id: spent, signKey: spentKey, account, device, at };
}

/** ROS-15, ROS-22. */
function setRight(roster: Roster, id: Uint8Array, account: Uint8Array, right: Right | undefined, at: number): void {
  const compartment = roster.compartments.get(hex(id)) as Compartment;
  const before = compartment.rights.get(hex(account));
  if ((before?.read && !right?.read) || (before?.write && !right?.write)) compartment.stale = at;
  // GRD-15
  if ((before?.release ?? false) !== (right?.release ?? false)) compartment.stale = at;
  if (right) compartment.rights.set(hex(account), right);
  else compartment.rights.delete(hex(account));
  compartment.changed = at;
}

function makeStale(roster: Roster, account: Uint8Array, at: number): void {
  for (const compartment of roster.compartments.values()) {
    if (!compartment.rights.has(hex(account))) continue;
    compartment.stale = at;
    compartment.changed = at;
  }
}
