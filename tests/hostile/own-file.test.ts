/** What somebody exchanged in a locked device's own file, beside its keys (those: `keyring.test.ts`): SD-01, LED-10. */

import { openNodeStore } from "@alcove/store-node";
import { afterEach, expect, test } from "vitest";
import { type Disk, openDisk } from "../../packages/vault/src/disk.ts";
import type { Sql } from "../../packages/vault/src/ports.ts";
import {
  type Device,
  enrolByKit,
  honestWorkGoesOn,
  must,
  openDevice,
  passphrase,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { setStage } from "./layer/stage.ts";

const stage = setStage();
const opened: Device[] = [];
afterEach(async () => {
  for (const device of opened.splice(0)) await device.remove();
});

/** Locks the device, looks at or into its file, and unlocks it again. */
async function whileLocked<T>(
  device: Device,
  touch: (disk: Disk, sql: Sql) => T,
): Promise<{ device: Device; seen: T }> {
  await device.vault.lock("person");
  await device.vault.close();
  const store = openNodeStore(device.folder);
  const seen = touch(openDisk(store.disk), store.disk);
  store.close();
  const again = await openDevice(device.folder);
  opened.push(again);
  must(await again.vault.unlock(passphrase));
  return { device: again, seen };
}

const foldsIn = (sql: Sql) =>
  sql.prepare("SELECT piece, sealed FROM snapshots WHERE name LIKE 'fold/%' ORDER BY piece").all();

test("SD-01 half of what was derived is exchanged for an older one: it is derived anew, and nothing is missing", async () => {
  const { ada, phone } = stage;
  const tablet = await enrolByKit(ada, "tablet");
  await writeNote(tablet.vault, ada.chart, "the older note");
  await settled(tablet.vault);
  const first = await whileLocked(tablet, (_, sql) => foldsIn(sql));
  expect(first.seen).not.toEqual([]);
  await writeNote(first.device.vault, ada.chart, "the newer note");
  await settled(first.device.vault);
  const { device } = await whileLocked(first.device, (_, sql) => {
    const now = foldsIn(sql);
    expect(now.map(({ piece }) => piece)).toEqual(first.seen.map(({ piece }) => piece));
    for (const { piece, sealed } of first.seen)
      sql
        .prepare("UPDATE snapshots SET sealed = ? WHERE name LIKE 'fold/%' AND piece = ?")
        .run(sealed ?? null, piece ?? null);
    expect(foldsIn(sql)).not.toEqual(now);
  });
  const texts = await textsIn(device.vault, ada.chart);
  expect(texts).toContain("the older note");
  expect(texts).toContain("the newer note");
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault, device.vault);
});

test("SD-01 ATT-6 a keyed hash is led to another compartment's record: the file is sealed anew, under a key of its own", async () => {
  const { ada, phone } = stage;
  const tablet = await enrolByKit(ada, "tablet");
  const bytes = new TextEncoder().encode("the same file in both compartments");
  const file = { chart: ada.chart, name: "scan", mediaType: "text/plain", bytes };
  const { note } = await writeNote(tablet.vault, ada.chart, "apart", { kind: "psychotherapy" });
  const ids = [must(await tablet.vault.attach({ ...file, note })).id, must(await tablet.vault.attach(file)).id];
  await settled(tablet.vault);
  const { device } = await whileLocked(tablet, (_, sql) => {
    const record = Buffer.from(ids[0] as string, "hex");
    expect(sql.prepare("SELECT * FROM files").all()).toHaveLength(2);
    sql.prepare("UPDATE files SET record = ?").run(record);
  });
  ids.push(must(await device.vault.attach(file)).id);
  await settled(device.vault);
  await settled(phone.vault);
  // The last one first: chunks that are here already would be of no compartment.
  for (const id of ids.reverse()) expect(must(await phone.vault.readAttachment(id)).bytes).toEqual(bytes);
});

test("LED-10 a file that lost or changed what the ledger says is found out by looking at all of it again", async () => {
  const { ada } = stage;
  const newest = "WHERE body = (SELECT max(body) FROM bodies)";
  // What lies beside a batch: nothing does beside a heartbeat, which is the newest of all.
  const newestBatch = `WHERE body = (SELECT max(part) / ${2 ** 24} FROM parts)`;
  const attacks: Readonly<Record<string, readonly [string, string]>> = {
    "a body is changed": [`UPDATE bodies SET entry = zeroblob(length(entry)) ${newest}`, "alarm-body-forged"],
    "a body is gone": [`DELETE FROM bodies ${newest}`, "alarm-body-withheld"],
    "a batch is gone": [`DELETE FROM bodies ${newestBatch}`, "alarm-body-withheld"],
  };
  for (const [name, [statement, code]] of Object.entries(attacks)) {
    const tablet = await enrolByKit(ada, "tablet");
    expect(must(await tablet.vault.verifyLedger()).problems).toEqual([]);
    const { device } = await whileLocked(tablet, (_, sql) => sql.exec(statement));
    const { problems } = must(await device.vault.verifyLedger());
    expect(
      problems.map((problem) => problem.code),
      name,
    ).toContain(code);
  }
  for (const hasCheckpoint of [true, false]) {
    const tablet = await enrolByKit(ada, "tablet");
    const { device } = await whileLocked(tablet, (disk, sql) => {
      const { start, bytes } = disk.leaves.from(0).at(-1) as { start: number; bytes: Uint8Array };
      const changed = bytes.with(-1, (bytes.at(-1) as number) ^ 1);
      sql.prepare("UPDATE leaves SET bytes = ? WHERE start = ?").run(changed, start);
      if (!hasCheckpoint) disk.settings.set("checkpoint", null);
    });
    const { problems } = must(await device.vault.verifyLedger());
    expect(problems.map((problem) => problem.code)).toContain("alarm-ledger-forked");
  }
});
