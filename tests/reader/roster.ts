/** The roster of docs/spec/04-roster.md, replayed from the first statement. */

import { context, H, hex, must, same, verify } from "./primitives.ts";
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
  orNull,
  parse,
  signature,
  text,
  word,
} from "./shape.ts";

export type Device = {
  readonly account: Uint8Array;
  readonly key: Uint8Array;
  readonly enrolled: number;
  revoked?: number;
};
export type Compartment = {
  readonly kind: string;
  readonly chart: Uint8Array | null;
  readonly readers: Uint8Array[];
  readonly writers: Uint8Array[];
  stale?: number;
};
export type Roster = {
  readonly practice: Uint8Array;
  readonly checkpointKey: Uint8Array;
  readonly owner: { readonly account: Uint8Array; readonly signKey: Uint8Array; readonly sealKey: Uint8Array };
  readonly devices: Map<string, Device>;
  readonly compartments: Map<string, Compartment>;
  /** Head to ledger index. */
  readonly heads: Map<string, number>;
  head: Uint8Array;
  sequence: number;
  headIndex: number;
};

const kinds = [
  "directory",
  "schedule",
  "clinical",
  "psychotherapy",
  "administrative",
  "access-log",
  "portal",
  "programme",
] as const;
const ofCharts: readonly string[] = ["clinical", "psychotherapy", "administrative", "access-log", "portal"];
const signerShape = [word2(1, 2), id, signature] as const;

function word2(...allowed: readonly number[]) {
  return (value: unknown): value is number => allowed.includes(value as number);
}

/** Body and signatures of a statement or key-log entry. */
export function readSigned(bytes: Uint8Array, rule: string) {
  const [body, list] = parse(bytes, [anyBytes, listOf(array, 1, 8)], rule);
  return { body, signatures: list.map((each) => fieldsOf(each, signerShape, rule)) };
}

/** ROS-2, LOG-2: by the identity, then by the device, and nobody else. */
export function checkSigned(
  purpose: "statement" | "key-log",
  practice: Uint8Array,
  signed: ReturnType<typeof readSigned>,
  signer: {
    readonly account: Uint8Array;
    readonly signKey: Uint8Array;
    readonly device: Uint8Array;
    readonly deviceKey: Uint8Array;
  },
  rule: string,
): void {
  const message = context(purpose, practice, signed.body);
  const expected = [
    [1, signer.account, signer.signKey],
    [2, signer.device, signer.deviceKey],
  ] as const;
  must(signed.signatures.length === 2, rule);
  for (const [i, [kind, name, key]] of expected.entries()) {
    const [signedKind, signedId, value] = signed.signatures[i] as (typeof signed.signatures)[number];
    must(signedKind === kind && same(signedId, name) && verify(key, value, message), rule);
  }
}

const bodyShape = [one, index, hash, id, id, index, hash, listOf(array, 1, 1000)] as const;

/** ROS-1 to ROS-10. */
export function applyStatement(roster: Roster | undefined, bytes: Uint8Array, at: number): Roster {
  const signed = readSigned(bytes, "ROS-1");
  const [, sequence, previous, account, device, size, , operations] = parse(signed.body, bodyShape, "ROS-1");
  const head = H(bytes);
  if (!roster) return found(signed, bytes, at);
  must(sequence === roster.sequence + 1 && same(previous, roster.head), "ROS-3");
  must(at > roster.headIndex && size <= at, "ROS-3");
  must(same(account, roster.owner.account), "ROS-5");

  const enrolled = roster.devices.get(hex(device));
  const [first] = operations;
  const byKit = !enrolled && operations.length === 1 && first?.[0] === "device.enrol" && first[4] === "kit";
  must(enrolled ? enrolled.revoked === undefined : byKit && same(first[2] as Uint8Array, device), "ROS-5");
  const deviceKey = enrolled ? enrolled.key : (first?.[3] as Uint8Array);
  must(deviceKey instanceof Uint8Array, "ROS-1");
  checkSigned("statement", roster.practice, signed, { ...roster.owner, device, deviceKey }, "ROS-2");

  const subjects = operations.flatMap((operation) => judge(roster, operation, enrolled !== undefined));
  must(new Set(subjects).size === subjects.length, "ROS-10");
  for (const operation of operations) take(roster, operation, at);
  roster.head = head;
  roster.sequence = sequence;
  roster.headIndex = at;
  roster.heads.set(hex(head), at);
  return roster;
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
  checkSigned("statement", practice, signed, { account, signKey, device, deviceKey }, "ROS-2");
  const head = H(bytes);
  return {
    practice,
    checkpointKey,
    owner: { account, signKey, sealKey },
    devices: new Map([[hex(device), { account, key: deviceKey, enrolled: 0 }]]),
    compartments: new Map(),
    heads: new Map([[hex(head), 0]]),
    head,
    sequence: 0,
    headIndex: 0,
  };
}

/** What the operation is about, if it may stand. */
function judge(roster: Roster, operation: unknown[], byEnrolled: boolean): string[] {
  const { owner } = roster;
  switch (operation[0]) {
    case "device.enrol": {
      const shape = [word("device.enrol"), id, id, hash, word("kit", "pairing"), orNull(hash)] as const;
      const [, account, device, key, via, transcript] = fieldsOf(operation, shape, "ROS-1");
      const used = [owner.signKey, roster.checkpointKey, ...[...roster.devices.values()].map((each) => each.key)];
      must(same(account, owner.account) && !roster.devices.has(hex(device)), "ROS-6");
      must(!used.some((each) => same(each, key)), "ROS-6");
      must((via === "pairing") === byEnrolled && (transcript !== null) === byEnrolled, "ROS-6");
      return [hex(device), hex(key)];
    }
    case "device.revoke": {
      const shape = [word("device.revoke"), id, id, word("retired", "lost", "stolen")] as const;
      const [, account, device] = fieldsOf(operation, shape, "ROS-1");
      const target = roster.devices.get(hex(device));
      must(target && target.revoked === undefined && same(target.account, account), "ROS-7");
      return [hex(device)];
    }
    case "compartment.create": {
      const shape = [word("compartment.create"), id, word(...kinds), orNull(id)] as const;
      const [, compartment, kind, chart] = fieldsOf(operation, shape, "ROS-1");
      must(!roster.compartments.has(hex(compartment)) && ofCharts.includes(kind) === (chart !== null), "ROS-8");
      return [hex(compartment)];
    }
    case "freshness.confirm": {
      const [, account, device] = fieldsOf(operation, [word("freshness.confirm"), id, id], "ROS-1");
      const target = roster.devices.get(hex(device));
      must(target && target.revoked === undefined, "ROS-9");
      must(same(account, owner.account) && same(target.account, account), "ROS-9");
      return [hex(device)];
    }
    default:
      must(false, "ROS-1");
  }
}

/** The effect of an operation that was judged. */
function take(roster: Roster, operation: unknown[], at: number): void {
  const [name, first, second, third] = operation as [string, Uint8Array, Uint8Array, unknown];
  if (name === "device.enrol") {
    roster.devices.set(hex(second), { account: first, key: third as Uint8Array, enrolled: at });
  } else if (name === "device.revoke") {
    const device = roster.devices.get(hex(second)) as Device;
    device.revoked = at;
    if (third === "retired") return;
    for (const compartment of roster.compartments.values())
      if (compartment.readers.some((reader) => same(reader, device.account))) compartment.stale = at;
  } else if (name === "compartment.create") {
    const { account } = roster.owner;
    const [kind, chart] = [operation[2] as string, operation[3] as Uint8Array | null];
    roster.compartments.set(hex(first), { kind, chart, readers: [account], writers: [account] });
  }
}

/** Whether the device counts at this index (ROS-6, ROS-7). */
export function deviceAt(roster: Roster, device: Uint8Array, at: number): Device | undefined {
  const found = roster.devices.get(hex(device));
  return found && found.enrolled < at && (found.revoked === undefined || at < found.revoked) ? found : undefined;
}
