/**
 * SIGKILL at write points of a device that passes charts on: the statement stands for all of them or for none, and keys that had not
 * gone out go out after the next unlock (LEA-2).
 */

import type { Vault } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allSent, must, type ServerProcess, startServer } from "../bench/real-parts.ts";
import { foundWithColleague } from "./colleague.ts";
import { makeFolders, withVault } from "./device.ts";
import type { Task } from "./device-worker.ts";
import { killPlan } from "./kill-plan.ts";
import { holdTo, runDevice } from "./killed.ts";

const folders = makeFolders();
const folder = folders.fresh();
/** More than one append takes. */
const charts = 7;
/** Each costs a process; the points between two of these are of the same transactions. */
const every = 3;
let server: ServerProcess;
let member = "";
let to = "";

beforeAll(async () => {
  server = await startServer();
  const { owner, colleague } = await foundWithColleague(server.origin, { owner: folder, colleague: folders.fresh() });
  const [own, other] = await owner.members();
  [member, to] = [own?.id ?? "", other?.id ?? ""];
  await colleague.close();
  await owner.close();
});
afterAll(async () => {
  await server.stop();
  folders.remove();
});

const withOwner = <T>(work: (owner: Vault) => Promise<T>): Promise<T> => withVault(folder, work);

test("LEA-2 a device killed while charts are passed on goes on where it was, and passes on all of them or none", {
  timeout: 900_000,
}, async () => {
  const kills: string[] = [];
  for (let killAt = 1, round = 1, finished = 0; finished < 1; killAt += every, round++) {
    await withOwner(async (owner) => {
      for (let n = 0; n < charts; n++) {
        const { id: chart } = must(await owner.createChart({ name: `Chart ${round}.${n}` }));
        const words = { title: "Session", body: { text: `note ${n}` }, basedOn: [] };
        must(await owner.saveNote({ chart, kind: "progress", date: "2026-11-22", ...words }));
      }
      await allSent(owner);
    });
    const task: Task = { what: "pass", folder, killAt, member, to };
    const { killedAt } = await runDevice(task);
    if (killedAt) kills.push(killedAt);
    else finished++;
    await withOwner(async (owner) => {
      const opened = async () => (await owner.leaving(member))?.others[0] ?? { charts: 0, waitForKey: 0 };
      const stands = (await opened()).charts === charts * round;
      if (!stands) {
        expect((await opened()).charts, `killed ${killedAt}`).toBe(charts * (round - 1));
        must(await owner.passCharts({ member, to, which: "alone" }));
      }
      for (let n = 0; n < 10 && (await opened()).waitForKey > 0; n++) must(await owner.sync());
      expect(await opened(), `killed ${killedAt}`).toMatchObject({ charts: charts * round, waitForKey: 0 });
      expect(must(await owner.verifyLedger()).problems, `killed ${killedAt}`).toEqual([]);
      expect(await owner.status()).toMatchObject({ phase: "open", alarms: [] });
    });
  }
  holdTo(kills, killPlan.leavingDevice);
});
