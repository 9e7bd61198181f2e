/**
 * When each colleague was last seen, and whether that is too long ago (docs/spec, FRE-1 to FRE-3). All of it comes from heartbeats and
 * records that this device has verified. A server that shows somebody a ledger of their own can't make their heartbeats in it.
 */

import { type AccountId, type Bytes, equalBytes, toHex } from "@alcove/bytes";
import type { Roster } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { PresenceView, QuietColleague } from "../facade.ts";

const dayMs = 86_400_000;
const amberAfter = 3;
const redAfter = 7;
/** A longer absence is said again: what nobody renews must not silence anything for ever. */
export const longestAway = 92;
const mondayToFriday: readonly number[] = [1, 2, 3, 4, 5];

/** Of days since 1970-01-01, `yyyy-mm-dd`. */
export const dayText = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
/** Days since 1970-01-01; not a number where there is no such day. */
export const dayOf = (text: string): number => {
  const day = Date.parse(`${text}T00:00:00Z`) / dayMs;
  return Number.isInteger(day) && dayText(day) === text ? day : Number.NaN;
};
/** 1 is Monday; day 0 was a Thursday. */
const weekdayOf = (day: number): number => ((day + 3) % 7) + 1;

/** `syncedAt`: of this device's last sync, by its own clock. What came later can't have reached it. */
export function presenceOf(opened: Opened, account: AccountId, syncedAt: number | undefined): PresenceView {
  const { roster } = opened.state;
  const said = roster && whatIsSaid(opened, roster, account);
  const today = syncedAt === undefined ? undefined : Math.floor(syncedAt / dayMs);
  const seen = roster && today !== undefined ? lastSeenDays(opened, roster, today).get(toHex(account)) : undefined;
  const isJudged = seen !== undefined && today !== undefined && !equalBytes(account, opened.keys.account);
  const quiet = isJudged ? quietSince(seen, today, said) : undefined;
  return {
    ...(seen === undefined ? {} : { lastSeen: seen * dayMs }),
    ...(quiet ? { quiet } : {}),
    workdays: said?.workdays ?? mondayToFriday,
    ...(said?.away && today !== undefined && said.away.until >= today
      ? {
          away: {
            from: dayText(said.away.from),
            until: dayText(said.away.until),
            byName: opened.fold.nameOf(said.by) ?? "",
          },
        }
      : {}),
  };
}

/** Colleagues of whom nothing was seen for so long that somebody should ask them. */
export function quietColleagues(opened: Opened, syncedAt: number | undefined): QuietColleague[] {
  const { roster } = opened.state;
  if (!roster || syncedAt === undefined) return [];
  const today = Math.floor(syncedAt / dayMs);
  const seenDays = lastSeenDays(opened, roster, today);
  return [...roster.members.values()].flatMap(({ account }) => {
    const day = seenDays.get(toHex(account));
    // Asked with every status: in so few days nobody is missed on seven, whatever was said of them.
    if (day === undefined || today - day <= redAfter) return [];
    const { quiet, lastSeen: seen } = presenceOf(opened, account, syncedAt);
    if (quiet?.level !== "red" || seen === undefined) return [];
    return [{ member: toHex(account), name: opened.fold.nameOf(account) ?? "", lastSeen: seen, days: quiet.days }];
  });
}

/** The newest day that a heartbeat of each member's names, by account in hex. A clock that runs ahead by more than a day is not believed. */
function lastSeenDays({ state }: Opened, roster: Roster, today: number): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const [device, { day }] of state.heartbeats) {
    const account = roster.devices.get(device)?.account;
    if (!account || day > today + 1) continue;
    newest.set(toHex(account), Math.max(newest.get(toHex(account)) ?? 0, day));
  }
  return newest;
}

type Said = {
  readonly by: AccountId;
  readonly record: Bytes;
  readonly workdays: readonly number[];
  readonly away?: { readonly from: number; readonly until: number };
};

/** The last word of the member's own or of a present owner's; nobody else's silences anything. */
export function whatIsSaid({ fold }: Opened, roster: Roster, account: AccountId): Said | undefined {
  for (const row of fold.presencesOf(account)) {
    const by = roster.devices.get(toHex(row["author"] as Bytes))?.account;
    if (!by || !(equalBytes(by, account) || roster.members.get(toHex(by))?.role === "owner")) continue;
    const from = dayOf(String(row["away_from"]));
    const until = Math.min(dayOf(String(row["away_until"])), from + longestAway - 1);
    return {
      by,
      record: row["record"] as Bytes,
      workdays: String(row["workdays"]).split(",").map(Number),
      ...(until >= from ? { away: { from, until } } : {}),
    };
  }
  return undefined;
}

/**
 * By days on which they were to be expected, after the one on which they were seen (`seen`) and before `today`, which is not over;
 * both in days since 1970. `undefined`: fewer than three.
 */
export function quietSince(
  seen: number,
  today: number,
  said: Pick<Said, "workdays" | "away"> | undefined,
): PresenceView["quiet"] {
  const workdays = said?.workdays ?? mondayToFriday;
  let days = 0;
  for (let day = seen + 1; day < today; day++) {
    const isAway = said?.away && day >= said.away.from && day <= said.away.until;
    if (workdays.includes(weekdayOf(day)) && !isAway) days++;
  }
  if (days < amberAfter) return undefined;
  return { days, level: days < redAfter ? "amber" : "red" };
}
