/**
 * The real server, killed at a write point: `node server-worker.ts`, settings as `apps/server/src/main.ts` takes them.
 * `KILL_AT` counts from the first write point of its start; a message `{ killAt }` counts anew from there.
 */

import { KillPoints, plantKillPoints } from "./kill-points.ts";

export type Order = { readonly killAt: number } | { readonly aheadMs: number };

const points = new KillPoints(Number(process.env["KILL_AT"] ?? 0), { isHeard: !process.env["KILL_UNHEARD"] });
plantKillPoints(points, process.env["ALCOVE_DATA"] ?? "");

const now = Date.now;
process.on("message", (order: Order) => {
  if ("killAt" in order) points.arm(order.killAt);
  // Each code of an authenticator works once in its 30 seconds, which a loop doesn't wait for.
  else Date.now = () => now() + order.aheadMs;
  process.send?.("done");
});
// The test ended, however it did.
process.on("disconnect", () => process.exit(1));

await import("../../apps/server/src/main.ts");
process.send?.("done");
