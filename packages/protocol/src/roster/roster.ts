/**
 * Replays statements into who is who: the practice's members, devices, compartments and entitlements at each ledger
 * index. Server and devices run the same rules; a device never takes the server's word for a right.
 *
 * What an attacker controls: every byte of a statement and the index it is shown at. What he lacks: the identity key,
 * which exists only while its member is unlocked.
 */

import {
  type AccountId,
  areDistinct,
  asHash,
  assert,
  type Bytes,
  type ChartId,
  type CompartmentId,
  type DeviceId,
  equalBytes,
  fail,
  type Hash,
  ok,
  type PracticeId,
  type Result,
  toHex,
  zeroHash,
} from "@alcove/bytes";
import {
  type CryptoPort,
  hash,
  importVerifyKey,
  type PublicKey,
  type SealingPublicKey,
  type VerifyKey,
} from "@alcove/crypto";
import { type Failure, failure } from "../errors.ts";
import { type CompartmentKind, type Operation, parseStatement, type Statement, verifyAsPerson } from "./statement.ts";

export type Member = {
  readonly account: AccountId;
  readonly role: "owner";
  readonly identitySign: VerifyKey;
  readonly identitySeal: SealingPublicKey;
};

export type EnrolledDevice = {
  readonly device: DeviceId;
  readonly account: AccountId;
  readonly key: VerifyKey;
  readonly via: "founding" | "kit" | "pairing";
  /** Sequence and ledger index of the statement that enrolled it. */
  readonly enrolledSequence: number;
  readonly enrolledIndex: number;
  readonly revoked?: { readonly index: number; readonly reason: "retired" | "lost" | "stolen" };
  /** Ledger index of the person's own word that what this device sees is fresh. */
  readonly confirmedIndex?: number;
};

export type Compartment = {
  readonly compartment: CompartmentId;
  readonly kind: CompartmentKind;
  readonly chart: ChartId | null;
  readonly author: AccountId;
  readonly createdIndex: number;
  readonly readers: readonly AccountId[];
  readonly writers: readonly AccountId[];
  /** Ledger index from which the next writer must rotate first; cleared by no statement, only outrun by a rotation after it. */
  readonly staleIndex?: number;
};

export type Roster = {
  readonly practice: PracticeId;
  /** Hash of the first statement: the practice's fingerprint. */
  readonly founding: Hash;
  readonly origin: string;
  readonly ledgerKey: VerifyKey;
  readonly head: Hash;
  /** Sequence of the head; the first statement has 0. */
  readonly sequence: number;
  readonly headIndex: number;
  readonly members: ReadonlyMap<string, Member>;
  readonly devices: ReadonlyMap<string, EnrolledDevice>;
  readonly compartments: ReadonlyMap<string, Compartment>;
  /** Every head there ever was, to the sequence and ledger index it came at. */
  readonly heads: ReadonlyMap<string, { readonly sequence: number; readonly index: number }>;
};

type MutableRoster = {
  -readonly [K in keyof Roster]: Roster[K] extends ReadonlyMap<string, infer V> ? Map<string, V> : Roster[K];
};

/**
 * Checks one statement against everything before it and applies it. `index` is its leaf's place in the ledger.
 * On success the given roster is used up: go on with the answer. On failure it is unchanged.
 * Failures: `request-malformed`, `head-moved` (another sequence or previous, a place not after the head's, or a checkpoint
 * that can't exist at it), `signature-wrong`, `statement-refused` (no authority).
 */
export async function applyStatement(
  port: CryptoPort,
  roster: Roster | undefined,
  encoded: Bytes,
  index: number,
): Promise<Result<Roster, Failure>> {
  const statement = parseStatement(encoded);
  if (!statement) return fail(failure("request-malformed"));
  const head = hash(encoded);
  if (roster === undefined) return found(port, statement, head, index);
  const { sequence, previous, checkpoint, operations } = statement.body;
  const follows = () => sequence === roster.sequence + 1 && equalBytes(previous, roster.head);
  if (!follows() || index <= roster.headIndex || checkpoint.size > index) return fail(failure("head-moved"));

  const signer = await signerOf(port, roster, statement);
  if (!signer) return fail(failure("statement-refused", { sequence }));
  if (!(await verifyAsPerson(port, "statement", roster.practice, statement, signer)))
    return fail(failure("signature-wrong"));

  // All operations are judged before the first takes effect, so that a refused statement changes nothing.
  const effects: ((roster: MutableRoster) => void)[] = [];
  const named = new Set<string>();
  for (const operation of operations) {
    const effect = await judge(port, roster, signer, operation, sequence, index);
    const subjects = subjectsOf(operation);
    if (!effect || subjects.some((subject) => named.has(subject)))
      return fail(failure("statement-refused", { sequence }));
    for (const subject of subjects) named.add(subject);
    effects.push(effect);
  }
  // Judging waits for WebCrypto: another statement may have been applied to this roster meanwhile.
  if (!follows()) return fail(failure("head-moved"));
  const next = roster as MutableRoster;
  for (const effect of effects) effect(next);
  next.head = head;
  next.sequence = sequence;
  next.headIndex = index;
  next.heads.set(toHex(head), { sequence: next.sequence, index });
  return ok(next);
}

/** What an operation is about. Operations of one statement are judged side by side, so none may share a subject. */
function subjectsOf(operation: Operation): string[] {
  switch (operation[0]) {
    case "practice.create":
      return [];
    case "device.enrol":
      return [toHex(operation[2]), toHex(operation[3])];
    case "device.revoke":
    case "freshness.confirm":
      return [toHex(operation[2])];
    case "compartment.create":
      return [toHex(operation[1])];
  }
}

type Signer = {
  readonly account: AccountId;
  readonly identity: VerifyKey;
  readonly device: DeviceId;
  readonly deviceKey: VerifyKey;
  readonly enrolled: boolean;
};

/** A present member with one of their unrevoked devices; or with the very device that this statement enrols by kit. */
async function signerOf(port: CryptoPort, roster: Roster, statement: Statement): Promise<Signer | undefined> {
  const { account, device, operations } = statement.body;
  const member = roster.members.get(toHex(account));
  if (!member) return undefined;
  const enrolled = roster.devices.get(toHex(device));
  if (enrolled) {
    if (enrolled.revoked || !equalBytes(enrolled.account, account)) return undefined;
    return { account, identity: member.identitySign, device, deviceKey: enrolled.key, enrolled: true };
  }
  const [only, ...more] = operations;
  if (!only || more.length > 0 || only[0] !== "device.enrol" || !equalBytes(only[2], device)) return undefined;
  const deviceKey = await importVerifyKey(port, only[3]);
  return deviceKey && { account, identity: member.identitySign, device, deviceKey, enrolled: false };
}

/** The authority rules of security.md section 4, one case a row. `undefined`: refused. An operation without a case is refused. */
async function judge(
  port: CryptoPort,
  roster: Roster,
  signer: Signer,
  operation: Operation,
  sequence: number,
  index: number,
): Promise<((roster: MutableRoster) => void) | undefined> {
  switch (operation[0]) {
    case "device.enrol": {
      const [, account, device, publicKey, via, transcript] = operation;
      const key = await importVerifyKey(port, publicKey);
      if (!key || !equalBytes(account, signer.account) || roster.devices.has(toHex(device))) return undefined;
      if ((via === "pairing") !== (transcript !== null) || (via === "pairing") !== signer.enrolled) return undefined;
      if (isUsedKey(roster, publicKey)) return undefined;
      return (next) =>
        next.devices.set(toHex(device), {
          device,
          account,
          key,
          via,
          enrolledSequence: sequence,
          enrolledIndex: index,
        });
    }
    case "device.revoke": {
      const [, account, device, reason] = operation;
      const target = roster.devices.get(toHex(device));
      if (!target || target.revoked || !equalBytes(target.account, account)) return undefined;
      if (!equalBytes(account, signer.account) && roster.members.get(toHex(signer.account))?.role !== "owner")
        return undefined;
      return (next) => {
        next.devices.set(toHex(device), { ...target, revoked: { index, reason } });
        if (reason !== "retired") makeStale(next, account, index);
      };
    }
    case "compartment.create": {
      const [, compartment, kind, chart] = operation;
      const belongsToChart =
        kind === "clinical" ||
        kind === "psychotherapy" ||
        kind === "administrative" ||
        kind === "access-log" ||
        kind === "portal";
      if (roster.compartments.has(toHex(compartment)) || belongsToChart !== (chart !== null)) return undefined;
      const entitled = [signer.account];
      return (next) =>
        next.compartments.set(toHex(compartment), {
          compartment,
          kind,
          chart,
          author: signer.account,
          createdIndex: index,
          readers: entitled,
          writers: entitled,
        });
    }
    case "freshness.confirm": {
      const [, account, device] = operation;
      const target = roster.devices.get(toHex(device));
      if (!target || target.revoked || !equalBytes(account, signer.account) || !equalBytes(target.account, account))
        return undefined;
      return (next) => next.devices.set(toHex(device), { ...target, confirmedIndex: index });
    }
    default:
      return undefined;
  }
}

/** Identity, device and checkpoint keys are different keys: a signature made as one counts as no other. */
function isUsedKey(roster: Roster, key: PublicKey): boolean {
  const used = [
    roster.ledgerKey,
    ...[...roster.members.values()].map((member) => member.identitySign),
    ...[...roster.devices.values()].map((device) => device.key),
  ];
  return used.some((other) => equalBytes(other.publicKey, key));
}

function makeStale(roster: MutableRoster, account: AccountId, index: number): void {
  for (const [id, compartment] of roster.compartments) {
    if (isAmong(compartment.readers, account)) roster.compartments.set(id, { ...compartment, staleIndex: index });
  }
}

async function found(
  port: CryptoPort,
  statement: Statement,
  head: Hash,
  index: number,
): Promise<Result<Roster, Failure>> {
  const refused = fail(failure("statement-refused", { sequence: 0 }));
  const [create, ...more] = statement.body.operations;
  if (!create || more.length > 0 || create[0] !== "practice.create" || index !== 0) return refused;
  if (statement.body.checkpoint.size !== 0) return refused;
  const [, practice, origin, ledgerPublicKey, account, identitySign, identitySeal, device, devicePublicKey] = create;
  if (statement.body.sequence !== 0 || !equalBytes(statement.body.previous, zeroHash())) return refused;
  if (!equalBytes(statement.body.account, account) || !equalBytes(statement.body.device, device)) return refused;
  const [ledgerKey, identity, deviceKey] = await Promise.all(
    [ledgerPublicKey, identitySign, devicePublicKey].map((key: PublicKey) => importVerifyKey(port, key)),
  );
  if (!ledgerKey || !identity || !deviceKey) return refused;
  if (!areDistinct([ledgerPublicKey, identitySign, devicePublicKey])) return refused;
  if (!(await verifyAsPerson(port, "statement", practice, statement, { account, identity, device, deviceKey })))
    return fail(failure("signature-wrong"));
  const founding = asHash(head);
  return ok({
    practice,
    founding,
    origin,
    ledgerKey,
    head: founding,
    sequence: 0,
    headIndex: index,
    members: new Map([[toHex(account), { account, role: "owner" as const, identitySign: identity, identitySeal }]]),
    devices: new Map([
      [
        toHex(device),
        { device, account, key: deviceKey, via: "founding" as const, enrolledSequence: 0, enrolledIndex: index },
      ],
    ]),
    compartments: new Map(),
    heads: new Map([[toHex(founding), { sequence: 0, index }]]),
  });
}

export function isAmong(accounts: readonly AccountId[], account: AccountId): boolean {
  return accounts.some((one) => equalBytes(one, account));
}

/** The device if it may sign at `index`: enrolled before it and not revoked at or before it. */
export function deviceAt(roster: Roster, device: DeviceId, index: number): EnrolledDevice | undefined {
  const found = roster.devices.get(toHex(device));
  if (!found || found.enrolledIndex >= index || (found.revoked && found.revoked.index <= index)) return undefined;
  return found;
}

export function memberOf(roster: Roster, account: AccountId): Member {
  const member = roster.members.get(toHex(account));
  assert(member !== undefined, "an enrolled device has a member");
  return member;
}
