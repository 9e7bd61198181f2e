/** HS-17: delete or forge what stands in a chart's access log (docs/spec, ACL; LED-9, LED-11). */

import { toHex } from "@alcove/bytes";
import { parseBatch, signBatch } from "@alcove/crypto";
import type { RevisionOf } from "@alcove/records";
import { expect, test } from "vitest";
import {
  alarmsOf,
  enrolByKit,
  failedSync,
  honestWorkGoesOn,
  must,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { withTwin } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { compartmentOf, craftBatch, craftEnvelope, type Thief, withThief } from "./layer/thief.ts";
import { entryFor, hide, indexesOf, readView, show, withhold, without } from "./layer/view.ts";

const stage = setPractice();

const acts = async (vault: typeof stage.ada.vault): Promise<string[]> =>
  (await vault.accessLog(stage.ada.chart)).sittings.flatMap(({ name, acts: all }) =>
    all.map(({ act }) => `${name} ${act}`),
  );
/** All his looks are on one day, whatever time it is now: the first sign of life of a day would tell what is withheld. */
const untilTomorrow = 1 - ((Date.now() / 86_400_000) % 1);
/** Ben looks, half an hour after he last did; where his entry stands in Ada's ledger. */
let looks = 0;
async function benLooks(): Promise<number> {
  const { layer, ada, isAdas, ben } = stage;
  ben.device.setClock(untilTomorrow + ++looks / 48);
  await textsIn(ben.vault, ada.chart);
  await settled(ben.vault);
  const view = await readView(layer, layer.sessionOf(isAdas));
  return indexesOf(view, "batch").at(-1) as number;
}

test("HS-17 an entry is held back while its leaf stands: alarm at the reader; put back, it is read", async () => {
  const { layer, ada, isAdas, ben, practice } = stage;
  await settled(ada.vault);
  const before = await acts(ada.vault);
  const index = await benLooks();
  const view = await readView(layer, layer.sessionOf(isAdas));
  layer.tamper = show(layer, practice, withhold(view, index), isAdas);
  expect(await failedSync(ada.vault)).toBe("alarm-body-withheld");
  expect(await alarmsOf(ada.vault)).toEqual(["alarm-body-withheld"]);
  expect(await acts(ada.vault), "a log with a gap is not passed off as whole").toEqual(before);
  layer.tamper = undefined;
  await settled(ada.vault);
  expect(await alarmsOf(ada.vault)).toEqual([]);
  expect((await acts(ada.vault)).length).toBeGreaterThan(before.length);
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});

test("HS-17 an entry and its leaf are kept from one reader: alarm at the next sign of life of whoever looked", async () => {
  const { layer, ada, ben, practice } = stage;
  for (const keepFrom of [hide, without]) {
    const tablet = await enrolByKit(ada, "tablet");
    const seesLess = layer.lastDevice();
    const index = await benLooks();
    const shownLess = async () =>
      show(layer, practice, keepFrom(await readView(layer, layer.sessionOf(seesLess)), index), seesLess);
    layer.tamper = await shownLess();
    must(await tablet.vault.sync());
    expect(await alarmsOf(tablet.vault), "nothing that it is owed tells it yet").toEqual([]);
    await writeNote(ben.vault, ada.chart, `after he looked: ${keepFrom.name}`);
    await settled(ben.vault);
    layer.tamper = await shownLess();
    await tablet.vault.sync();
    expect(await alarmsOf(tablet.vault), keepFrom.name).not.toEqual([]);
    layer.tamper = undefined;
    expect(await failedSync(tablet.vault)).toMatch(/^alarm-ledger-(forked|shorter)$/);
    await tablet.remove();
  }
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});

test("HS-17 an entry that another device is said to have made: refused by the server, alarm at readers", async () => {
  const { layer, ada, isAdas, ben, practice } = stage;
  await settled(ada.vault);
  const before = await acts(ada.vault);
  const forged = await withThief(ada.device, async (thief) => {
    const log = compartmentOf(thief, "access-log", ada.chart);
    const theirs = [...(thief.state.roster?.devices.values() ?? [])].find(({ account }) => toHex(account) === ben.id);
    if (!theirs) throw new Error("Ben has a device");
    const envelope = await craftEnvelope(thief, log, printed(thief), { author: theirs.device });
    const { entry, payload } = await craftBatch(thief, log, [envelope]);
    const body = parseBatch(entry)?.body;
    if (!body) throw new Error("this is no batch");
    const renamed = { ...body, author: theirs.device };
    return {
      kind: "batch" as const,
      entry: await signBatch(thief.crypto, thief.keys.deviceKey, thief.keys.practice, renamed),
      payload,
    };
  });
  const view = await readView(layer, layer.sessionOf(isAdas));
  layer.tamper = show(layer, practice, [...view, entryFor(forged)], isAdas);
  await withTwin(ada, async ({ vault }) => {
    await vault.sync();
    expect(await alarmsOf(vault)).toContain("alarm-batch-invalid");
    expect(await acts(vault)).toEqual(before);
  });
  layer.tamper = undefined;
  await settled(ada.vault);
});

test("HS-17 ACL-7 an entry among notes, by who may write these, counts for nothing", async () => {
  const { layer, ada, isAdas, ben, practice } = stage;
  await settled(ada.vault);
  const before = await acts(ada.vault);
  const [inLog, inNotes] = await withThief(ben.device, async (thief) => {
    const make = async (kind: "access-log" | "clinical") => {
      const place = compartmentOf(thief, kind, ada.chart);
      return craftBatch(thief, place, [await craftEnvelope(thief, place, printed(thief))]);
    };
    return [await make("access-log"), await make("clinical")];
  });
  const view = await readView(layer, layer.sessionOf(isAdas));
  for (const [entry, more] of [
    [inNotes, 0],
    [inLog, 1],
  ] as const) {
    layer.tamper = show(layer, practice, [...view, entryFor(entry)], isAdas);
    await withTwin(ada, async ({ vault }) => {
      must(await vault.sync());
      expect((await acts(vault)).filter((line) => line === "Ben printed")).toHaveLength(more);
    });
  }
  layer.tamper = undefined;
  expect(await acts(ada.vault)).toEqual(before);
});

test("HS-17 REC-5 a note by who may write the log, put into it, is none of the chart's", async () => {
  const { layer, ada, isAdas, ben, practice } = stage;
  await settled(ada.vault);
  const count = async (vault: typeof ada.vault) => (await vault.notes(ada.chart)).length;
  const before = await count(ada.vault);
  const made = await withThief(ben.device, async (thief) => {
    const make = async (kind: "access-log" | "clinical") => {
      const place = compartmentOf(thief, kind, ada.chart);
      return craftBatch(thief, place, [await craftEnvelope(thief, place, noteOf(thief))]);
    };
    return [
      [await make("access-log"), 0],
      [await make("clinical"), 1],
    ] as const;
  });
  const view = await readView(layer, layer.sessionOf(isAdas));
  for (const [entry, more] of made) {
    layer.tamper = show(layer, practice, [...view, entryFor(entry)], isAdas);
    await withTwin(ada, async ({ vault }) => {
      must(await vault.sync());
      expect(await count(vault)).toBe(before + more);
    });
  }
  layer.tamper = undefined;
});

const noteOf = (thief: Thief): RevisionOf<"note"> => ({
  type: "note",
  revision: thief.crypto.random(16),
  writtenAt: 1_772_000_000_000,
  kind: "progress",
  date: "2026-03-02",
  title: "Not of this chart",
  text: "Put where it does not belong.",
});

/** "Printed", long ago. */
const printed = (thief: Thief): RevisionOf<"access"> => ({
  type: "access",
  revision: thief.crypto.random(16),
  writtenAt: 1_772_000_000_000,
  act: "printed",
});
