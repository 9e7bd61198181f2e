/** When colleagues were seen and are to be expected (docs/spec, FRE), worked out from what the server has, beside what a device says of it. */

import type { MemberView } from "@alcove/vault";
import { dayMs } from "./clock.ts";
import type { YearDevice } from "./device.ts";
import type { Year } from "./year.ts";

const dayOf = (text: string): number => Date.parse(text) / dayMs;

/** What counts of what was said: the last word of their own, or of somebody's who is an owner now. */
function saidOf({ ledger, people, owners }: Year, name: string) {
  const person = (device: string) => people.find(({ devices }) => devices.some((one) => one.name === device));
  return ledger.presences.findLast(({ by, member }) => {
    const author = person(by);
    return member === name && author !== undefined && (author.name === name || owners.includes(author));
  });
}

/** Working days between the one on which they were seen and `today`, both left out, and those away. */
function missedDays(year: Year, name: string, seen: number, today: number): number {
  const said = saidOf(year, name);
  const workdays = said?.workdays ?? [1, 2, 3, 4, 5];
  const isAway = (day: number) => said?.away && day >= dayOf(said.away.from) && day <= dayOf(said.away.until);
  const between = Array.from({ length: Math.max(0, today - seen - 1) }, (_, n) => seen + 1 + n);
  // Sunday is 0 to this clock, and 7 to the practice.
  return between.filter((day) => workdays.includes(new Date(day * dayMs).getUTCDay() || 7) && !isAway(day)).length;
}

/** On a device that has synced just now. */
export async function wrongPresence(year: Year, device: YearDevice): Promise<string[]> {
  // Who is suspended gets no keys, and writes nothing.
  if (year.isSuspended(year.personOf(device))) return [];
  if (!year.ledger.model.compartments.get("directory")?.rights.has(device.of)) return [];
  const views = await device.vault.members();
  return views.flatMap((view) => {
    const name = year.names.member(view.id);
    // Within a minute a device does not put down anew that it synced.
    const days = new Set([year.time.now(), year.time.now() - 60_000].map((at) => Math.floor(at / dayMs)));
    const said = [...days].map((today) => expected(year, device, name, today));
    const shown = JSON.stringify([view.lastSeen, view.quiet?.days, view.quiet?.level, view.workdays, awayIn(view)]);
    return said.includes(shown) ? [] : [`${device.name} says of ${name} ${shown}, and not ${said.join(" or ")}`];
  });
}

const awayIn = ({ away }: MemberView) => away && [away.from, away.until];

function expected(year: Year, device: YearDevice, name: string, today: number): string {
  const person = year.people.find((one) => one.name === name);
  const seen = Math.max(...(person?.devices ?? []).map((one) => year.ledger.seen.get(one.name) ?? -1));
  const days = seen >= 0 && name !== device.of ? missedDays(year, name, seen, today) : 0;
  const level = days >= 7 ? "red" : days >= 3 ? "amber" : undefined;
  const said = saidOf(year, name);
  const away = said?.away && dayOf(said.away.until) >= today ? [said.away.from, said.away.until] : undefined;
  const lastSeen = seen >= 0 ? seen * dayMs : undefined;
  return JSON.stringify([lastSeen, level && days, level, said?.workdays ?? [1, 2, 3, 4, 5], away]);
}
