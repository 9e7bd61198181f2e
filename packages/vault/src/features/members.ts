/** Members come, go and change their role: what the roster asks for, asked before anything is signed. */

import { type AccountId, type Bytes, equalBytes, fail, type Hash, ok, type Result, toHex } from "@alcove/bytes";
import {
  activeReleasersOf,
  type Failure,
  failure,
  isAmong,
  isOfficer,
  managesMembers,
  type Member,
  type Role,
  type Roster,
} from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import { compartmentFor, type EngineState } from "../engine/state.ts";
import { isOnlyReader } from "./open-charts.ts";
import type { NewMember } from "./pairing/transcript.ts";

const owners = (roster: Roster): Member[] => [...roster.members.values()].filter(({ role }) => role === "owner");

/** Whether this member may give or take these roles by themselves. Failures: `not-entitled`, `second-owner-needed`. */
function mayDecide(roster: Roster, account: AccountId, concerned: readonly Role[]): Result<undefined, Failure> {
  const me = roster.members.get(toHex(account));
  if (!me || me.suspendedIndex !== undefined) return fail(failure("not-entitled"));
  if (!concerned.some(isOfficer)) return managesMembers(me.role) ? ok() : fail(failure("not-entitled"));
  if (me.role !== "owner") return fail(failure("not-entitled"));
  return owners(roster).length > 1 ? fail(failure("second-owner-needed")) : ok();
}

export const mayBringIn = (roster: Roster, account: AccountId, role: Role) => mayDecide(roster, account, [role]);

/** The statement that adds them, then the directory with its key, where this member gives it: names come with it. */
export async function addMember(
  opened: Opened,
  added: { readonly newcomer: NewMember; readonly role: Role; readonly invite: Bytes; readonly transcript: Hash },
): Promise<Result<undefined, Failure>> {
  const { sync, keys } = opened;
  const { newcomer: who, role } = added;
  const stated = await sync.state((roster) => {
    // Its answer may have been lost: nobody is added twice.
    if (roster.members.has(toHex(who.account))) return ok({ operations: [] });
    const may = mayBringIn(roster, keys.account, role);
    if (!may.ok) return may;
    const { account, identitySign, identitySeal, device, deviceKey } = who;
    const { invite, transcript } = added;
    return ok({
      operations: [
        ["member.add", account, role, identitySign, identitySeal, device, deviceKey, invite as never, transcript],
      ],
    });
  });
  return stated.ok ? giveDirectory(opened, who.account, role) : stated;
}

/** Names come with it, where this member gives it and they have it not: an auditor has none until they are something else. */
function giveDirectory({ sync, keys }: Opened, to: AccountId, role: Role): Promise<Result<undefined, Failure>> {
  return sync.state((roster) => {
    const directory = compartmentFor(roster, keys.account, "directory", null);
    const gives =
      role !== "auditor" &&
      roster.members.get(toHex(keys.account))?.role === "owner" &&
      directory !== undefined &&
      !isAmong(directory.readers, to);
    if (!gives) return ok({ operations: [] });
    return ok({
      operations: [["entitle", to, "read-write", null, [directory.compartment]]],
      gives: { to, compartments: [directory] },
    });
  });
}

/** Failures: `last-owner`, `second-owner-needed`, `not-entitled`. */
export function mayRemove(roster: Roster, account: AccountId, target: Member): Result<undefined, Failure> {
  if (target.role === "owner" && owners(roster).length === 1) return fail(failure("last-owner"));
  return mayDecide(roster, account, [target.role]);
}

export function mayGiveRole(
  roster: Roster,
  account: AccountId,
  target: Member,
  role: Role,
): Result<undefined, Failure> {
  if (target.role === "owner" && role !== "owner" && owners(roster).length === 1) return fail(failure("last-owner"));
  return mayDecide(roster, account, [target.role, role]);
}

/** Charts whose progress notes are open to this member and to nobody else. */
export function chartsOfOne(state: EngineState, roster: Roster, account: AccountId): number {
  const clinical = [...roster.compartments.values()].filter(({ kind }) => kind === "clinical");
  return clinical.filter((one) => isOnlyReader(state, one, account)).length;
}

/** Guarded charts that nobody else lets anybody into: without them these stay shut. */
export function chartsLetIntoByOne(roster: Roster, account: AccountId): number {
  const alone = [...roster.compartments.values()].filter((one) => {
    const active = activeReleasersOf(roster, one);
    return one.guard?.isSet && isAmong(one.releasers, account) && !active.some((each) => !equalBytes(each, account));
  });
  return new Set(alone.map(({ chart }) => chart && toHex(chart))).size;
}

export function removeMember(
  { sync, state, keys }: Opened,
  id: Bytes,
  { keepsCharts }: { readonly keepsCharts: boolean },
): Promise<Result<undefined, Failure>> {
  return sync.state((roster) => {
    const target = roster.members.get(toHex(id));
    if (!target) return fail(failure("member-unknown"));
    const may = mayRemove(roster, keys.account, target);
    if (!may.ok) return may;
    const charts = keepsCharts ? chartsOfOne(state, roster, target.account) : 0;
    if (charts > 0) return fail(failure("last-reader", { charts }));
    const shut = keepsCharts ? chartsLetIntoByOne(roster, target.account) : 0;
    if (shut > 0) return fail(failure("releaser-last", { charts: shut }));
    return ok({ operations: [["member.remove", target.account]] });
  });
}

export async function giveRole(opened: Opened, id: Bytes, role: Role): Promise<Result<undefined, Failure>> {
  const { sync, keys } = opened;
  const stated = await sync.state((roster) => {
    const target = roster.members.get(toHex(id));
    if (!target) return fail(failure("member-unknown"));
    if (target.role === role) return ok({ operations: [] });
    const may = mayGiveRole(roster, keys.account, target, role);
    return may.ok ? ok({ operations: [["member.role", target.account, role]] }) : may;
  });
  return stated.ok ? giveDirectory(opened, id as AccountId, role) : stated;
}
