/**
 * Guarded charts against who has a device with its passphrase, or an account, and not the server's part of the key (GRD-3,
 * GRD-5): what a stolen device's disk and memory hold, and what a colleague gets by asking.
 */

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex } from "@alcove/bytes";
import { parseBatch, parseEnvelope } from "@alcove/crypto";
import { parseKeyLogEntry } from "@alcove/protocol";
import { openNodeStore } from "@alcove/store-node";
import { beforeAll, expect, test } from "vitest";
import { openDisk } from "../../packages/vault/src/disk.ts";
import { alarmsOf, must, passphrase, settled, textsIn, writeNote } from "./layer/devices.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { compartmentOf, withThief } from "./layer/thief.ts";

const stage = setPractice();
beforeAll(async () => {
  const { ada } = stage;
  await writeNote(ada.vault, ada.chart, "before the guard");
  await settled(ada.vault);
  must(await ada.vault.guardChart({ chart: ada.chart }));
  await writeNote(ada.vault, ada.chart, "under the guard");
  await settled(ada.vault);
});

test("SD-01 GRD-3 GRD-5 a stolen device with its passphrase opens no envelope of a guarded chart, of before or since", async () => {
  const { ada } = stage;
  expect(await textsIn(ada.vault, ada.chart)).toHaveLength(3);
  await ada.vault.lock("person");
  await withThief(ada.device, async (thief) => {
    const compartment = compartmentOf(thief, "clinical", ada.chart);
    const name = toHex(compartment);
    expect(thief.state.epochKeys.has(name)).toBe(false);
    expect(thief.state.releaseParts.size).toBe(0);
    expect(thief.fold.notesOf(Buffer.from(ada.chart, "hex") as never)).toEqual([]);
    // The device itself goes on: what is looked at is a copy of its files.
    const copy = mkdtempSync(join(tmpdir(), "alcove-guarded-"));
    cpSync(ada.device.folder, copy, { recursive: true });
    const store = openNodeStore(copy);
    try {
      const { bodies } = openDisk(store.disk);
      const since = thief.state.roster?.compartments.get(name)?.guard?.sinceIndex ?? 0;
      let [envelopes, sealedKeys] = [0, 0];
      for (const { position, body, entry } of bodies.entries()) {
        const batch = parseBatch(entry)?.body;
        if (batch && toHex(batch.compartment) === name)
          for (const bytes of bodies.payload(body)) {
            envelopes++;
            const header = parseEnvelope(bytes)?.header;
            const key = header && (await thief.replay.contentKey(compartment, header.epoch, header.author));
            expect(key, `epoch ${header?.epoch}`).toBeUndefined();
          }
        const log = parseKeyLogEntry(entry)?.body;
        if (log && toHex(log.compartment) === name && position < since) sealedKeys += bodies.payload(body).length;
      }
      expect(envelopes, "they rest there, as they came").toBe(3);
      expect(sealedKeys, "which would open by themselves").toBe(0);
    } finally {
      store.close();
      rmSync(copy, { recursive: true, force: true });
    }
  });
  must(await ada.vault.unlock(passphrase));
});

test("IN-01 GRD-4 a member without a right gets no part by asking, and nothing of it with the feed", async () => {
  const { ada, fay } = stage;
  const asked = await fay.vault.openGuarded(ada.chart);
  expect(asked.ok ? "opened" : asked.error.code).toBe("not-entitled");
  expect(await textsIn(fay.vault, ada.chart)).toEqual([]);
});

test("GRD-4 IN-01 who has the right opens it on everybody's record, and no other way", async () => {
  const { ada, ben } = stage;
  expect(await textsIn(ben.vault, ada.chart)).toEqual([]);
  must(await ben.vault.openGuarded(ada.chart));
  expect(await textsIn(ben.vault, ada.chart)).toHaveLength(3);
  await settled(ben.vault);
  await settled(ada.vault);
  const openings = (await ada.vault.guard(ada.chart))?.openings ?? [];
  expect(openings[0]?.member).toBe(ben.id);
  expect([await alarmsOf(ada.vault), await alarmsOf(ben.vault)]).toEqual([[], []]);
});
