/** HS-05: withhold a batch or an envelope, its leaf included or not (LED-9 to LED-11). */

import { expect, test } from "vitest";
import { asId, type Bytes, concatBytes, type PracticeId } from "@alcove/bytes";
import type { AppendEntry } from "@alcove/protocol";
import {
  alarmsOf,
  enrolByKit,
  failedSync,
  honestWorkGoesOn,
  isOnServer,
  keepsWhatItHas,
  must,
  openStatus,
  passphrase,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { entriesOf, replyWith, type Tamper } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import {
  checkpointOf,
  type Entry,
  entryFor,
  everybody,
  hide,
  indexesOf,
  readView,
  show,
  type View,
  withhold,
  without,
} from "./layer/view.ts";

const stage = setStage();

test("HS-05 a body is held back while its leaf stands: alarm at the reader, and what lies behind is not passed off as all", async () => {
  const { layer, ada, phone, practice } = stage;
  await writeNote(ada.vault, ada.chart, "held back");
  await settled(ada.vault);
  await writeNote(ada.vault, ada.chart, "behind it");
  await settled(ada.vault);
  const before = await textsIn(phone.vault, ada.chart);
  const view = await readView(layer);
  layer.tamper = show(layer, practice, withhold(view, indexesOf(view, "batch").at(-2) as number), everybody);
  expect(await failedSync(phone.vault)).toBe("alarm-body-withheld");
  expect(await alarmsOf(phone.vault)).toEqual(["alarm-body-withheld"]);
  expect(await textsIn(phone.vault, ada.chart)).toEqual(before);

  layer.tamper = undefined;
  await settled(phone.vault);
  expect(await alarmsOf(phone.vault)).toEqual([]);
  expect(await textsIn(phone.vault, ada.chart)).toEqual(["behind it", "held back"]);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-05 an envelope is cut out of its batch: alarm at the reader", async () => {
  const { layer, ada, phone, practice } = stage;
  await writeNote(ada.vault, ada.chart, "one of two");
  await writeNote(ada.vault, ada.chart, "two of two");
  await settled(ada.vault);
  const view = await readView(layer);
  const index = indexesOf(view, "batch").at(-1) as number;
  const { leaf, body } = view[index] as Required<Entry>;
  for (const payload of [body.payload.slice(1), []]) {
    layer.tamper = show(layer, practice, view.with(index, { leaf, body: { ...body, payload } }), everybody);
    expect(await failedSync(phone.vault)).toBe("alarm-body-withheld");
    expect(await alarmsOf(phone.vault)).toContain("alarm-body-forged");
  }
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-05 batch and leaf are kept from one reader: alarm at the author's next sign of life", async () => {
  const { layer, ada, phone, practice } = stage;
  for (const [i, keepFrom] of [hide, without].entries()) {
    const tablet = await enrolByKit(ada, "tablet");
    const seesLess = layer.lastDevice();
    const before = await textsIn(tablet.vault, ada.chart);
    await settled(tablet.vault);
    await writeNote(ada.vault, ada.chart, `kept from the tablet: ${keepFrom.name}`);
    await settled(ada.vault);
    const hidden = indexesOf(await readView(layer), "batch").at(-1) as number;
    layer.tamper = show(layer, practice, keepFrom(await readView(layer), hidden), seesLess);
    must(await tablet.vault.sync());
    expect(await alarmsOf(tablet.vault), "nothing that it is owed tells it yet").toEqual([]);

    ada.device.setClock(i + 1);
    await settled(ada.vault);
    layer.tamper = show(layer, practice, keepFrom(await readView(layer), hidden), seesLess);
    await tablet.vault.sync();
    // Where what follows has moved, it names more than can have been there; where it has not, another past.
    const code = keepFrom === hide ? "alarm-ledger-forked" : "alarm-body-forged";
    expect(await alarmsOf(tablet.vault)).toContain(code);

    layer.tamper = undefined;
    expect(await failedSync(tablet.vault)).toMatch(/^alarm-ledger-(forked|shorter)$/);
    await tablet.vault.lock("person");
    must(await tablet.vault.unlock(passphrase));
    expect(await alarmsOf(tablet.vault), "evidence outlives the lock and the server's return to the truth").toContain(
      "alarm-ledger-forked",
    );
    await keepsWhatItHas(tablet.vault, ada.chart, before);
    await tablet.remove();
  }
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-05 the server says that it took a batch and left it out: the author is never told 'saved'", async () => {
  const { layer, ada, phone, practice } = stage;
  // She looks at it now, so that what she looks at below adds nothing to what she sends.
  await textsIn(ada.vault, ada.chart);
  await settled(ada.vault);
  const { note } = await writeNote(ada.vault, ada.chart, "never taken");
  const real = await readView(layer);
  const said = async (leaves: Bytes, view: View) =>
    replyWith({ first: real.length, leaves, checkpoint: await layer.forgeCheckpoint(practice, checkpointOf(view)) });
  const noise = hide([...real, real[0] as Entry], real.length);
  const lies: Readonly<Record<string, Tamper>> = {
    "alarm-leaf-missing": async ({ path }, forward) =>
      path === "/v1/append" ? said(new Uint8Array(0), real) : forward(),
    "alarm-leaf-missing, another leaf": async ({ path }, forward) =>
      path === "/v1/append" ? said(noise.at(-1)?.leaf as Bytes, noise) : forward(),
    "alarm-leaf-missing, an older one": async ({ path }, forward) =>
      path === "/v1/append"
        ? replyWith({
            first: 0,
            leaves: new Uint8Array(0),
            checkpoint: await layer.forgeCheckpoint(practice, checkpointOf(real)),
          })
        : forward(),
    "alarm-ledger-forked": async (exchange, forward) => {
      const { path } = exchange;
      return path === "/v1/append" ? said(leavesOf(entriesOf(exchange)), noise) : forward();
    },
    "server-rubbish": async (exchange, forward) => {
      const { path } = exchange;
      return path === "/v1/append" ? said(leavesOf(entriesOf(exchange)), real) : forward();
    },
    "alarm-checkpoint-forged": async (exchange, forward) => {
      const { path } = exchange;
      if (path !== "/v1/append") return forward();
      const view = [...real, ...entriesOf(exchange).map(entryFor)];
      const foreign = await layer.forgeCheckpoint(asId<PracticeId>(new Uint8Array(16)), checkpointOf(view));
      return replyWith({ first: real.length, leaves: leavesOf(entriesOf(exchange)), checkpoint: foreign });
    },
  };
  for (const [expected, lie] of Object.entries(lies)) {
    layer.tamper = lie;
    expect(await failedSync(ada.vault), expected).toBe(expected.split(",")[0]);
    expect(await isOnServer(ada.vault, ada.chart, note), expected).toBe(false);
    expect((await openStatus(ada.vault)).waiting, expected).toBe(1);
  }
  layer.tamper = undefined;
  await settled(ada.vault);
  expect(await isOnServer(ada.vault, ada.chart, note)).toBe(true);
  expect((await textsIn(ada.vault, ada.chart)).filter((text) => text === "never taken")).toHaveLength(1);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

const leavesOf = (entries: readonly AppendEntry[]): Bytes =>
  concatBytes(...entries.map((entry) => entryFor(entry).leaf));
