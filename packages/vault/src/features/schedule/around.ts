/** What appointments are planned around: working hours and rooms. */

import { fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import { openZone } from "@alcove/records/schedule";
import type { Opened } from "../../engine/opened.ts";
import type { SaveRoom, WorkingHours } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { revisionFor } from "../notes.ts";
import { idFrom } from "../open-charts.ts";
import { nextRevision, seenOf } from "../structured.ts";
import { workingHours } from "./calendar.ts";
import { placeIn } from "./kept.ts";
import { directory } from "../../engine/outbox.ts";

/** In the place of those that there were; none at all means any time. Failures: `member-unknown`, `not-entitled`, `appointment-unfit`. */
export async function saveWorkingHours(
  { crypto, clock }: Ports,
  opened: Opened,
  request: { readonly member: string; readonly zone: string; readonly hours: readonly WorkingHours[] },
): Promise<Result<undefined, Failure>> {
  const member = idFrom(request.member);
  if (!member || !opened.state.roster?.members.has(toHex(member))) return fail(failure("member-unknown"));
  const place = placeIn(opened, member);
  if (!place) return fail(failure("not-entitled"));
  const hours = request.hours.map(({ weekday, from, until }) => ({ weekday, from, until }));
  if (!openZone(request.zone) || hours.length > 50 || !hours.every(isSpan)) return fail(failure("appointment-unfit"));
  const before = workingHours(opened, member);
  const stamp = { revision: crypto.random(16), writtenAt: clock.now() };
  const revision = { type: "working-hours" as const, ...stamp, member, zone: request.zone, hours };
  await opened.keep([revisionFor(place, before?.record ?? crypto.random(16), revision, before?.standing ?? [])]);
  return ok();
}

const isSpan = ({ weekday, from, until }: WorkingHours): boolean =>
  Number.isInteger(weekday) && weekday >= 1 && weekday <= 7 && isClock(from) && isClock(until) && from < until;
const isClock = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text);

/** Failures: `name-empty`. */
export async function saveRoom(ports: Ports, opened: Opened, request: SaveRoom): Promise<Result<undefined, Failure>> {
  const name = request.name.trim();
  if (name === "") return fail(failure("name-empty"));
  // Who adds a room of a name that is there means that one.
  const there =
    request.id === undefined
      ? opened.fold.structuredOfType("room").find(({ value }) => value.name.toLowerCase() === name.toLowerCase())
      : undefined;
  const record =
    there?.record ?? (request.id === undefined ? undefined : idFrom(request.id)) ?? ports.crypto.random(16);
  const parents = there ? seenOf(opened, record, undefined) : seenOf(opened, record, request.basedOn);
  await opened.keep([
    nextRevision(ports, opened, directory, record, "room", { name, closed: request.closed }, parents),
  ]);
  return ok();
}
