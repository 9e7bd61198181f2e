/**
 * Who may do what (security.md section 4; docs/spec, ROS-6 to ROS-33). Each operation is judged against the roster before
 * its statement. What has no case is refused.
 */

import { equalBytes, toHex } from "@alcove/bytes";
import { type CryptoPort, importVerifyKey, type PublicKey, type SealingPublicKey } from "@alcove/crypto";
import {
  addCompartment,
  changeMember,
  type Effect,
  endIdentity,
  isEntitled,
  makeStale,
  newCompartment,
  removeMember,
  setRight,
} from "./effects.ts";
import { judgeDestroy } from "./destroy-authority.ts";
import { judgeGive } from "./emergency-authority.ts";
import { judgeGuard } from "./guard-authority.ts";
import { judgePolicy } from "./policy.ts";
import { judgeDrill, judgeSet, judgeUse } from "./recovery-authority.ts";
import { isOfficer, isOfChart, managesMembers, mayBeEntitled, mayCreate, type Role, treats } from "./roles.ts";
import {
  type Compartment,
  type EnrolledDevice,
  isAmong,
  isEnquiry,
  isItsAuthor,
  isOpenTo,
  type Member,
  type Roster,
  untilDayOf,
} from "./roster.ts";
import { otherOwners, type Signers } from "./signers.ts";
import type { Operation, OperationOf } from "./statement.ts";
import { judgeSuccessorEnd, judgeSuccessorSet, judgeSuccessorUse } from "./successor-authority.ts";
import { isUsedAccount, isUsedKey, newKeys } from "./used-keys.ts";
import { judgeWitnesses } from "./witnesses.ts";

/** The operation may stand: what it does, and whether another owner must have signed the statement too. */
export type Verdict = { readonly effect: Effect; readonly needsSecondOwner: boolean };

export type Judged = {
  readonly port: CryptoPort;
  readonly roster: Roster;
  readonly signers: Signers;
  readonly sequence: number;
  readonly index: number;
};

/** `undefined`: refused. */
export async function judge(at: Judged, operation: Operation): Promise<Verdict | undefined> {
  if (at.signers.member.suspendedIndex !== undefined && !takesAwayOrReplaces(at, operation)) return undefined;
  switch (operation[0]) {
    case "practice.create":
      return undefined;
    case "device.enrol":
      return judgeEnrol(at, operation);
    case "device.revoke":
      return judgeRevoke(at, operation);
    case "compartment.create":
      return judgeCreate(at, operation);
    case "freshness.confirm":
      return judgeConfirm(at, operation);
    case "member.add":
      return judgeAdd(at, operation);
    case "member.remove":
      return judgeRemove(at, operation);
    case "member.role":
      return judgeRole(at, operation);
    case "member.rekey":
      return judgeRekey(at, operation);
    case "entitle":
    case "disentitle":
      return judgeRights(at, operation);
    case "recovery.set":
      return judgeSet(at, operation);
    case "recovery.use":
      return judgeUse(at, operation);
    case "recovery.drill":
      return judgeDrill(at, operation);
    case "successor.set":
      return judgeSuccessorSet(at, operation);
    case "successor.end":
      return judgeSuccessorEnd(at, operation);
    case "successor.use":
      return judgeSuccessorUse(at, operation);
    case "guard.set":
    case "guard.unset":
      return judgeGuard(at, operation);
    case "compartment.destroy":
      return judgeDestroy(at, operation);
    case "emergency.give":
      return judgeGive(at, operation);
    case "policy.set":
      return judgePolicy(at, operation);
    case "witness.set":
      return judgeWitnesses(at, operation);
  }
}

const alone = (effect: Effect): Verdict => ({ effect, needsSecondOwner: false });

/** Somebody else may know the identity of a suspended member: until they rekey it gives nobody anything. */
function takesAwayOrReplaces({ signers }: Judged, operation: Operation): boolean {
  const [name, account] = operation;
  if (name === "recovery.use") return true;
  if (name !== "device.enrol" && name !== "device.revoke" && name !== "member.rekey") return false;
  return equalBytes(account, signers.account);
}

async function judgeEnrol(
  { port, roster, signers, sequence, index }: Judged,
  [, account, device, publicKey, via, transcript]: OperationOf<"device.enrol">,
): Promise<Verdict | undefined> {
  const key = await importVerifyKey(port, publicKey);
  if (!key || !equalBytes(account, signers.account) || roster.devices.has(toHex(device))) return undefined;
  if ((via === "pairing") !== (transcript !== null) || (via === "pairing") !== signers.enrolled) return undefined;
  if (isUsedKey(roster, publicKey)) return undefined;
  const enrolled = { device, account, key, via, enrolledSequence: sequence, enrolledIndex: index };
  return alone((next) => next.devices.set(toHex(device), enrolled));
}

function judgeRevoke(
  { roster, signers, index }: Judged,
  [, account, device, reason]: OperationOf<"device.revoke">,
): Verdict | undefined {
  const target = roster.devices.get(toHex(device));
  if (!target || target.revoked || !equalBytes(target.account, account)) return undefined;
  const own = equalBytes(account, signers.account);
  if (!own && !managesMembers(signers.member.role)) return undefined;
  return alone((next) => {
    next.devices.set(toHex(device), { ...target, revoked: { index, reason } });
    if (reason === "retired") return;
    makeStale(next, account, index);
    if (!own && next.members.has(toHex(account)))
      changeMember(next, account, (member) => ({ ...member, suspendedIndex: index }));
  });
}

function judgeCreate(
  { roster, signers, index }: Judged,
  [, compartment, kind, chart]: OperationOf<"compartment.create">,
): Verdict | undefined {
  const { account, member } = signers;
  if (roster.compartments.has(toHex(compartment)) || isOfChart(kind) !== (chart !== null)) return undefined;
  if (!mayCreate(member.role, kind)) return undefined;
  if (chart !== null && !isOpenTo(roster, chart, account)) return undefined;
  const created = newCompartment({ compartment, kind, chart, author: account }, index);
  return alone((next) => addCompartment(next, created));
}

function judgeConfirm(
  { roster, signers, index }: Judged,
  [, account, device]: OperationOf<"freshness.confirm">,
): Verdict | undefined {
  const target = roster.devices.get(toHex(device));
  if (!target || target.revoked || !equalBytes(account, signers.account) || !equalBytes(target.account, account))
    return undefined;
  return alone((next) => next.devices.set(toHex(device), { ...target, confirmedIndex: index }));
}

async function judgeAdd(
  at: Judged,
  [, account, role, sign, seal, device, publicKey]: OperationOf<"member.add">,
): Promise<Verdict | undefined> {
  const { port, roster, sequence, index } = at;
  const needsSecondOwner = decidesMembership(at, [role]);
  if (needsSecondOwner === undefined) return undefined;
  if (isUsedAccount(roster, account) || roster.devices.has(toHex(device))) return undefined;
  const key = await importVerifyKey(port, publicKey);
  const identity = await judgeIdentity(at, sign, seal);
  if (!key || !identity || isUsedKey(roster, publicKey)) return undefined;
  const member: Member = { account, role, ...identity, keyringVersion: 1 };
  const enrolled: EnrolledDevice = {
    device,
    account,
    key,
    via: "pairing",
    enrolledSequence: sequence,
    enrolledIndex: index,
  };
  const effect: Effect = (next) => {
    next.members.set(toHex(account), member);
    next.devices.set(toHex(device), enrolled);
  };
  return { effect, needsSecondOwner };
}

function judgeRemove(at: Judged, [, account]: OperationOf<"member.remove">): Verdict | undefined {
  const target = at.roster.members.get(toHex(account));
  const needsSecondOwner = target && decidesMembership(at, [target.role]);
  if (needsSecondOwner === undefined) return undefined;
  return { effect: (next) => removeMember(next, account, at.index), needsSecondOwner };
}

function judgeRole(at: Judged, [, account, role]: OperationOf<"member.role">): Verdict | undefined {
  const target = at.roster.members.get(toHex(account));
  const needsSecondOwner = target && decidesMembership(at, [target.role, role]);
  if (needsSecondOwner === undefined) return undefined;
  const effect: Effect = (next) => changeMember(next, account, (member) => ({ ...member, role }));
  return { effect, needsSecondOwner };
}

async function judgeRekey(
  at: Judged,
  [, account, sign, seal, keyringVersion]: OperationOf<"member.rekey">,
): Promise<Verdict | undefined> {
  const { signers, index } = at;
  if (!equalBytes(account, signers.account) || keyringVersion <= signers.member.keyringVersion) return undefined;
  const identity = await judgeIdentity(at, sign, seal);
  if (!identity) return undefined;
  return alone((next) => {
    endIdentity(next, account, "rekeyed", index);
    changeMember(next, account, ({ suspendedIndex: _, ...member }) => ({ ...member, ...identity, keyringVersion }));
    makeStale(next, account, index);
  });
}

function judgeRights(at: Judged, operation: OperationOf<"entitle"> | OperationOf<"disentitle">): Verdict | undefined {
  const { roster, index } = at;
  const [name, account] = operation;
  const target = roster.members.get(toHex(account));
  if (!target) return undefined;
  const compartments = name === "entitle" ? operation[4] : operation[2];
  const right = name === "entitle" ? { kind: operation[2], untilDay: operation[3] } : undefined;
  let needsSecondOwner = false;
  for (const id of compartments) {
    const compartment = roster.compartments.get(toHex(id));
    if (!compartment || (right && compartment.kind === "emergency")) return undefined;
    if (compartment.destroyedIndex !== undefined) return undefined;
    const decides = decidesRights(at, compartment);
    if (decides === undefined || isSparedBy(at, compartment, target)) return undefined;
    const stands = right ? mayBeEntitled(target.role, compartment.kind, right.kind) : isEntitled(compartment, account);
    if (!stands) return undefined;
    // As with the end of a guard: no clinician's stolen device changes by itself who has to let it in.
    const changesReleasers = right?.kind === "release" || isAmong(compartment.releasers, account);
    const needsOwner = changesReleasers && compartment.releasers.length > 0 && at.signers.member.role !== "owner";
    needsSecondOwner ||= decides || needsOwner;
  }
  const effect: Effect = (next) => {
    for (const id of compartments) setRight(next, id, account, right, index);
  };
  return { effect, needsSecondOwner };
}

async function judgeIdentity(
  at: Judged,
  sign: PublicKey,
  seal: SealingPublicKey,
): Promise<Pick<Member, "identitySign" | "identitySeal"> | undefined> {
  const keys = await newKeys(at, sign, seal);
  return keys && { identitySign: keys.sign, identitySeal: keys.seal };
}

/**
 * Whether it takes a second owner to give or take these roles; `undefined`: the signer may not. A second owner is any
 * other than the signer, also the one it is about: else either of two could do without the other by removing them.
 */
function decidesMembership({ roster, signers }: Judged, concerned: readonly Role[]): boolean | undefined {
  const { role } = signers.member;
  if (!concerned.some(isOfficer)) return managesMembers(role) ? false : undefined;
  return role === "owner" ? otherOwners(roster, signers.account).length > 0 : undefined;
}

/** Whether it takes a second owner to change rights in this compartment; `undefined`: the signer may not. */
function decidesRights({ roster, signers }: Judged, compartment: Compartment): boolean | undefined {
  const { account, member } = signers;
  const isAuthor = isItsAuthor(roster, compartment, account);
  if (compartment.kind === "emergency" && isAuthor) return false;
  if (compartment.kind === "psychotherapy") return isAuthor ? false : undefined;
  if (isAmong(compartment.readers, account)) {
    if (member.role === "owner") return false;
    // Who is here until a day would else be here for good.
    const isForGood = untilDayOf(compartment, account) === undefined;
    const treats = member.role === "clinician" && isAmong(compartment.writers, account) && isForGood;
    if (isOfChart(compartment.kind) && treats) return false;
    if ((compartment.kind === "schedule" || compartment.kind === "will") && isAuthor) return false;
    if (isAuthor && isAmong(compartment.writers, account) && isEnquiry(roster, compartment)) return false;
  }
  return member.role === "owner" ? otherOwners(roster, account).length > 0 : undefined;
}

/**
 * A clinician lets nobody out of a chart who began it, and no owner: what these have there others don't change. Nor does a front desk
 * let out of its enquiry again whom it gave it to, before they have written a note of it.
 */
function isSparedBy({ signers }: Judged, compartment: Compartment, target: Member): boolean {
  const { account, member } = signers;
  if (member.role === "owner" || equalBytes(target.account, account)) return false;
  if (!isEntitled(compartment, target.account)) return false;
  if (equalBytes(compartment.author, account))
    return compartment.kind === "administrative" && !treats(member.role) && treats(target.role);
  return target.role === "owner" || equalBytes(compartment.author, target.account);
}
