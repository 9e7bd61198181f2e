/**
 * SIGKILL at every write point of what people do on a server once: found, invite, pair, set a second factor, enrol, revoke.
 * Whatever was acknowledged stands after the restart; whatever was not can be done again.
 */

import { afterAll, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { makeFolders } from "./device.ts";
import { killPlan } from "./kill-plan.ts";
import { holdTo, startServer } from "./killed.ts";
import { Person } from "./person.ts";

const folders = makeFolders();
afterAll(() => folders.remove());

test(`SYN-5 a server killed at each write point of founding, pairing, second factor, enrolment and revocation, ${killPlan.serverFirst.kills} times at least`, {
  timeout: 1_500_000,
}, async () => {
  const kills: string[] = [];
  const at = { port: await freePort(), data: folders.fresh() };
  const origin = `http://localhost:${at.port}`;
  let server = await startServer(at);
  onTestFinished(() => server.stop());

  for (let killAt = 1, isKilled = true; isKilled; killAt++) {
    let aheadMs = 0;
    const person = await Person.fresh(origin, folders, async () => {
      aheadMs += 30_000;
      await server.setClock(aheadMs);
      return Date.now() + aheadMs;
    });
    await server.arm(killAt);
    const halfDone = await person.doAll(server);
    isKilled = !(await server.disarm());
    if (isKilled) {
      kills.push((await server.ended).killedAt ?? "");
      server = await startServer(at);
      await server.setClock(aheadMs);
      if (halfDone) await person.doAgain(halfDone, server.ended);
    }
    const { statuses, hasRevoked, ...rest } = await person.outcome();
    const withoutCode = person.acknowledged.has("second factor") && "second-factor-needed";
    expect(rest).toEqual({ withoutCode, titles: ["First"], problems: [] });
    if (person.acknowledged.has("revoke")) expect(hasRevoked).toBe(true);
    for (const status of statuses) expect(status).toMatchObject({ phase: "open", waiting: 0, alarms: [] });
    await person.remove();
  }
  holdTo(kills, killPlan.serverFirst);
});
