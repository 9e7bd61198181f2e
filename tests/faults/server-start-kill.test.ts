/** SIGKILL at every write point of a server's first start: it begins again as if nothing had been, and serves. */

import { afterAll, expect, test } from "vitest";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { allSent, must } from "../bench/real-parts.ts";
import { foundingOf, makeFolders, openHere } from "./device.ts";
import { killPlan } from "./kill-plan.ts";
import { holdTo, startServer } from "./killed.ts";

const folders = makeFolders();
afterAll(() => folders.remove());

test(`SYN-5 a server killed at each write point of its first start, ${killPlan.serverStart.kills} times at least, begins again and serves`, async () => {
  const kills: string[] = [];
  const port = await freePort();
  for (let killAt = 1, isKilled = true; isKilled; killAt++) {
    const at = { port, data: folders.fresh() };
    let server = await startServer({ ...at, killAt, isHeard: false });
    isKilled = !(await server.disarm());
    if (isKilled) {
      kills.push((await server.ended).killedAt ?? "");
      server = await startServer(at);
    }
    const vault = await openHere(folders.fresh());
    must(await vault.found(foundingOf(`http://localhost:${port}`)));
    await allSent(vault);
    expect(must(await vault.verifyLedger()).problems).toEqual([]);
    await vault.close();
    await server.stop();
  }
  holdTo(kills, killPlan.serverStart);
});
