/** HS-17, for what there is: delete or forge heartbeats, server entries and nudges. */

import { asId, type Bytes, type DeviceId, encodeCbor, equalBytes, zeroHash } from "@alcove/bytes";
import { encodeLeaf, hash, heartbeatTag, importSigningKey, type SigningSeed, type Tag } from "@alcove/crypto";
import { type HeartbeatBody, parseHeartbeat, signHeartbeat } from "@alcove/protocol";
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
import { setStage } from "./layer/stage.ts";
import { stealDevice } from "./layer/thief.ts";
import { type Entry, everybody, hide, indexesOf, readView, show, type View, withhold } from "./layer/view.ts";

const stage = setStage();
let day = 0;

/** The laptop is opened on another day. */
async function nextDay(): Promise<void> {
  day++;
  stage.ada.device.setClock(day);
  await settled(stage.ada.vault);
}

test("HS-17 a heartbeat is held back, or another stands in its place: alarm", async () => {
  const { layer, ada, phone, practice } = stage;
  await nextDay();
  const view = await readView(layer);
  const [earlier, newest] = indexesOf(view, "heartbeat").slice(-2) as [number, number];
  layer.tamper = show(layer, practice, withhold(view, newest), everybody);
  expect(await failedSync(phone.vault)).toBe("alarm-body-withheld");
  layer.tamper = show(
    layer,
    practice,
    view.with(newest, { ...view[newest], body: (view[earlier] as Required<Entry>).body } as Entry),
    everybody,
  );
  expect(await failedSync(phone.vault)).toBe("alarm-body-withheld");
  expect(await alarmsOf(phone.vault)).toContain("alarm-body-forged");
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-17 a heartbeat is deleted for one device: alarm at the next one", async () => {
  const { layer, ada, phone, practice } = stage;
  const tablet = await enrolByKit(ada, "tablet");
  const isTablet = layer.lastDevice();
  await settled(tablet.vault);
  await nextDay();
  const deleted = indexesOf(await readView(layer), "heartbeat").at(-1) as number;
  await nextDay();
  layer.tamper = show(layer, practice, hide(await readView(layer), deleted), isTablet);
  await tablet.vault.sync();
  expect(await alarmsOf(tablet.vault)).toEqual(["alarm-batch-invalid"]);
  await tablet.remove();
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-17 nobody but the device makes its heartbeat: a forged one is an alarm", async () => {
  const { layer, ada, phone, practice } = stage;
  const forger = await importSigningKey(layer.crypto, layer.crypto.random(32) as SigningSeed);
  const device = await stealDevice(ada.device);
  const phones = await stealDevice(phone);
  const signed = (body: HeartbeatBody, key = device.keys.deviceKey, of = practice) =>
    signHeartbeat(layer.crypto, key, of, body);
  const forgeries: Readonly<Record<string, (next: HeartbeatBody) => Promise<Bytes>>> = {
    "signed by another key": (next) => signed(next, forger),
    "signed for another practice": (next) => signed(next, device.keys.deviceKey, asId(new Uint8Array(16))),
    "of another place in the chain": (next) => signed({ ...next, sequence: next.sequence + 5 }),
    "of another device": (next) => signed({ ...next, device: asId(new Uint8Array(16)) }),
    "of another device, by its own key": (next) =>
      signed({ ...next, device: phones.keys.device }, phones.keys.deviceKey),
    "of a roster that never was": (next) => signed({ ...next, rosterHead: zeroHash() }),
    "of a checkpoint from the future": (next) => signed({ ...next, checkpoint: { ...next.checkpoint, size: 10_000 } }),
    "no heartbeat at all": async () => encodeCbor([1, 2, 3]),
  };
  for (const [name, forge] of Object.entries(forgeries)) {
    const tablet = await enrolByKit(ada, "tablet");
    const isTablet = layer.lastDevice();
    const view = await readView(layer);
    const next = nextHeartbeat(view, device.keys.device);
    const entry = await forge(next);
    const tag = heartbeatTag(next.device, next.sequence);
    const leaf = encodeLeaf({ kind: "heartbeat", tag, bodyHash: hash(entry) });
    layer.tamper = show(layer, practice, [...view, { leaf, body: { entry, payload: [] } }], isTablet);
    expect(await failedSync(tablet.vault), name).toBe("alarm-body-withheld");
    expect(await alarmsOf(tablet.vault), name).toEqual(["alarm-body-forged", "alarm-body-withheld"]);
    await tablet.remove();
    layer.tamper = undefined;
  }
  for (const thief of [device, phones]) thief.remove();
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

/** What this device would say next. */
function nextHeartbeat(view: View, device: DeviceId): HeartbeatBody {
  const bodies = indexesOf(view, "heartbeat").map(
    (index) => parseHeartbeat((view[index] as Required<Entry>).body.entry)?.body,
  );
  const last = bodies.findLast((body) => body && equalBytes(body.device, device));
  if (!last) throw new Error("this device has shown itself before");
  return { ...last, sequence: last.sequence + 1, day: last.day + 1 };
}

test("HS-17 GRD-12 an entry of the server's own: a leaf alone is owed to an owner, a body is put aside with an alarm", async () => {
  const { layer, ada, phone, practice } = stage;
  const tablet = await enrolByKit(ada, "tablet");
  const isTablet = layer.lastDevice();
  await settled(tablet.vault);
  const before = await textsIn(tablet.vault, ada.chart);
  const view = await readView(layer);
  const entry = encodeCbor(["Ada opened a chart at night"]);
  const leaf = encodeLeaf({ kind: "server", tag: zeroHash().slice(0, 16) as Tag, bodyHash: hash(entry) });
  layer.tamper = show(layer, practice, [...view, { leaf }], isTablet);
  expect(await failedSync(tablet.vault)).toBe("alarm-body-withheld");
  const sent = { leaf, body: { entry, payload: [] } };
  layer.tamper = show(layer, practice, [...view, sent, sent], isTablet);
  must(await tablet.vault.sync());
  expect(await alarmsOf(tablet.vault)).toEqual(["alarm-batch-invalid"]);
  expect(await textsIn(tablet.vault, ada.chart)).toEqual(before);
  await tablet.remove();
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-17 nudges say nothing but 'look': lies, noise and lines without an end change nothing", async () => {
  const { layer, ada, phone } = stage;
  await settled(phone.vault);
  const before = await textsIn(phone.vault, ada.chart);
  for (const lie of [
    "data: 999999\n\n",
    "data: -1\n\n",
    "data: NaN\n\n",
    "data: {}\n\n",
    "event: delete\ndata: 1e9\n\n",
  ])
    layer.nudge(lie);
  layer.nudge(`data: ${"9".repeat(5000)}`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await settled(phone.vault);
  expect(await alarmsOf(phone.vault)).toEqual([]);
  expect(await textsIn(phone.vault, ada.chart)).toEqual(before);
  await writeNote(phone.vault, ada.chart, "still here");
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});
