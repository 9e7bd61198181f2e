/** Saying when a member is to be expected (docs/spec, FRE-3). */

import { equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { SetPresence } from "../facade.ts";
import type { Ports } from "../ports.ts";
import { revisionFor } from "./notes.ts";
import { idFrom } from "./open-charts.ts";
import { dayOf, longestAway, whatIsSaid } from "./presence.ts";
import { directory } from "../engine/outbox.ts";

/** Failures: `member-unknown`, `not-entitled`, `presence-unfit`. */
export async function setPresence(
  ports: Ports,
  opened: Opened,
  { member, workdays, away }: SetPresence,
): Promise<Result<undefined, Failure>> {
  const { keys, fold, state } = opened;
  const id = idFrom(member);
  const target = id && state.roster?.members.get(toHex(id));
  if (!target || !state.roster) return fail(failure("member-unknown"));
  const isOwner = state.roster.members.get(toHex(keys.account))?.role === "owner";
  if (!isOwner && !equalBytes(target.account, keys.account)) return fail(failure("not-entitled"));
  const days = away ? dayOf(away.until) - dayOf(away.from) + 1 : 1;
  const weekdays = [...new Set(workdays)].toSorted((a, b) => a - b);
  const isFit = weekdays.length > 0 && weekdays.every((one) => Number.isInteger(one) && one >= 1 && one <= 7);
  if (!isFit || !(days >= 1 && days <= longestAway)) return fail(failure("presence-unfit"));
  const record = whatIsSaid(opened, state.roster, target.account)?.record ?? ports.crypto.random(16);
  await opened.keep([
    revisionFor(
      directory,
      record,
      {
        type: "presence",
        revision: ports.crypto.random(16),
        writtenAt: ports.clock.now(),
        member: target.account,
        workdays: weekdays,
        ...(away ? { away: { from: away.from, until: away.until } } : {}),
      },
      fold.standing(record),
    ),
  ]);
  return ok();
}
