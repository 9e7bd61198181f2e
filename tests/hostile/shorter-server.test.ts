/** HS-15: an empty or shorter server: an older backup, a lost database, another server at the old address. */

import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import {
  alarmsOf,
  failedSync,
  honestWorkGoesOn,
  isOnServer,
  openStatus,
  passphrase,
  must,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { setStage } from "./layer/stage.ts";
import type { Backup } from "./layer/server-process.ts";

const stage = setStage();
const backups: Backup[] = [];
afterEach(() => {
  for (const backup of backups.splice(0)) backup.remove();
});

/** Stops the server, keeps what it has, lets `change` at its folder, and starts it again. */
async function whileStopped(change: () => void): Promise<Backup> {
  const { server } = stage.layer;
  await server.stop();
  const backup = server.backUp();
  backups.push(backup);
  change();
  await server.start();
  return backup;
}

/** Without the server's word: what was here is here, and writing goes on. */
async function worksAlone(texts: readonly string[], words: string): Promise<void> {
  const { ada } = stage;
  expect(await textsIn(ada.vault, ada.chart)).toEqual(texts);
  await writeNote(ada.vault, ada.chart, words);
  expect(await failedSync(ada.vault)).toMatch(/^alarm-ledger-|^answer-forged$/);
  expect((await openStatus(ada.vault)).waiting).toBeGreaterThan(0);
  await ada.vault.lock("person");
  must(await ada.vault.unlock(passphrase));
  expect(await textsIn(ada.vault, ada.chart)).toEqual([...texts, words].sort());
}

test("HS-15 a server set back to an older backup: alarm, nothing here is touched, and it works on once the newest is back", async () => {
  const { ada, phone } = stage;
  const older = await whileStopped(() => {});
  const { note } = await writeNote(ada.vault, ada.chart, "after the backup");
  await settled(ada.vault);
  await settled(phone.vault);
  const texts = await textsIn(ada.vault, ada.chart);
  const newest = await whileStopped(older.restore);
  for (const { vault } of [ada, phone]) {
    expect(await failedSync(vault)).toBe("alarm-ledger-shorter");
    expect(await alarmsOf(vault)).toEqual(["alarm-ledger-shorter"]);
    const [alarm] = (await openStatus(vault)).alarms;
    expect(Number(alarm?.facts["shown"])).toBeLessThan(Number(alarm?.facts["had"]));
  }
  expect(await isOnServer(ada.vault, ada.chart, note), "it was, and the device has the proof").toBe(true);
  await worksAlone(texts, "while it was set back");

  await whileStopped(newest.restore);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  expect(await alarmsOf(ada.vault)).toEqual([]);
  expect(await textsIn(phone.vault, ada.chart)).toContain("while it was set back");
});

test("HS-15 a server that was set back and then grew past what a device has seen: alarm", async () => {
  const { ada, phone } = stage;
  await phone.vault.lock("person");
  const older = await whileStopped(() => {});
  await writeNote(ada.vault, ada.chart, "only the laptop saw the server take this");
  await settled(ada.vault);
  const newest = await whileStopped(older.restore);
  // The phone missed what was lost, so to it nothing is amiss.
  must(await phone.vault.unlock(passphrase));
  for (const words of ["one", "two", "three"]) {
    await writeNote(phone.vault, ada.chart, `in another history: ${words}`);
    await settled(phone.vault);
  }
  expect(await failedSync(ada.vault)).toBe("alarm-ledger-forked");
  expect(await alarmsOf(ada.vault)).toContain("alarm-ledger-forked");
  expect(await textsIn(ada.vault, ada.chart)).toContain("only the laptop saw the server take this");

  await whileStopped(newest.restore);
  expect(await failedSync(phone.vault)).toMatch(/^alarm-ledger-(forked|shorter)$/);
  await honestWorkGoesOn(ada.chart, ada.vault);
});

test("HS-15 a server whose database is gone: alarm, never an instruction to delete", async () => {
  const { ada, layer } = stage;
  const texts = await textsIn(ada.vault, ada.chart);
  const { folder } = layer.server;
  const newest = await whileStopped(() => {
    for (const name of readdirSync(folder)) if (name !== "keys") rmSync(join(folder, name), { recursive: true });
  });
  expect(await failedSync(ada.vault)).toBe("alarm-ledger-shorter");
  const lost = (await openStatus(ada.vault)).alarms.find(({ code }) => code === "alarm-ledger-shorter");
  expect(lost?.facts["shown"]).toBe(0);
  await worksAlone(texts, "while its database was gone");
  await whileStopped(newest.restore);
  await honestWorkGoesOn(ada.chart, ada.vault);
});

test("HS-15 another server at the old address, with keys of its own: alarm", async () => {
  const { ada, layer } = stage;
  const texts = await textsIn(ada.vault, ada.chart);
  const newest = await whileStopped(() => rmSync(layer.server.folder, { recursive: true }));
  expect(await failedSync(ada.vault)).toBe("answer-forged");
  expect(await alarmsOf(ada.vault)).toContain("answer-forged");
  await worksAlone(texts, "while another server answered");
  await whileStopped(newest.restore);
  await honestWorkGoesOn(ada.chart, ada.vault);
});
