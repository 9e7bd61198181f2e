/**
 * What a device is given of compartments that its member does not read, does not read yet or reads no more: kept or not, it
 * changes nothing that is theirs (BAT-5, LED-10, LED-12), and what was theirs leaves the disk when the right ends.
 */

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { asId, type Bytes, type CompartmentId, equalBytes, fromHex, type RecordId, toHex } from "@alcove/bytes";
import { importSigningKey, parseBatch, signBatch, type SigningSeed, type Tag } from "@alcove/crypto";
import { parseKeyLogEntry } from "@alcove/protocol";
import { openNodeStore } from "@alcove/store-node";
import { beforeAll, expect, test } from "vitest";
import { openDisk } from "../../packages/vault/src/disk.ts";
import { appendIn } from "./layer/craft-entries.ts";
import { alarmsOf, honestWorkGoesOn, knowsOfCopy, must, settled, textsIn, writeNote } from "./layer/devices.ts";
import { entriesOf } from "./layer/hostile-layer.ts";
import { share, withTwin } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import {
  batchIn,
  compartmentOf,
  craftBatch,
  craftEnvelope,
  noteRevision,
  stealDevice,
  withThief,
} from "./layer/thief.ts";
import { entryFor, readView, show, type View } from "./layer/view.ts";

const stage = setPractice();
beforeAll(async () => {
  const { ada, ben } = stage;
  await writeNote(ada.vault, ada.chart, "for Ada alone", { kind: "psychotherapy" });
  await settled(ada.vault);
  await writeNote(ben.vault, ada.chart, "by Ben");
  await settled(ben.vault);
});

const bensView = (): Promise<View> => readView(stage.layer, stage.layer.sessionOf(stage.ben.isTheirs));

test("BAT-5 a batch in the device's own name, of a compartment that its member does not read, moves its chain only if it signed it", async () => {
  const { layer, ada, ben, practice } = stage;
  const apart = await withThief(ada.device, async (thief) => compartmentOf(thief, "psychotherapy", ada.chart));
  await withThief(ben.device, async (thief) => {
    const clinical = compartmentOf(thief, "clinical", ada.chart);
    const made = await craftBatch(thief, clinical, [await craftEnvelope(thief, clinical, "never written")]);
    const other = await importSigningKey(layer.crypto, layer.crypto.random(32) as SigningSeed);
    // Under a tag that nobody waits for: it is owed to readers of the other compartment only.
    const tag = layer.crypto.random(16) as Tag;
    const body = { ...batchIn(made).body, compartment: apart, deviceCounter: 40, tag };
    const entry = await signBatch(layer.crypto, other, practice, body);
    const view = [...(await bensView()), entryFor({ kind: "batch", entry, payload: [] })];
    const sent: number[] = [];
    const showing = show(layer, practice, view, ben.isTheirs);
    layer.tamper = (exchange, forward) => {
      if (exchange.session && ben.isTheirs(exchange.session.deviceKey))
        for (const each of entriesOf(exchange))
          if (each.kind === "batch") sent.push(parseBatch(each.entry)?.body.deviceCounter ?? 0);
      return showing(exchange, forward);
    };
    await withTwin(ben, async ({ vault }) => {
      await writeNote(vault, ada.chart, "goes on where it stood");
      await settled(vault);
    });
    expect(sent).toEqual([batchIn(made).body.deviceCounter]);
  });
});

test("LED-10 a body of a compartment that the member does not read, and that is not its leaf's, is an alarm", async () => {
  const { layer, ada, fay, practice } = stage;
  const view = await readView(layer, layer.sessionOf(stage.isAdas));
  const hers = await readView(layer, layer.sessionOf(fay.isTheirs));
  const index = hers.findIndex((each, i) => !each.body && view[i]?.body && parseBatch(view[i].body.entry));
  const entry = view[index]?.body?.entry.slice() as Bytes;
  const changed = entry.with(-1, (entry.at(-1) as number) ^ 1) as Bytes;
  const leaf = hers[index]?.leaf as Bytes;
  for (const [given, alarms] of [
    [entry, []],
    [changed, ["alarm-batch-invalid"]],
  ] as const) {
    const body = { entry: given, payload: [] };
    // Behind what she has: the same leaf once more.
    layer.tamper = show(layer, practice, [...hers, { leaf, body }], fay.isTheirs);
    await withTwin(fay, async ({ vault }) => {
      must(await vault.sync());
      expect(await alarmsOf(vault)).toEqual(alarms);
    });
  }
  layer.tamper = undefined;
  await settled(fay.vault);
  expect(ada.chart).toHaveLength(32);
});

/** What lies on the device's disk of this compartment, and how many sealed snapshots there are. */
function onDisk(folder: string, compartment: CompartmentId) {
  const copy = mkdtempSync(joinPath(tmpdir(), "alcove-hostile-copy-"));
  cpSync(folder, copy, { recursive: true });
  const store = openNodeStore(copy);
  const { bodies } = openDisk(store.disk);
  const here = [...bodies.entries()]
    .filter(({ entry }) => {
      const of = (parseBatch(entry) ?? parseKeyLogEntry(entry))?.body.compartment;
      return of !== undefined && equalBytes(of, compartment);
    })
    .map(({ body, entry }) => ({ author: parseBatch(entry)?.body.author, parts: bodies.payload(body).length }));
  const snapshots = Number(store.disk.prepare("SELECT count(*) AS n FROM snapshots").get()?.["n"]);
  store.close();
  rmSync(copy, { recursive: true, force: true });
  return { here, snapshots };
}

test("LED-12 what a member reads no more leaves their disk and their memory, but for what their own chain rests on", async () => {
  const { ada, ben } = stage;
  await settled(ben.vault);
  const { compartment, device } = await withThief(ben.device, async (thief) => ({
    compartment: compartmentOf(thief, "clinical", ada.chart),
    device: thief.keys.device,
  }));
  await ben.vault.lock("person");
  must(await ben.vault.unlock("walnut ferry quilt amber gravel"));
  const before = onDisk(ben.device.folder, compartment);
  expect(before.here.filter(({ parts }) => parts > 0).length).toBeGreaterThan(3);
  // His memory, as an engine of the same device that goes on over the same sync.
  const memory = await stealDevice(ben.device);
  expect(memory.state.epochKeys.has(toHex(compartment))).toBe(true);
  must(await ada.vault.endAccess({ chart: ada.chart, member: ben.id, kind: "progress" }));
  must(await memory.sync.run());
  expect(memory.state.epochKeys.has(toHex(compartment))).toBe(false);
  expect(memory.state.keyLogs.has(toHex(compartment))).toBe(false);
  memory.remove();
  must(await ben.vault.sync());
  const after = onDisk(ben.device.folder, compartment);
  expect(after.here.length).toBeGreaterThan(0);
  for (const { author, parts } of after.here) {
    expect(author && toHex(author)).toBe(toHex(device));
    expect(parts).toBe(0);
  }
  expect(after.snapshots, "one that was made before holds what was in it").toBe(0);
  expect(await textsIn(ben.vault, ada.chart)).toEqual([]);

  // Whatever it writes of its state from now on has no key of it either.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await ben.vault.lock("person");
  must(await ben.vault.unlock("walnut ferry quilt amber gravel"));
  await withThief(ben.device, async ({ state }) => {
    expect(state.epochKeys.has(toHex(compartment))).toBe(false);
    expect(state.keyLogs.has(toHex(compartment))).toBe(false);
  });
  expect(await alarmsOf(ben.vault)).toEqual([]);
  expect(must(await ben.vault.verifyLedger()).problems).toEqual([]);
  await share(ada.vault, ben, ada.chart);
  await honestWorkGoesOn(ada.chart, ben.vault);
});

test("LED-10 LED-12 a file that changed what came before a right is found out by looking at all of it again", async () => {
  const { ada, ben } = stage;
  await settled(ben.vault);
  const { problems, batches } = must(await ben.vault.verifyLedger());
  expect(problems).toEqual([]);
  const compartment = await withThief(ben.device, async (thief) => compartmentOf(thief, "clinical", ada.chart));
  expect(batches, "what came before is counted too").toBeGreaterThan(3);
  stage.layer.tamper = async () => "cut";
  const changes = {
    "an envelope": "UPDATE parts SET bytes = zeroblob(length(bytes)) WHERE part = ?1 * 16777216",
    "all of it": "DELETE FROM places WHERE body = ?1",
  };
  for (const [name, change] of Object.entries(changes)) {
    const changed = (folder: string) => {
      const file = new DatabaseSync(joinPath(folder, "device.sqlite"));
      file.prepare(change).run(firstBatchOf(file, compartment));
      file.close();
    };
    await withTwin(
      ben,
      async ({ vault }) => expect(must(await vault.verifyLedger()).problems.length, name).toBeGreaterThan(0),
      changed,
    );
  }
});

function firstBatchOf(file: DatabaseSync, compartment: CompartmentId): number {
  for (const row of file.prepare("SELECT body, entry FROM bodies ORDER BY body").all()) {
    const batch = parseBatch(new Uint8Array(row["entry"] as Uint8Array));
    if (batch && equalBytes(batch.body.compartment, compartment)) return Number(row["body"]);
  }
  throw new Error("there is a batch of it");
}

test("REC-4 a reader who writes under the id of another's revision changes none of its words, in that record or in another", async () => {
  const { layer, ada, ben, fay } = stage;
  const { note, revision } = await writeNote(ada.vault, ada.chart, "Ada's own words");
  for (const one of [ada, ben, fay, ada]) await settled(one.vault);
  await withThief(ben.device, async (thief) => {
    must(await thief.sync.run());
    const clinical = compartmentOf(thief, "clinical", ada.chart);
    const says = { ...noteRevision(thief, "Ben's, in Ada's name"), revision: fromHex(revision) as Bytes };
    for (const record of [asId<RecordId>(fromHex(note) as Bytes), asId<RecordId>(thief.crypto.random(16))]) {
      const envelope = await craftEnvelope(thief, clinical, says, { record });
      const batch = await craftBatch(thief, clinical, [envelope]);
      expect(await appendIn(layer, layer.sessionOf(ben.isTheirs), [batch])).toBe("taken");
      must(await thief.sync.run());
    }
  });
  await knowsOfCopy(ben.vault);
  for (const { vault } of [ada, ben]) {
    await settled(vault);
    expect(must(await vault.note(note)).current.body.text).toBe("Ada's own words");
    expect(await textsIn(vault, ada.chart)).not.toContain("Ben's, in Ada's name");
    expect(await alarmsOf(vault)).toEqual([]);
  }
  await honestWorkGoesOn(ada.chart, ada.vault);
});
