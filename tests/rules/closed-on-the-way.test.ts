/** A chart is closed to somebody whose save reached the ledger and whose device was not told (OUT-3). */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

async function goesOn(ben: Device, chart: string, text: string): Promise<void> {
  await save(ben, chart, text);
  await settle(ben.vault);
  expect(await textsIn(ben, chart)).toContain(text);
  expect(await alarmsOf(ben)).toEqual([]);
}

/** As after a kill before the first snapshot. */
async function fromItsDisk(device: Device): Promise<Device> {
  await device.vault.close();
  const copy = await stage.open({ copyOf: device });
  copy.disk.prepare("DELETE FROM snapshots").run();
  copy.network = "up";
  must(await copy.vault.unlock("willow anchor cedar lantern mint"));
  return copy;
}

test.each(["in memory", "from its disk alone"])(
  "OUT-3 what was on its way in a chart that was closed meanwhile stands once, and its device goes on: %s",
  async (how) => {
    const ada = await stage.open();
    const { chart } = await found(stage, ada);
    await save(ada, chart, "by Ada");
    const ben = await join(stage, ada, "Ben", "clinician");
    const member = await memberOf(ada, "Ben");
    must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read-write" }));
    await settle(ben.vault);
    await settle(ada.vault);
    await settle(ben.vault);
    const { id: own } = must(await ben.vault.createChart({ name: "Ben's own" }));
    await goesOn(ben, own, "before");
    await goesOn(ben, chart, "in Ada's chart, before");

    ben.network = "answer-lost";
    await save(ben, chart, "reached the ledger, unseen by Ben");
    expect((await ben.vault.sync()).ok).toBe(false);
    const sealed = ben.disk.prepare("SELECT bytes FROM parts ORDER BY part DESC LIMIT 1").get()?.[
      "bytes"
    ] as Uint8Array;
    const isOn = (device: Device) =>
      Number(device.disk.prepare("SELECT count(*) AS n FROM parts WHERE bytes = ?").get(sealed)?.["n"]);
    expect(isOn(ben)).toBe(1);
    ben.network = "down";
    await settle(ada.vault);
    must(await ada.vault.endAccess({ chart, member, kind: "progress" }));
    await settle(ada.vault);
    ben.network = "up";
    await settle(ben.vault);
    expect(isOn(ben), "what is closed to him leaves his disk").toBe(0);
    await settle(ada.vault);
    const inAdas = async () => (await textsIn(ada, chart)).filter((text) => text.startsWith("reached"));
    expect(await inAdas()).toHaveLength(1);

    const goingOn = how === "in memory" ? ben : await fromItsDisk(ben);
    await goesOn(goingOn, own, "after");
    must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read-write" }));
    for (const { vault } of [ada, goingOn, ada, goingOn]) await settle(vault);
    await goesOn(goingOn, chart, "open again");
    await settle(ada.vault);
    expect(await inAdas()).toHaveLength(1);
    expect((await textsIn(goingOn, chart)).filter((text) => text.startsWith("reached"))).toHaveLength(1);
    expect(await alarmsOf(ada)).toEqual([]);
  },
);
