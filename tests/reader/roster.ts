/** The roster of docs/spec/04-roster.md, replayed from the first statement. */

import { context, H, hex, must, same, verify } from "./primitives.ts";
import { checkShape, judge, take } from "./operations.ts";
import {
  array,
  anyBytes,
  bytesOf,
  fieldsOf,
  hash,
  id,
  index,
  listOf,
  one,
  parse,
  signature,
  text,
  word,
} from "./shape.ts";

export type Member = {
  readonly account: Uint8Array;
  role: string;
  signKey: Uint8Array;
  sealKey: Uint8Array;
  keyring: number;
  suspended: boolean;
  /** The index at which recovery cards began this identity. */
  recovered?: number;
};
export type Device = {
  readonly account: Uint8Array;
  readonly key: Uint8Array;
  readonly enrolled: number;
  revoked?: number;
};
export type Right = {
  readonly read: boolean;
  readonly write: boolean;
  readonly release: boolean;
  readonly until: number | null;
};
export type Compartment = {
  readonly kind: string;
  readonly chart: Uint8Array | null;
  readonly author: Uint8Array;
  /** By account. */
  readonly rights: Map<string, Right>;
  /** The stale and the changed index. */
  stale?: number;
  changed: number;
  readonly created: number;
  /** ROS-28, ROS-29; absent: it never was. */
  guarded?: boolean;
  guardedSince?: number;
  destroyed?: boolean;
};
export type Successor = {
  readonly id: Uint8Array;
  readonly needed: number;
  readonly signKey: Uint8Array;
  readonly sealKey: Uint8Array;
  readonly cards: number;
  readonly since: number;
  readonly author: Uint8Array;
  readonly successor: Uint8Array | null;
  /** It reads what was created after this, and up to that. */
  readonly after: number;
  upTo?: number;
  ended?: number;
  drill?: number;
};
export type Roster = {
  readonly practice: Uint8Array;
  readonly checkpointKey: Uint8Array;
  /** Present ones, by account. */
  readonly members: Map<string, Member>;
  /** Every account, key, device id and set id that was ever held. */
  readonly held: Set<string>;
  readonly devices: Map<string, Device>;
  readonly compartments: Map<string, Compartment>;
  /** The practice's recovery set. */
  set?: {
    readonly id: Uint8Array;
    readonly needed: number;
    readonly signKey: Uint8Array;
    readonly sealKey: Uint8Array;
    readonly cards: number;
    readonly since: number;
    drill?: number;
  };
  /** SUC: the sets that authors made for a successor, present and former. */
  readonly successors: Successor[];
  /** ROS-30: classes, months, minutes, hours; absent: none was set. */
  policy?: readonly unknown[];
  /** WIT-1: names and keys; absent: none was ever named. */
  witnesses?: readonly (readonly [string, Uint8Array])[];
  /** The set that was used, until another statement makes one. */
  spent?: {
    readonly id: Uint8Array;
    readonly signKey: Uint8Array;
    readonly account: Uint8Array;
    readonly device: Uint8Array;
    readonly at: number;
  };
  /** Head to ledger index. */
  readonly heads: Map<string, number>;
  head: Uint8Array;
  sequence: number;
  headIndex: number;
};

const signerShape = [word2(1, 2, 3, 4), id, signature] as const;

function word2(...allowed: readonly number[]) {
  return (value: unknown): value is number => allowed.includes(value as number);
}

/** Body and signatures of a statement or key-log entry. */
export function readSigned(bytes: Uint8Array, rule: string) {
  const [body, list] = parse(bytes, [anyBytes, listOf(array, 1, 8)], rule);
  return { body, signatures: list.map((each) => fieldsOf(each, signerShape, rule)) };
}

export type Named = readonly [kind: number, id: Uint8Array, key: Uint8Array];

/** ROS-2, LOG-2: by these, in this order, and nobody else. */
export function checkSigned(
  purpose: "statement" | "key-log" | "release",
  practice: Uint8Array,
  signed: ReturnType<typeof readSigned>,
  expected: readonly Named[],
  rule: string,
): void {
  const message = context(purpose, practice, signed.body);
  must(signed.signatures.length === expected.length, rule);
  for (const [i, [kind, name, key]] of expected.entries()) {
    const [signedKind, signedId, value] = signed.signatures[i] as (typeof signed.signatures)[number];
    must(signedKind === kind && same(signedId, name) && verify(key, value, message), rule);
  }
}

const bodyShape = [one, index, hash, id, id, index, hash, listOf(array, 1, 1000)] as const;

/** ROS-1 to ROS-27. */
export function applyStatement(roster: Roster | undefined, bytes: Uint8Array, at: number): Roster {
  const signed = readSigned(bytes, "ROS-1");
  const [, sequence, previous, account, device, size, , operations] = parse(signed.body, bodyShape, "ROS-1");
  for (const operation of operations) checkShape(operation);
  const head = H(bytes);
  if (!roster) return found(signed, bytes, at);
  must(sequence === roster.sequence + 1 && same(previous, roster.head), "ROS-3");
  must(at > roster.headIndex && size <= at, "ROS-3");

  const signer = roster.members.get(hex(account));
  const enrolled = roster.devices.get(hex(device));
  const [first] = operations;
  const byKit = !enrolled && operations.length === 1 && first?.[0] === "device.enrol" && first[4] === "kit";
  const recovers = operations.some(([name]) => name === "recovery.use");
  if (recovers) return applyRecovery(roster, signed, operations, signer, bytes, at);
  must(signer && (enrolled ? same(enrolled.account, account) && enrolled.revoked === undefined : byKit), "ROS-5");
  must(enrolled || same(first?.[2] as Uint8Array, device), "ROS-5");
  const expected: Named[] = [
    [1, account, signer.signKey],
    [2, device, enrolled ? enrolled.key : (first?.[3] as Uint8Array)],
  ];
  const rekey = operations.find(([name]) => name === "member.rekey");
  if (rekey) expected.push([3, account, rekey[2] as Uint8Array]);
  const use = operations.find(([name]) => name === "successor.use");
  if (use) {
    const used = roster.successors.find((one) => same(one.id, use[1] as Uint8Array));
    must(operations.length === 1 && used, "SUC-4");
    expected.push([4, used.id, used.signKey]);
  }
  const second = secondOwner(roster, signer, signed.signatures[expected.length]?.[1]);
  if (second) expected.push([1, second.account, second.signKey]);
  checkSigned("statement", roster.practice, signed, expected, "ROS-2");

  checkSideBySide(operations, account);
  checkOwnersLeft(roster, operations);
  const facts = { roster, signer, enrolled: enrolled !== undefined };
  const needed = operations.filter((operation) => judge(facts, operation) === "second owner");
  must(needed.length > 0 === (second !== undefined), "ROS-18");
  for (const operation of operations) take(roster, signer, operation, at);
  return goOn(roster, head, at);
}

function goOn(roster: Roster, head: Uint8Array, at: number): Roster {
  roster.head = head;
  roster.sequence++;
  roster.headIndex = at;
  roster.heads.set(hex(head), at);
  return roster;
}

/** ROS-25, ROS-26. */
function applyRecovery(
  roster: Roster,
  signed: ReturnType<typeof readSigned>,
  operations: readonly unknown[][],
  member: Member | undefined,
  bytes: Uint8Array,
  at: number,
): Roster {
  const [, , , account, device] = parse(signed.body, bodyShape, "ROS-1");
  must(operations.length === 1 && roster.set && member, "ROS-25");
  const use = operations[0] as readonly Uint8Array[];
  const [set, owner, identity, newDevice, key] = [1, 2, 3, 5, 6].map((n) => use[n]) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  must(same(set, roster.set.id) && same(owner, account) && same(newDevice, device), "ROS-25");
  const named: Named[] = [
    [4, set, roster.set.signKey],
    [2, device, key],
    [3, account, identity],
  ];
  checkSigned("statement", roster.practice, signed, named, "ROS-2");
  checkSideBySide(operations, account);
  judge({ roster, signer: member, enrolled: false }, use);
  take(roster, member, use, at);
  return goOn(roster, H(bytes), at);
}

function secondOwner(roster: Roster, signer: Member, named: Uint8Array | undefined): Member | undefined {
  if (!named) return undefined;
  const member = roster.members.get(hex(named));
  must(member && member !== signer && member.role === "owner", "ROS-18");
  must(!member.suspended, "ROS-19");
  return member;
}

/** ROS-10. */
function checkSideBySide(operations: readonly unknown[][], signer: Uint8Array): void {
  const subjects: string[] = [];
  const members: string[] = [];
  const leantOn = new Set<string>();
  for (const operation of operations) {
    const [name, first, second, third] = operation as [string, Uint8Array, Uint8Array, Uint8Array];
    const list = (name === "entitle" ? operation[4] : name === "disentitle" ? operation[2] : []) as Uint8Array[];
    subjects.push(...list.map((compartment) => `right ${hex(first)} ${hex(compartment)}`));
    if (name.startsWith("member.")) members.push(hex(first));
    if (name === "device.enrol" || name === "freshness.confirm" || list.length > 0) leantOn.add(hex(first));
    // What is destroyed is altered whole: nobody's right in it, nor its guard, beside.
    for (const each of list) leantOn.add(hex(each));
    const makesOrEnds = ["compartment.create", "compartment.destroy", "emergency.give"].includes(name);
    if (makesOrEnds) leantOn.add(hex(signer));
    if (makesOrEnds) subjects.push(hex(first));
    if (name === "emergency.give") leantOn.add(hex(third));
    if (name.startsWith("device.") || name === "freshness.confirm") subjects.push(hex(second));
    if (name === "device.enrol") subjects.push(hex(third));
    if (name === "member.rekey") subjects.push(hex(second), hex(third));
    if (name === "recovery.set") subjects.push("recovery", ...[1, 3, 4].map((n) => hex(operation[n] as Uint8Array)));
    if (name === "recovery.use")
      subjects.push("recovery", ...[2, 3, 4, 5, 6, 9, 11, 12].map((n) => hex(operation[n] as Uint8Array)));
    if (name === "successor.set") {
      subjects.push("recovery", ...[2, 4, 5].map((n) => hex(operation[n] as Uint8Array)));
      for (const each of [signer, ...((first as unknown) ? [first] : [])]) leantOn.add(hex(each));
    }
    if (name === "successor.end") {
      subjects.push("recovery");
      leantOn.add(hex(signer));
    }
    if (name === "recovery.drill") leantOn.add("recovery");
    if (name === "policy.set") subjects.push("policy");
    if (name === "witness.set") subjects.push("witnesses");
    if (name.startsWith("guard.")) {
      leantOn.add(hex(signer));
      for (const each of operation[1] as unknown as Uint8Array[]) leantOn.add(hex(each));
      subjects.push(...(operation[1] as unknown as Uint8Array[]).map((each) => `guard ${hex(each)}`));
    }
    if (name === "member.add") subjects.push(...(operation.slice(3, 7) as Uint8Array[]).map((each) => hex(each)));
  }
  must(new Set(subjects).size === subjects.length && new Set(members).size === members.length, "ROS-10");
  must(![...members, ...subjects].some((each) => leantOn.has(each)), "ROS-10");
}

/** ROS-20. */
function checkOwnersLeft(roster: Roster, operations: readonly unknown[][]): void {
  const owners = [...roster.members.values()].filter(({ role }) => role === "owner");
  const going = operations.filter(
    ([name, , role]) => name === "member.remove" || (name === "member.role" && role !== "owner"),
  );
  must(
    owners.some(({ account }) => !going.some((operation) => same(operation[1] as Uint8Array, account))),
    "ROS-20",
  );
}

function found(signed: ReturnType<typeof readSigned>, bytes: Uint8Array, at: number): Roster {
  const [, sequence, previous, account, device, size, , operations] = parse(signed.body, bodyShape, "ROS-1");
  const shape = [word("practice.create"), id, text, hash, id, hash, bytesOf(1216), id, hash] as const;
  must(operations.length === 1, "ROS-4");
  const [, practice, , checkpointKey, founder, signKey, sealKey, firstDevice, deviceKey] = fieldsOf(
    operations[0],
    shape,
    "ROS-4",
  );
  must(at === 0 && sequence === 0 && size === 0 && same(previous, new Uint8Array(32)), "ROS-4");
  must(same(account, founder) && same(device, firstDevice), "ROS-4");
  must(new Set([checkpointKey, signKey, deviceKey].map(hex)).size === 3, "ROS-4");
  checkSigned(
    "statement",
    practice,
    signed,
    [
      [1, account, signKey],
      [2, device, deviceKey],
    ],
    "ROS-2",
  );
  const head = H(bytes);
  const founderIs: Member = { account, role: "owner", signKey, sealKey, keyring: 1, suspended: false };
  return {
    practice,
    checkpointKey,
    members: new Map([[hex(account), founderIs]]),
    held: new Set([account, device, checkpointKey, signKey, sealKey, deviceKey].map(hex)),
    devices: new Map([[hex(device), { account, key: deviceKey, enrolled: 0 }]]),
    compartments: new Map(),
    successors: [],
    heads: new Map([[hex(head), 0]]),
    head,
    sequence: 0,
    headIndex: 0,
  };
}

/** Whether the device counts at this index (ROS-6, ROS-7). */
export function deviceAt(roster: Roster, device: Uint8Array, at: number): Device | undefined {
  const found = roster.devices.get(hex(device));
  return found && found.enrolled < at && (found.revoked === undefined || at < found.revoked) ? found : undefined;
}
