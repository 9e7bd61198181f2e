/**
 * SIGKILL at every write point of a device's first minutes, founding a practice or joining one: either nothing is there and
 * it begins again, or the passphrase opens all that it was told.
 */

import { afterAll, beforeAll, expect, test } from "vitest";
import { allSent, must, passphrase, type ServerProcess, startServer } from "../bench/real-parts.ts";
import { foundingOf, makeFolders, openHere } from "./device.ts";
import type { Said, Task } from "./device-worker.ts";
import { killPlan } from "./kill-plan.ts";
import { holdTo, runDevice } from "./killed.ts";

const folders = makeFolders();
const kills: string[] = [];
let server: ServerProcess;

beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
  folders.remove();
});

async function begin(task: Task): Promise<{ readonly said: Said; readonly killedAt: string | undefined }> {
  const { lines, killedAt } = await runDevice(task);
  if (killedAt) kills.push(killedAt);
  return { said: Object.assign({}, ...lines.map((line) => JSON.parse(line) as Said)) as Said, killedAt };
}

test("SYN-4 a device killed at each write point of founding has the practice, or founds it anew", async () => {
  for (let killAt = 1, finished = 0; finished < 2; killAt++) {
    const folder = folders.fresh();
    const { said, killedAt } = await begin({ what: "found", folder, killAt, server: server.origin });
    if (!killedAt) finished++;
    const vault = await openHere(folder);
    const isEmpty = (await vault.status()).phase === "empty";
    if (isEmpty) expect(said, `killed ${killedAt}`).toEqual({});
    if (isEmpty) must(await vault.found(foundingOf(server.origin)));
    else must(await vault.unlock(passphrase));
    const kit = must(await vault.kit());
    if (said.kit) expect(kit.secretKey).toBe(said.kit);
    const charts = (await vault.charts()).map(({ id }) => id);
    if (said.chart) expect(charts).toEqual([said.chart]);
    const chart = charts[0] ?? must(await vault.createChart({ name: "Chart" })).id;
    const words = { title: "First", body: { text: "First" }, basedOn: [] };
    must(await vault.saveNote({ chart, kind: "progress", date: "2026-11-22", ...words }));
    await allSent(vault);
    expect(must(await vault.verifyLedger()).problems, `killed ${killedAt}`).toEqual([]);
    expect(await vault.status()).toMatchObject({ phase: "open", alarms: [], memberName: "Owner" });
    await vault.close();
  }
});

test("SYN-4 a device killed at each write point of enrolling is enrolled, or enrols anew, and has everything", async () => {
  const owner = await openHere(folders.fresh());
  const { kit } = must(await owner.found(foundingOf(server.origin)));
  const chart = must(await owner.createChart({ name: "Chart" })).id;
  const words = { title: "First", body: { text: "First" }, basedOn: [] };
  must(await owner.saveNote({ chart, kind: "psychotherapy", date: "2026-11-22", ...words }));
  await allSent(owner);
  await owner.close();

  for (let killAt = 1, finished = 0; finished < 2; killAt++) {
    const folder = folders.fresh();
    const { said, killedAt } = await begin({ what: "enrol", folder, killAt, kit: kit.text });
    if (!killedAt) finished++;
    const vault = await openHere(folder);
    const isEmpty = (await vault.status()).phase === "empty";
    if (isEmpty) expect(said, `killed ${killedAt}`).toEqual({});
    const request = { kit: kit.text, passphrase, totp: "", deviceName: "further" };
    must(isEmpty ? await vault.enrolByKit(request) : await vault.unlock(passphrase));
    must(await vault.sync());
    expect((await vault.notes(chart)).map(({ title }) => title)).toEqual(["First"]);
    expect(must(await vault.verifyLedger()).problems, `killed ${killedAt}`).toEqual([]);
    expect(await vault.status()).toMatchObject({ phase: "open", alarms: [], memberName: "Owner" });
    await vault.close();
  }
});

test(`of the first minutes ${killPlan.deviceFirst.kills} were cut off at least`, () => {
  holdTo(kills, killPlan.deviceFirst);
});
