/**
 * SIGKILL at every write point of the server while a chart is guarded and opened: either the guard stands with the release part
 * that fits it, or it does not stand, and the chart opens in any case.
 */

import { afterAll, expect, test } from "vitest";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { allSent, must } from "../bench/real-parts.ts";
import { foundingOf, makeFolders, openHere } from "./device.ts";
import { killPlan } from "./kill-plan.ts";
import { holdTo, type KillableServer, startServer } from "./killed.ts";

const folders = makeFolders();
let server: KillableServer | undefined;
afterAll(async () => {
  await server?.stop();
  folders.remove();
});

test(`GRD-4 LOG-13 a server killed while it takes a guard, ${killPlan.guardedServer.kills} times at least, keeps it with its part or not at all`, {
  timeout: 600_000,
}, async () => {
  const kills: string[] = [];
  const at = { port: await freePort(), data: folders.fresh() };
  server = await startServer(at);
  const laptop = await openHere(folders.fresh());
  must(await laptop.found(foundingOf(`http://localhost:${at.port}`)));
  for (let killAt = 1, survived = 0; survived < 1; killAt++) {
    const chart = must(await laptop.createChart({ name: `Chart ${killAt}` })).id;
    const note = { chart, kind: "progress", date: "2026-11-22", title: "", body: { text: `note ${killAt}` } } as const;
    must(await laptop.saveNote({ ...note, basedOn: [] }));
    await allSent(laptop);
    await server.arm(killAt);
    const guarded = await laptop.guardChart({ chart });
    if (await server.disarm()) {
      must(guarded);
      survived++;
    } else {
      kills.push((await server.ended).killedAt ?? "");
      server = await startServer(at);
    }
    await allSent(laptop);
    const isGuarded = (await laptop.guard(chart)) !== undefined;
    if (isGuarded) must(await laptop.openGuarded(chart));
    else must(await laptop.guardChart({ chart }));
    const [head] = await laptop.notes(chart);
    expect(must(await laptop.note(head?.id ?? "")).current.body.text, `round ${killAt}`).toBe(`note ${killAt}`);
    const status = await laptop.status();
    expect(status.phase === "open" && status.alarms, `round ${killAt}`).toEqual([]);
  }
  holdTo(kills, killPlan.guardedServer);
  await laptop.close();
});
