/** HS-06: reorder leaves. HS-14: show two devices two ledgers (LED-7, LED-11). */

import { expect, test } from "vitest";
import {
  alarmsOf,
  enrolByKit,
  failedSync,
  honestWorkGoesOn,
  keepsWhatItHas,
  must,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { setStage } from "./layer/stage.ts";
import { everybody, indexesOf, readView, show, swap } from "./layer/view.ts";

const stage = setStage();

test("HS-06 leaves that a device has are shown in another order: alarm, with and without something new behind them", async () => {
  const { layer, ada, phone, practice } = stage;
  await settled(phone.vault);
  const view = await readView(layer);
  const [a, b] = indexesOf(view, "batch").slice(-2) as [number, number];
  layer.tamper = show(layer, practice, swap(view, a, b), everybody);
  expect(await failedSync(phone.vault)).toBe("alarm-ledger-forked");
  expect(await alarmsOf(phone.vault)).toEqual(["alarm-ledger-forked"]);

  layer.tamper = undefined;
  await writeNote(ada.vault, ada.chart, "behind them");
  await settled(ada.vault);
  layer.tamper = show(layer, practice, swap(await readView(layer), a, b), everybody);
  expect(await failedSync(phone.vault)).toBe("alarm-ledger-forked");
  expect(await textsIn(phone.vault, ada.chart)).toEqual([]);

  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-06 one device's batches are exchanged before another sees them: alarm", async () => {
  const { layer, ada, phone, practice } = stage;
  const tablet = await enrolByKit(ada, "tablet");
  const isTablet = layer.lastDevice();
  await settled(ada.vault);
  await settled(tablet.vault);
  for (const text of ["first", "second"]) {
    await writeNote(ada.vault, ada.chart, text);
    await settled(ada.vault);
  }
  const view = await readView(layer);
  layer.tamper = show(layer, practice, swap(view, view.length - 2, view.length - 1), isTablet);
  await tablet.vault.sync();
  expect(await alarmsOf(tablet.vault)).toContain("alarm-batch-invalid");
  await tablet.remove();
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-06 batches of two devices that had not seen each other are exchanged: alarm at the next sign of life", async () => {
  const { layer, ada, phone, practice } = stage;
  const tablet = await enrolByKit(ada, "tablet");
  const isTablet = layer.lastDevice();
  for (const vault of [ada.vault, phone.vault, tablet.vault]) await settled(vault);
  // Neither has the other's when it seals, so that each may stand before the other.
  layer.tamper = async (exchange, forward) => {
    if (exchange.path !== "/v1/append") return forward();
    layer.tamper = undefined;
    await writeNote(phone.vault, ada.chart, "by the phone");
    await settled(phone.vault);
    return forward();
  };
  await writeNote(ada.vault, ada.chart, "by the laptop");
  await settled(ada.vault);
  const [a, b] = indexesOf(await readView(layer), "batch").slice(-2) as [number, number];
  expect(b).toBe(a + 1);
  layer.tamper = show(layer, practice, swap(await readView(layer), a, b), isTablet);
  must(await tablet.vault.sync());
  expect(await textsIn(tablet.vault, ada.chart)).toEqual(expect.arrayContaining(["by the laptop", "by the phone"]));
  expect(await alarmsOf(tablet.vault), "nothing tells it yet").toEqual([]);

  phone.setClock(1);
  await settled(phone.vault);
  layer.tamper = show(layer, practice, swap(await readView(layer), a, b), isTablet);
  await tablet.vault.sync();
  expect(await alarmsOf(tablet.vault)).toEqual(["alarm-ledger-forked"]);
  await tablet.remove();
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-14 two devices write in two ledgers: alarm at the first shared sight, whichever way", async () => {
  const { layer, ada, phone, practice } = stage;
  await writeNote(ada.vault, ada.chart, "before the fork");
  await settled(ada.vault);
  const tablet = await enrolByKit(ada, "tablet");
  const isTablet = layer.lastDevice();
  const watch = await enrolByKit(ada, "watch");
  const isWatch = layer.lastDevice();
  for (const vault of [ada.vault, tablet.vault, watch.vault]) await settled(vault);
  const before = await textsIn(tablet.vault, ada.chart);
  await settled(tablet.vault);

  const apart = await readView(layer);
  const forkedAt = apart.length;
  layer.tamper = show(layer, practice, apart, isTablet);
  await writeNote(tablet.vault, ada.chart, "in the other world");
  await settled(tablet.vault);
  await writeNote(ada.vault, ada.chart, "in the real one");
  await settled(ada.vault);
  expect(await textsIn(tablet.vault, ada.chart)).toEqual([...before, "in the other world"].sort());
  expect(await alarmsOf(tablet.vault), "each world is whole in itself").toEqual([]);

  // A batch of the other world, told in this one: it says what its author had seen.
  await writeNote(tablet.vault, ada.chart, "once more in the other world");
  await settled(tablet.vault);
  const fromApart = apart.slice(forkedAt).filter(({ body }) => body);
  expect(fromApart.length, "the tablet wrote into its world").toBeGreaterThan(1);
  layer.tamper = show(layer, practice, [...(await readView(layer)), ...fromApart], isWatch);
  await watch.vault.sync();
  expect(await alarmsOf(watch.vault)).toContain("alarm-ledger-forked");
  expect(await textsIn(watch.vault, ada.chart), "it is its author's word all the same").toEqual(
    expect.arrayContaining(["in the other world", "in the real one"]),
  );

  // And the device that was led astray, shown the real ledger.
  layer.tamper = undefined;
  expect(await failedSync(tablet.vault)).toMatch(/^alarm-ledger-(forked|shorter)$/);
  const kept = [...before, "in the other world", "once more in the other world"];
  await keepsWhatItHas(tablet.vault, ada.chart, kept);
  await tablet.remove();
  await watch.remove();
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});
