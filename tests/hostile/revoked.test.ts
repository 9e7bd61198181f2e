/** HS-03: withhold or roll back statements, to hide a revocation. HS-16: go on accepting a revoked device or a stale epoch. */

import { type Bytes, encodeCbor } from "@alcove/bytes";
import { type Batch, parseBatch } from "@alcove/crypto";
import { messages, parseAs } from "@alcove/protocol";
import { beforeAll, expect, test } from "vitest";
import {
  alarmsOf,
  type Device,
  enrolByKit,
  failedSync,
  honestWorkGoesOn,
  isOnServer,
  must,
  openStatus,
  settled,
  textsIn,
  unlockedAgain,
  writeNote,
} from "./layer/devices.ts";
import { codeOf, type Exchange } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import { compartmentOf, craftBatch, craftEnvelope, epochOf, stealDevice } from "./layer/thief.ts";
import { entryFor, hide, indexesOf, readView, show, withhold } from "./layer/view.ts";

const stage = setStage();
// Each test here runs alone too, and needs a compartment.
beforeAll(async () => {
  await writeNote(stage.ada.vault, stage.ada.chart, "the first note");
  await settled(stage.ada.vault);
});
const idOf = async (device: Device) => (await openStatus(device.vault)).deviceId;

/** A phone that was stolen while it was unlocked, and is revoked only now. */
async function revokeStolen(lost: Device): Promise<void> {
  const { ada } = stage;
  must(await ada.vault.sync());
  must(await ada.vault.revokeDevice({ device: await idOf(lost), reason: "stolen" }));
}

test("HS-03 a revocation is withheld: alarm, and nothing more is sealed for the device that left", async () => {
  const { layer, ada, phone, practice } = stage;
  await writeNote(ada.vault, ada.chart, "the stolen phone could read this");
  await settled(ada.vault);
  const lost = await enrolByKit(ada, "lost");
  await settled(phone.vault);
  const isPhone = layer.lastDevice();
  const before = await readView(layer);
  await revokeStolen(lost);
  const view = await readView(layer);
  const revocation = indexesOf(view, "roster").at(-1) as number;
  layer.tamper = show(layer, practice, withhold(view, revocation), isPhone);
  const { note } = await writeNote(phone.vault, ada.chart, "not for the stolen phone");
  expect(await failedSync(phone.vault)).toBe("alarm-body-withheld");
  expect(await alarmsOf(phone.vault)).toEqual(["alarm-body-withheld"]);
  expect(await isOnServer(phone.vault, ada.chart, note)).toBe(false);

  layer.tamper = show(layer, practice, before, isPhone);
  expect(await failedSync(phone.vault), "rolled back to before it").toBe("alarm-ledger-shorter");
  expect(await isOnServer(phone.vault, ada.chart, note)).toBe(false);
  layer.tamper = undefined;
  await settled(phone.vault);
  const thief = await stealDevice(phone);
  const compartment = compartmentOf(thief, "clinical", ada.chart);
  expect(epochOf(thief, compartment).epoch, "the save that waited rotated first").toBe(2);
  thief.remove();
  await lost.remove();
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-03 a revocation is left out of what one device sees: alarm at the next thing that rests on it", async () => {
  const { layer, ada, phone, practice } = stage;
  const lost = await enrolByKit(ada, "lost");
  const watch = await enrolByKit(ada, "watch");
  const isWatch = layer.lastDevice();
  await settled(watch.vault);
  await revokeStolen(lost);
  const revocation = indexesOf(await readView(layer), "roster").at(-1) as number;
  await writeNote(ada.vault, ada.chart, "after the revocation");
  await settled(ada.vault);
  const before = await textsIn(watch.vault, ada.chart);
  layer.tamper = show(layer, practice, hide(await readView(layer), revocation), isWatch);
  expect(await failedSync(watch.vault)).toBe("alarm-body-withheld");
  expect(await alarmsOf(watch.vault), "the rotation names a roster that it does not have").toContain(
    "alarm-key-log-invalid",
  );
  expect(await textsIn(watch.vault, ada.chart)).toEqual(before);
  await watch.remove();
  await lost.remove();
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-16 the server lets a revoked device go: its session, its logins, its batches through another's session", async () => {
  const { layer, ada, phone } = stage;
  const lost = await enrolByKit(ada, "lost");
  await writeNote(lost.vault, ada.chart, "by the lost phone, in time");
  await settled(lost.vault);
  const session = layer.lastSession();
  const thief = await stealDevice(lost);
  const compartment = compartmentOf(thief, "clinical", ada.chart);
  const late = await craftBatch(thief, compartment, [await craftEnvelope(thief, compartment, "too late")]);
  await revokeStolen(lost);
  const request = encodeCbor({ from: thief.state.frontier.size, entries: [late] as never });
  expect(codeOf(await layer.ask(session, "POST", "/v1/append", request))).toBe("session-ended");
  const again = await thief.signIn();
  expect(again.ok ? "signed in" : again.error.code).toBe("device-revoked");
  await settled(ada.vault);
  expect(codeOf(await layer.ask(layer.lastSession(), "POST", "/v1/append", request))).toBe("not-entitled");
  expect(await failedSync(lost.vault)).toMatch(/^device-revoked$|^locked$/);
  await unlockedAgain(lost.vault);
  expect(await textsIn(lost.vault, ada.chart), "what it has is its own").toContain("by the lost phone, in time");
  thief.remove();
  await lost.remove();
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  expect(await textsIn(phone.vault, ada.chart)).toContain("by the lost phone, in time");
});

test("HS-16 a hostile server takes a revoked device's batch: readers put it aside, with an alarm", async () => {
  const { layer, ada, phone, practice } = stage;
  const lost = await enrolByKit(ada, "lost");
  const watch = await enrolByKit(ada, "watch");
  const isWatch = layer.lastDevice();
  await settled(watch.vault);
  const thief = await stealDevice(lost);
  const compartment = compartmentOf(thief, "clinical", ada.chart);
  const late = await craftBatch(thief, compartment, [await craftEnvelope(thief, compartment, "too late")]);
  await revokeStolen(lost);
  const view = await readView(layer);
  layer.tamper = show(layer, practice, [...view, entryFor(late)], isWatch);
  must(await watch.vault.sync());
  expect(await alarmsOf(watch.vault)).toEqual(["alarm-batch-invalid"]);
  expect(await textsIn(watch.vault, ada.chart)).not.toContain("too late");
  for (const device of [watch, lost]) await device.remove();
  thief.remove();
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-16 a batch under a stale epoch: refused by the server, put aside by readers", async () => {
  const { layer, ada, phone, practice } = stage;
  const lost = await enrolByKit(ada, "lost");
  const honest = await enrolByKit(ada, "tablet");
  const watch = await enrolByKit(ada, "watch");
  const isWatch = layer.lastDevice();
  await settled(watch.vault);
  await settled(honest.vault);
  // A tablet that may write, and seals under the key that the stolen phone has. Its honest self would rotate first.
  const careless = await stealDevice(honest);
  const compartment = compartmentOf(careless, "clinical", ada.chart);
  const envelope = await craftEnvelope(careless, compartment, "under the old key");
  const stale = await craftBatch(careless, compartment, [envelope]);
  await revokeStolen(lost);
  await settled(watch.vault);
  const session = must(await careless.signIn());
  const request = encodeCbor({ from: careless.state.frontier.size, entries: [stale] as never });
  const refused = await session.call("POST", "/v1/append", request);
  expect(refused.ok ? "taken" : refused.error.code).toBe("epoch-stale");

  layer.tamper = show(layer, practice, [...(await readView(layer)), entryFor(stale)], isWatch);
  must(await watch.vault.sync());
  expect(await alarmsOf(watch.vault)).toEqual(["alarm-batch-invalid"]);
  expect(await textsIn(watch.vault, ada.chart)).not.toContain("under the old key");
  careless.remove();
  for (const device of [watch, lost, honest]) await device.remove();
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-16 a batch that a device sent before it was revoked, and that lands after, is refused and stays with it", async () => {
  const { layer, ada, phone } = stage;
  const lost = await enrolByKit(ada, "lost");
  await settled(lost.vault);
  layer.tamper = async (exchange, forward) => {
    if (exchange.path !== "/v1/append") return forward();
    layer.tamper = undefined;
    await revokeStolen(lost);
    return forward();
  };
  const { note } = await writeNote(lost.vault, ada.chart, "sent in time, landed late");
  expect(await failedSync(lost.vault)).toMatch(/^session-ended$|^device-revoked$|^locked$/);
  await lost.vault.sync();
  await unlockedAgain(lost.vault);
  expect(await isOnServer(lost.vault, ada.chart, note)).toBe(false);
  expect((await openStatus(lost.vault)).waiting).toBe(1);
  expect(await textsIn(lost.vault, ada.chart)).toContain("sent in time, landed late");
  await lost.remove();
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  expect(await textsIn(phone.vault, ada.chart)).not.toContain("sent in time, landed late");
});

test("OUT-2 a cut append is sealed anew where somebody left meanwhile: what they could open does not travel again", async () => {
  const { layer, ada, phone } = stage;
  await writeNote(ada.vault, ada.chart, "so that its compartment is there");
  await settled(ada.vault);
  const lost = await enrolByKit(ada, "lost");
  await settled(phone.vault);
  await writeNote(phone.vault, ada.chart, "cut off on its way");
  const batchesIn = ({ path, body }: Exchange): Batch[] => {
    const request = path === "/v1/append" ? parseAs(messages.AppendRequest, body) : undefined;
    const entries = (request?.entries ?? []).filter(({ kind }) => kind === "batch");
    return entries.map(({ entry }) => parseBatch(entry as Bytes) as Batch);
  };
  layer.tamper = async (exchange, forward) => (batchesIn(exchange).length > 0 ? "cut" : forward());
  expect(await failedSync(phone.vault)).toBe("server-unreachable");
  await revokeStolen(lost);

  const epochs: number[] = [];
  layer.tamper = async (exchange, forward) => {
    epochs.push(...batchesIn(exchange).map(({ body }) => body.epoch));
    return forward();
  };
  await settled(phone.vault);
  layer.tamper = undefined;
  const thief = await stealDevice(phone);
  expect(epochs).toEqual([epochOf(thief, compartmentOf(thief, "clinical", ada.chart)).epoch]);
  thief.remove();
  await settled(ada.vault);
  const texts = await textsIn(ada.vault, ada.chart);
  expect(texts.filter((text) => text === "cut off on its way")).toHaveLength(1);
  await lost.remove();
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});
