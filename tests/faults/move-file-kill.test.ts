/**
 * SIGKILL through moving a file into the chart it belongs in: whenever it comes, the file opens whole in one of the two charts at least, and
 * doing it again leaves it in the right one alone, once (MOV-9).
 */

import type { Vault } from "@alcove/vault";
import { afterAll, expect, test } from "vitest";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { allSent, must, passphrase } from "../bench/real-parts.ts";
import { foundingOf, makeFolders, openHere } from "./device.ts";
import { killPlan } from "./kill-plan.ts";
import { holdTo, type KillableServer, runDevice, startServer } from "./killed.ts";

const folders = makeFolders();
let server: KillableServer | undefined;
afterAll(async () => {
  await server?.stop();
  folders.remove();
});

/** A few chunks. */
const bytesOf = (n: number) => Buffer.alloc(600_000, `file ${n} of somebody else, `);
const idsIn = async (vault: Vault, chart: string) => (await vault.documents(chart)).map(({ id }) => id);

test(`MOV-9 a device killed while it moves a file, ${killPlan.movingFileDevice.kills} times at least, lost nothing of it and ends it when asked again`, {
  timeout: 900_000,
}, async () => {
  const kills: string[] = [];
  const at = { port: await freePort(), data: folders.fresh() };
  server = await startServer(at);
  const folder = folders.fresh();
  const first = await openHere(folder);
  must(await first.found(foundingOf(`http://localhost:${at.port}`)));
  const chartOf = async (name: string) => {
    const { id: chart } = must(await first.createChart({ name }));
    const note = { chart, kind: "progress" as const, date: "2026-11-30", title: "", basedOn: [], body: { text: name } };
    must(await first.saveNote(note));
    return chart;
  };
  const [wrong, right] = [await chartOf("Wrong"), await chartOf("Right")];
  await allSent(first);
  await first.lock("person");
  await first.close();
  for (let killAt = 1, survived = 0; survived < 1; killAt++) {
    const adding = await openHere(folder);
    must(await adding.unlock(passphrase));
    const before = await idsIn(adding, right);
    const added = { chart: wrong, name: `file ${killAt}`, mediaType: "text/plain", bytes: bytesOf(killAt) };
    const file = must(await adding.attach(added)).id;
    await allSent(adding);
    await adding.lock("person");
    await adding.close();

    const { killedAt } = await runDevice({ what: "move file", folder, killAt, file, chart: right });
    if (killedAt) kills.push(killedAt);
    else survived++;
    const saysAt = `killed ${killedAt}`;
    const again = await openHere(folder);
    must(await again.unlock(passphrase));
    const isHere = (await idsIn(again, wrong)).includes(file);
    const copies = (await idsIn(again, right)).filter((id) => !before.includes(id));
    expect([isHere, copies.length], saysAt).not.toEqual([false, 0]);
    expect(copies.length, saysAt).toBeLessThanOrEqual(1);
    if (isHere) {
      expect(Buffer.from(must(await again.readAttachment(file)).bytes).equals(bytesOf(killAt)), saysAt).toBe(true);
      must(await again.moveFile({ file, chart: right, reason: "about-another" }));
    }
    await allSent(again);
    expect(await idsIn(again, wrong), saysAt).toEqual([]);
    const [copy = "", ...more] = (await idsIn(again, right)).filter((id) => !before.includes(id));
    expect(more, saysAt).toEqual([]);
    if (copies[0]) expect(copy, saysAt).toBe(copies[0]);
    expect(Buffer.from(must(await again.readAttachment(copy)).bytes).equals(bytesOf(killAt)), saysAt).toBe(true);
    expect(await again.status(), saysAt).toMatchObject({ phase: "open", waiting: 0, alarms: [] });
    await again.lock("person");
    await again.close();
  }
  holdTo(kills, killPlan.movingFileDevice);
  await server.stop();
});
