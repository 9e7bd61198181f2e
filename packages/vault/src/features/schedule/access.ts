/** Who else opens one's own calendar: a right in the schedule alone, by a statement of its author (docs/spec, CAL-9). */

import { type AccountId, type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  type Compartment,
  type Failure,
  failure,
  hasNotes,
  isAmong,
  limits,
  mayBeEntitled,
  type Operation,
  type Roster,
  untilDayOf,
} from "@alcove/protocol";
import { openZone } from "@alcove/records/schedule";
import type { Opened } from "../../engine/opened.ts";
import { compartmentFor } from "../../engine/state.ts";
import type { ScheduleAccess, ShareSchedule } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { administrativeOf, compartmentsOf, delegateDays, idFrom, mayChange, opens } from "../open-charts.ts";
import { dayText, dayOf } from "../presence.ts";
import { entriesIn, saidOf } from "./calendar.ts";

const dayMs = 86_400_000;

const own = (roster: Roster, { keys }: Opened): Compartment | undefined =>
  compartmentFor(roster, keys.account, "schedule", null);

export function scheduleAccess(opened: Opened): ScheduleAccess[] {
  const { roster } = opened.state;
  const place = roster && own(roster, opened);
  if (!roster || !place) return [];
  return [...roster.members.values()].flatMap(({ account }) => {
    if (equalBytes(account, opened.keys.account) || !isAmong(place.readers, account)) return [];
    const until = untilDayOf(place, account);
    return [
      {
        member: toHex(account),
        name: opened.fold.nameOf(account) ?? "",
        writes: isAmong(place.writers, account),
        ...(until === undefined ? {} : { until: dayText(until) }),
        numbers: numbersWith(opened, roster, account, until).length,
      },
    ];
  });
}

/**
 * Begins the schedule where nothing was planned yet. With numbers: for some days, in the same statement (CAL-9). Failures: `member-unknown`,
 * `not-entitled`, `request-malformed`, those of a sync.
 */
export async function shareSchedule(
  { clock }: Pick<Ports, "clock">,
  opened: Opened,
  request: ShareSchedule,
): Promise<Result<undefined, Failure>> {
  const { sync, keys } = opened;
  const member = idFrom(request.member);
  const until = request.until === undefined ? null : dayOf(request.until);
  const today = Math.floor(clock.now() / dayMs);
  const areDays = until !== null && until >= today && until <= today + delegateDays;
  if (Number.isNaN(until) || (request.numbers && !areDays)) return fail(failure("request-malformed"));
  const begun = await sync.begin({ kind: "schedule", chart: null });
  if (!begun.ok) return begun;
  const charts = request.numbers && until !== null ? chartsOf(opened, request.numbers.zone, today, until) : [];
  const { roster: now } = opened.state;
  // While a chart has no notes, whoever is let in could begin them (ROS-21).
  for (const chart of charts.filter((one) => now && !hasNotes(now, one) && administrativeOf(now, one).length > 0)) {
    const notes = await sync.begin({ kind: "clinical", chart });
    if (!notes.ok) return notes;
  }
  return sync.state((roster) => {
    const target = member && roster.members.get(toHex(member));
    if (!target || equalBytes(target.account, keys.account)) return fail(failure("member-unknown"));
    const place = own(roster, opened);
    const may =
      place && mayBeEntitled(target.role, "schedule") && mayChange(roster, keys.account, place, target.account);
    if (!may) return fail(failure("not-entitled"));
    const numbers = charts
      .flatMap((chart) => administrativeOf(roster, chart))
      .filter((one) => isAmong(one.readers, keys.account) && mayChange(roster, keys.account, one, target.account))
      // Who has them for longer keeps them.
      .filter(
        (one) => !isAmong(one.readers, target.account) || (untilDayOf(one, target.account) ?? Infinity) < (until ?? 0),
      )
      .slice(0, limits.compartmentsPerEntitlement);
    // With numbers to write too: that they were called, and what was looked at.
    const right = request.writes || request.numbers ? "read-write" : "read";
    const operations: Operation[] = [["entitle", target.account, right, until, [place.compartment]]];
    // To read alone: a clinician who also wrote there could let others in (ROS-17).
    if (numbers.length > 0)
      operations.push(["entitle", target.account, "read", until, numbers.map(({ compartment }) => compartment)]);
    // What finds no room beside the statement follows with the next sync.
    const compartments = [place, ...numbers].slice(0, limits.entriesPerAppend - 1);
    return ok({
      operations,
      gives: { to: target.account, compartments, ...(until === null ? {} : { untilDay: until }) },
    });
  });
}

/** Of one's own calendar, from today to a day: of what is still to come or to be called off. */
function chartsOf(opened: Opened, zoneName: string, today: number, until: number): Bytes[] {
  const zone = openZone(zoneName);
  const entries = zone ? entriesIn(opened, zone, dayText(today), dayText(until)) : [];
  const said = entries.map(saidOf).filter(({ member }) => equalBytes(member, opened.keys.account));
  const charts = new Map(said.flatMap(({ chart }) => (chart ? [[toHex(chart), chart as Bytes]] : [])));
  return [...charts.values()].filter((chart) => !opened.isGuardedChart(chart) && opens(opened, chart));
}

/** What somebody has of people and numbers with the calendar: until the same day, and without the notes. */
function numbersWith({ keys }: Opened, roster: Roster, account: AccountId, until: number | undefined): Compartment[] {
  if (until === undefined) return [];
  const readsNotes = (chart: Bytes) =>
    compartmentsOf(roster, chart).some((one) => one.kind === "clinical" && isAmong(one.readers, account));
  return [...roster.compartments.values()].filter(
    (one) =>
      one.kind === "administrative" &&
      one.chart !== null &&
      isAmong(one.readers, keys.account) &&
      untilDayOf(one, account) === until &&
      !readsNotes(one.chart),
  );
}

/** With what was given beside it. Failures: `member-unknown`, `not-entitled`. */
export async function endScheduleAccess(opened: Opened, id: string): Promise<Result<undefined, Failure>> {
  const member = idFrom(id);
  const { keys } = opened;
  return opened.sync.state((roster) => {
    const target = member && roster.members.get(toHex(member));
    const place = own(roster, opened);
    if (!target || !place || !isAmong(place.readers, target.account)) return fail(failure("member-unknown"));
    if (equalBytes(target.account, keys.account) || !mayChange(roster, keys.account, place, target.account))
      return fail(failure("not-entitled"));
    const numbers = numbersWith(opened, roster, target.account, untilDayOf(place, target.account)).filter((one) =>
      mayChange(roster, keys.account, one, target.account),
    );
    const ended = [place, ...numbers].slice(0, limits.compartmentsPerEntitlement);
    return ok({ operations: [["disentitle", target.account, ended.map(({ compartment }) => compartment)]] });
  });
}
