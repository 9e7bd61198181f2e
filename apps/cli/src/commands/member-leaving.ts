import { setTimeout as sleep } from "node:timers/promises";
import { ok, type Result } from "@alcove/bytes";
import type { LeavingView, Vault } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { keysToCome, leavingText, undecided } from "../leaving-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refuse, type Refusal, refused } from "../refusal.ts";

/** Where another device has the turn, this one begins after half a minute: what has not moved for longer does not move here. */
const givenUpMs = 60_000;
const betweenMs = 200;

export const command = defineCommand({
  options: {
    member: { type: "string", value: "ID", about: "who, present or former (yourself)" },
    follow: { type: "boolean", about: "goes on until this device has given all keys that it can" },
  },
  details: `How far it is with somebody who leaves or has left: who opens their charts, what is decided, which keys are still to come. With
--follow each step is a progress line. Stopped at any point, the next one goes on from there.`,
  run: (context, { options: { member, follow } }) =>
    withOpenVault(context, async (vault) => {
      const sent = await send(context, vault);
      const who = member ?? (await vault.members()).find(({ isYou }) => isYou)?.id ?? "";
      const view = await vault.leaving(who);
      if (!view) return refuse("member-unknown");
      const followed = follow ? await followKeys(context, vault, view) : ok(view);
      if (!followed.ok) return followed;
      const now = followed.value;
      return ok({
        facts: { ...now, undecided: undecided(now), keysToCome: keysToCome(now), ...sentFacts(sent) },
        text: leavingText(now) + sentText(sent),
      });
    }),
});

async function followKeys(
  { output, interrupt }: Context,
  vault: Vault,
  first: LeavingView,
): Promise<Result<LeavingView, Refusal>> {
  let stopped = false;
  const giveUp = interrupt.gently(() => {
    stopped = true;
  });
  const total = keysToCome(first);
  let view = first;
  let left = total;
  let movedAt = performance.now();
  while (left > 0 && !stopped && performance.now() - movedAt < givenUpMs) {
    output.progress({ task: "Keys", done: total - left, total });
    const synced = await vault.sync();
    if (!synced.ok) return refused(synced.error);
    view = (await vault.leaving(first.member)) ?? view;
    const now = keysToCome(view);
    if (now !== left) movedAt = performance.now();
    left = now;
    if (left > 0) await sleep(betweenMs);
  }
  output.progress({ task: "Keys", done: total - left, total });
  giveUp();
  return ok(view);
}
