/** What a member may say of a guarded chart: of the progress notes they treat in, and of psychotherapy notes of their own. */

import { type Bytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Compartment, type Failure, failure, isAmong, isItsAuthor, type Roster } from "@alcove/protocol";
import type { Opened } from "../../engine/opened.ts";
import { compartmentsOf } from "../open-charts.ts";

/** Of the chart's note compartments those that this member treats in: progress notes, and psychotherapy notes of their own. */
export function ownPlaces({ keys }: Opened, roster: Roster, chart: Bytes): Compartment[] {
  return compartmentsOf(roster, chart).filter(
    (one) => isAmong(one.readers, keys.account) && (one.kind === "clinical" || isItsAuthor(roster, one, keys.account)),
  );
}

/** Whether this member may guard by themselves; without the statement's other rules, which the roster's own judge. */
export const treats = (opened: Opened, roster: Roster): boolean => {
  const role = roster.members.get(toHex(opened.keys.account))?.role;
  return role === "owner" || role === "clinician";
};

/** What is guarded of this member's, as they may say; `not-entitled` where there is nothing, or they don't treat. */
export function guardedOwn(opened: Opened, roster: Roster, chart: Bytes): Result<readonly Compartment[], Failure> {
  const compartments = ownPlaces(opened, roster, chart).filter(({ guard }) => guard?.isSet);
  const may = treats(opened, roster) && compartments.length > 0;
  return may ? ok(compartments) : fail(failure("not-entitled"));
}

/**
 * What this member chooses for who lets others in: an owner who reads it, whoever writes there, and of psychotherapy notes their
 * author (docs/spec, ROS-17). Who only reads a part of it chooses for none: a chart has one choice.
 */
export function chosenOwn(opened: Opened, roster: Roster, chart: Bytes): Result<readonly Compartment[], Failure> {
  const own = guardedOwn(opened, roster, chart);
  if (!own.ok || isOwner(opened, roster)) return own;
  const writes = ({ kind, writers }: Compartment) => kind === "psychotherapy" || isAmong(writers, opened.keys.account);
  return own.value.every(writes) ? own : fail(failure("not-entitled"));
}

export const isOwner = ({ keys }: Opened, roster: Roster): boolean =>
  roster.members.get(toHex(keys.account))?.role === "owner";
