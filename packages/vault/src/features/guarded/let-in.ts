/**
 * Who lets openings of a guarded chart through (docs/spec, GRD-15 to GRD-18): chosen in the open chart, asked when somebody opens it,
 * and answering by a person's tap. They read nothing of it: what they hold is the release part, and it is given on sealed.
 */

import { type AccountId, type Bytes, equalBytes, fail, ok, type Result, toHex, wipe } from "@alcove/bytes";
import { askedId, hash, type ReleasePart, sealGivenPart } from "@alcove/crypto";
import {
  activeReleasersOf,
  type AppendEntry,
  type Compartment,
  currentEpoch,
  encodeReleaseBody,
  type Epoch,
  type Failure,
  failure,
  isAmong,
  keepsRelease,
  mayBeEntitled,
  type Operation,
  parseKeyLogEntry,
  type Roster,
  signAsPerson,
} from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { Asked } from "../../engine/asked.ts";
import { seenCheckpoint } from "../../engine/seal.ts";
import type { Statement } from "../../engine/sync/sync.ts";
import type { AskedView } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { idFrom } from "../open-charts.ts";
import { chosenOwn, isOwner } from "./own-places.ts";
import { isOpenHere } from "./view.ts";

/**
 * From now on these let others into the open chart, in the place of whoever did; none: the server does. The key changes with it, so
 * that who kept the part before opens nothing of what is written from now on. Failures: `guard-absent`, `guard-closed`,
 * `member-unknown`, `releaser-reads`, `not-entitled`, `account-suspended`, `second-owner-needed`.
 */
export async function chooseReleasers(
  opened: Opened,
  request: { readonly chart: string; readonly members: readonly string[] },
): Promise<Result<undefined, Failure>> {
  const chart = idFrom(request.chart);
  if (!chart || !opened.isGuardedChart(chart)) return fail(failure("guard-absent"));
  if (!isOpenHere(opened, chart)) return fail(failure("guard-closed"));
  return opened.sync.state((roster) => {
    const places = chosenOwn(opened, roster, chart);
    return places.ok ? choice(opened, roster, places.value, request.members) : places;
  });
}

/** What says so, of these compartments, all of them open here. */
export function choice(
  opened: Opened,
  roster: Roster,
  places: readonly Compartment[],
  members: readonly string[],
): Result<Statement, Failure> {
  const made = changes(roster, places, members);
  if (!made.ok) return made;
  const { operations, before, after } = made.value;
  if (before.some(({ releasers }) => releasers.length > 0) && !isOwner(opened, roster))
    return fail(failure("second-owner-needed"));
  if (operations.length === 0) return ok({ operations });
  return ok({ operations, rotates: { compartments: after, guarded: true } });
}

/**
 * What a clinician and an owner sign together, without a key that changes with it: whoever opens the chart next changes it, and one
 * who can let them in until then must stay. Failures: as of `chooseReleasers`; `second-owner-unneeded`, `releaser-last`.
 */
export function proposedChoice(
  opened: Opened,
  roster: Roster,
  request: { readonly chart: string; readonly members: readonly string[] },
): Result<readonly Operation[], Failure> {
  const chart = idFrom(request.chart);
  if (!chart || !opened.isGuardedChart(chart)) return fail(failure("guard-absent"));
  const places = chosenOwn(opened, roster, chart);
  const made = places.ok ? changes(roster, places.value, request.members) : places;
  if (!made.ok) return made;
  const { operations, before, after } = made.value;
  if (isOwner(opened, roster) || operations.length === 0) return fail(failure("second-owner-unneeded"));
  const stays = ({ compartment }: Compartment, at: number) => {
    const log = opened.state.keyLogs.get(toHex(compartment));
    const next = after[at] as Compartment;
    return log && activeReleasersOf(roster, next).some((one) => keepsRelease(currentEpoch(log), one));
  };
  return before.every(stays) ? ok(operations) : fail(failure("releaser-last"));
}

/** The operations, and the compartments that they change as they are before and after. */
function changes(
  roster: Roster,
  places: readonly Compartment[],
  members: readonly string[],
): Result<
  { operations: readonly Operation[]; before: readonly Compartment[]; after: readonly Compartment[] },
  Failure
> {
  const chosen: AccountId[] = [];
  for (const id of new Set(members)) {
    const member = roster.members.get(id);
    if (!member) return fail(failure("member-unknown"));
    if (member.suspendedIndex !== undefined) return fail(failure("account-suspended"));
    if (places.some(({ readers, writers }) => isAmong([...readers, ...writers], member.account)))
      return fail(failure("releaser-reads"));
    if (places.some(({ kind }) => !mayBeEntitled(member.role, kind, "release"))) return fail(failure("not-entitled"));
    chosen.push(member.account);
  }
  const changed = places.filter(({ releasers }) => !isSame(releasers, chosen));
  const ids = (of: readonly Compartment[]) => of.map(({ compartment }) => compartment);
  const operations: Operation[] = [];
  for (const account of chosen) {
    const given = changed.filter(({ releasers }) => !isAmong(releasers, account));
    if (given.length > 0) operations.push(["entitle", account, "release", null, ids(given)]);
  }
  for (const account of unionOf(changed.map(({ releasers }) => releasers))) {
    const ended = changed.filter(({ releasers }) => isAmong(releasers, account));
    if (!isAmong(chosen, account)) operations.push(["disentitle", account, ids(ended)]);
  }
  return ok({ operations, before: changed, after: changed.map((one) => ({ ...one, releasers: chosen })) });
}

const isSame = (some: readonly AccountId[], others: readonly AccountId[]): boolean =>
  some.length === others.length && some.every((one) => isAmong(others, one));

export const unionOf = (lists: readonly (readonly AccountId[])[]): AccountId[] => {
  const all = new Map(lists.flat().map((account) => [toHex(account), account]));
  return [...all.values()];
};

/** Who waits for this member, the newest first. */
export function releaseRequests(opened: Opened): AskedView[] {
  const { fold } = opened;
  const views = new Map<string, AskedView>();
  for (const one of opened.asked()) {
    const { account, device, at } = one.opening.body;
    const chart = one.compartment.chart as Bytes;
    const { id } = one;
    views.set(id, {
      id,
      chart: toHex(chart),
      chartName: fold.nameOf(chart) ?? "",
      member: toHex(account),
      name: fold.nameOf(account) ?? "",
      device: fold.nameOf(device) ?? "",
      at: Math.max(at, views.get(id)?.at ?? 0),
    });
  }
  return [...views.values()].toSorted((a, b) => b.at - a.at);
}

/**
 * By a person's tap: this device's part, sealed to the one-time key of each opening, with a record that is signed. Failures:
 * `release-over` (answered, taken back or too old), `device-provisional`, `locked`, the network's.
 */
export async function letIn(ports: Ports, disk: Disk, opened: Opened, id: string): Promise<Result<undefined, Failure>> {
  return opened.sync.over(async (session) => {
    if (opened.sync.isProvisional()) return fail(failure("device-provisional"));
    const asked = opened.asked().filter((one) => one.id === id);
    if (asked.length === 0) return fail(failure("release-over"));
    const entries: AppendEntry[] = [];
    for (const one of asked) {
      const entry = await releaseOf(ports, disk, opened, one);
      if (!entry) return fail(failure("alarm-key-log-invalid", { index: one.epoch.index }));
      entries.push(entry);
    }
    return opened.sync.send(session, entries);
  });
}

/** `undefined`: what was delivered to this member does not open, or is not here. */
async function releaseOf(
  { crypto }: Ports,
  disk: Disk,
  opened: Opened,
  { entry, opening, compartment: { compartment }, epoch }: Asked,
): Promise<AppendEntry | undefined> {
  const { keys, state } = opened;
  const { account, device } = keys;
  const { key } = opening.body;
  const part = await ownPart(disk, opened, compartment, epoch);
  const asked = askedId(entry);
  const at = { practice: keys.practice, compartment, epoch: epoch.epoch, asked, releaser: account };
  const sealed = part && key && (await sealGivenPart(crypto, key, at, part));
  if (part) wipe(part);
  if (!sealed) return undefined;
  const body = encodeReleaseBody({
    compartment,
    epoch: epoch.epoch,
    asker: opening.body.device,
    asked,
    account,
    device,
    sealedHash: hash(sealed),
    checkpoint: seenCheckpoint(state),
  });
  const { identity, deviceKey } = keys;
  const signed = await signAsPerson(crypto, "release", keys.practice, body, { account, identity, device, deviceKey });
  return { kind: "release", entry: signed, payload: [sealed] };
}

/** As the rotation delivered it: sealed on disk, and in memory for the moment of a tap. */
async function ownPart(
  disk: Disk,
  { replay }: Opened,
  compartment: Compartment["compartment"],
  epoch: Epoch,
): Promise<ReleasePart | undefined> {
  const [body] = disk.bodies.from(epoch.index, 1);
  const rotation = body?.position === epoch.index ? parseKeyLogEntry(body.entry)?.body : undefined;
  if (!body || !rotation || !equalBytes(rotation.compartment, compartment)) return undefined;
  const mine = await replay.findDelivered(rotation, body.payload);
  return mine && replay.openReleaseOf(epoch, mine);
}
