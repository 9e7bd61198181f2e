/** HS-07: replay a batch, at the server by a device, and at a device by the server. */

import { encodeCbor } from "@alcove/bytes";
import { expect, test } from "vitest";
import { alarmsOf, enrolByKit, honestWorkGoesOn, must, settled, textsIn, writeNote } from "./layer/devices.ts";
import { codeOf } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import { type Entry, hide, indexesOf, readView, show } from "./layer/view.ts";

const stage = setStage();

test("HS-07 the server refuses a batch that it has, by itself, in company, and from another device", async () => {
  const { layer, ada, phone } = stage;
  await writeNote(ada.vault, ada.chart, "once");
  await settled(ada.vault);
  const session = layer.lastSession();
  const view = await readView(layer);
  const last = view[indexesOf(view, "batch").at(-1) as number] as Required<Entry>;
  const again = { kind: "batch", entry: last.body.entry, payload: last.body.payload } as const;
  for (const entries of [[again], [again, again]]) {
    const reply = await layer.ask(session, "POST", "/v1/append", encodeCbor({ from: view.length, entries }));
    expect(codeOf(reply)).toBe("counter-wrong");
  }
  await settled(phone.vault);
  const phones = layer.lastSession();
  const byPhone = encodeCbor({ from: view.length, entries: [again] });
  expect(phones.deviceKey).not.toBe(session.deviceKey);
  expect(codeOf(await layer.ask(phones, "POST", "/v1/append", byPhone))).toBe("not-entitled");
  expect(await readView(layer)).toHaveLength(view.length);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-07 the server shows a batch twice: the second is put aside with an alarm, and nothing appears twice", async () => {
  const { layer, ada, phone, practice } = stage;
  const tablet = await enrolByKit(ada, "tablet");
  const isTablet = layer.lastDevice();
  await writeNote(ada.vault, ada.chart, "shown twice");
  await settled(ada.vault);
  await settled(tablet.vault);
  const before = await textsIn(tablet.vault, ada.chart);
  await settled(tablet.vault);
  const view = await readView(layer);
  const twice = view[indexesOf(view, "batch").at(-1) as number] as Entry;
  layer.tamper = show(layer, practice, [...view, twice], isTablet);
  must(await tablet.vault.sync());
  expect(await alarmsOf(tablet.vault)).toEqual(["alarm-batch-invalid"]);
  expect(await textsIn(tablet.vault, ada.chart)).toEqual(before);

  // Without its body it is a leaf like any other that is owed to nobody here.
  layer.tamper = show(layer, practice, [...view, twice, { leaf: twice.leaf }], isTablet);
  must(await tablet.vault.sync());
  expect(await textsIn(tablet.vault, ada.chart)).toEqual(before);
  await tablet.remove();
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-07 an old batch stands in a new one's place: alarm, and it does not appear again", async () => {
  const { layer, ada, phone, practice } = stage;
  const { note, revision } = await writeNote(ada.vault, ada.chart, "the first wording");
  await settled(ada.vault);
  const view = await readView(layer);
  const old = view[indexesOf(view, "batch").at(-1) as number] as Entry;
  const tablet = await enrolByKit(ada, "tablet");
  const isTablet = layer.lastDevice();
  await settled(tablet.vault);
  await writeNote(ada.vault, ada.chart, "the second wording", { note, basedOn: [revision] });
  await settled(ada.vault);
  const after = await readView(layer);
  const newest = indexesOf(after, "batch").at(-1) as number;
  layer.tamper = show(layer, practice, hide(after, newest).with(newest, old), isTablet);
  await tablet.vault.sync();
  expect(await alarmsOf(tablet.vault)).toEqual(["alarm-batch-invalid"]);
  expect((await textsIn(tablet.vault, ada.chart)).filter((text) => text.includes("wording"))).toEqual([
    "the first wording",
  ]);
  await tablet.remove();
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});
