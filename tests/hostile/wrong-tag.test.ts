/**
 * A server and a stolen device together: batches that are right by themselves, under a leaf that promises another one.
 * HS-05, HS-07, HS-09 (LED-9, BAT-5).
 */

import type { DeviceId } from "@alcove/bytes";
import { batchTag, deriveTagKey, encodeLeaf, hash, type Tag } from "@alcove/crypto";
import type { AppendEntry } from "@alcove/protocol";
import { expect, test } from "vitest";
import { authorPlace } from "../../packages/vault/src/engine/state.ts";
import { alarmsOf, enrolByKit, honestWorkGoesOn, must, settled, textsIn, writeNote } from "./layer/devices.ts";
import { setStage } from "./layer/stage.ts";
import { compartmentOf, craftBatch, craftEnvelope, epochOf, type Thief, withThief } from "./layer/thief.ts";
import { type Entry, readView, show } from "./layer/view.ts";

const stage = setStage();

/** The tag of a device's batch in a compartment, which only its readers can tell. */
async function tagOf(thief: Thief, compartment: ReturnType<typeof compartmentOf>, device: DeviceId, counter: number) {
  const tagKey = await deriveTagKey(thief.crypto, epochOf(thief, compartment).key, thief.keys.account);
  return batchTag(tagKey, device, counter);
}

function under(tag: Tag, { entry, payload }: AppendEntry): Entry {
  return { leaf: encodeLeaf({ kind: "batch", tag, bodyHash: hash(entry) }), body: { entry, payload } };
}

/** Shown to a fresh watch behind the real ledger: put aside with an alarm, and none of its words appear. */
async function isPutAside(make: (thief: Thief) => Promise<Entry>, words: string): Promise<void> {
  const { layer, ada, phone, practice } = stage;
  await writeNote(ada.vault, ada.chart, `before ${words}`);
  await writeNote(ada.vault, ada.chart, `apart before ${words}`, { kind: "psychotherapy" });
  await settled(ada.vault);
  const tablet = await enrolByKit(ada, "tablet");
  const watch = await enrolByKit(ada, "watch");
  const isWatch = layer.lastDevice();
  for (const { vault } of [tablet, watch, tablet]) await settled(vault);
  const forged = await withThief(tablet, make);
  layer.tamper = show(layer, practice, [...(await readView(layer)), forged], isWatch);
  must(await watch.vault.sync());
  expect(await alarmsOf(watch.vault)).toEqual(["alarm-batch-invalid"]);
  expect(await textsIn(watch.vault, ada.chart)).not.toContain(words);
  for (const device of [tablet, watch]) await device.remove();
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
}

test("HS-09 a batch of one compartment under the tag of another", () =>
  isPutAside(async (thief) => {
    const clinical = compartmentOf(thief, "clinical", stage.ada.chart);
    const apart = compartmentOf(thief, "psychotherapy", stage.ada.chart);
    const counter = authorPlace(thief.state, thief.keys.device, apart).compartmentCounter + 1;
    const envelope = await craftEnvelope(thief, clinical, "under another compartment's tag");
    const tag = await tagOf(thief, apart, thief.keys.device, counter);
    return under(tag, await craftBatch(thief, clinical, [envelope], { compartmentCounter: counter, tag }));
  }, "under another compartment's tag"));

test("HS-05 a batch that names another tag than its leaf", () =>
  isPutAside(async (thief) => {
    const clinical = compartmentOf(thief, "clinical", stage.ada.chart);
    const counter = authorPlace(thief.state, thief.keys.device, clinical).compartmentCounter + 1;
    const envelope = await craftEnvelope(thief, clinical, "under a tag of its own");
    const noise = thief.crypto.random(16) as Tag;
    const batch = await craftBatch(thief, clinical, [envelope], { tag: noise });
    return under(await tagOf(thief, clinical, thief.keys.device, counter), batch);
  }, "under a tag of its own"));

test("HS-07 a stolen device speaks in another one's place, along that one's chain", () =>
  isPutAside(async (thief) => {
    const clinical = compartmentOf(thief, "clinical", stage.ada.chart);
    const laptop = [...(thief.state.roster?.devices.values() ?? [])].find(({ via }) => via === "founding")?.device;
    if (!laptop) throw new Error("the practice was founded on a device");
    const place = authorPlace(thief.state, laptop, clinical);
    const [deviceCounter, compartmentCounter] = [place.deviceCounter + 1, place.compartmentCounter + 1];
    const tag = await tagOf(thief, clinical, laptop, compartmentCounter);
    const facts = { deviceCounter, compartmentCounter, previous: place.previous, tag };
    const envelope = await craftEnvelope(thief, clinical, "in another's place");
    return under(tag, await craftBatch(thief, clinical, [envelope], facts));
  }, "in another's place"));
