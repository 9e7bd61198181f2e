/** A request of a client's, and a colleague who writes where front desk does, with a patched app (HS-21; CASE-8, REC-7). */

import { type Bytes, fromHex } from "@alcove/bytes";
import { expect, test } from "vitest";
import { revisionFor } from "../../packages/vault/src/features/notes.ts";
import { knowsOfCopy, must, settled } from "./layer/devices.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { withThief } from "./layer/thief.ts";

const stage = setPractice();

test("HS-21 CASE-8 nobody hides what a client asked for by saying that it went inside a guard", async () => {
  const { ada, ben } = stage;
  const everybody = async () => {
    for (const { vault } of [ada, ben, ada]) await settled(vault);
  };
  const said = { received: "2026-03-02", from: "R. Client", address: "", asked: "All of it", checked: "", steps: [] };
  must(await ada.vault.saveCase({ chart: ada.chart, basedOn: [], said: { ...said, kind: "access" } }));
  await everybody();
  await withThief(ben.device, async (thief) => {
    must(await thief.sync.run());
    const chart = fromHex(ada.chart) as Bytes;
    const [there] = thief.fold.structuredOf("case", chart);
    if (!there) throw new Error("it is there");
    const gone = {
      ...there.value,
      ...said,
      asked: "",
      from: "",
      revision: thief.crypto.random(16),
      moved: true as const,
    };
    const parents = thief.fold.standing(there.record);
    await thief.keep([revisionFor({ kind: "administrative", chart }, there.record, gone, parents)]);
    must(await thief.sync.run());
  });
  await knowsOfCopy(ben.vault);
  await everybody();
  for (const { vault } of [ada, ben]) {
    expect((await vault.cases(ada.chart)).map(({ kind, received }) => [kind, received])).toEqual([
      ["access", "2026-03-02"],
    ]);
    expect((await vault.caseHeads()).filter(({ chart }) => chart === ada.chart)).toHaveLength(1);
  }
  const [blank] = await ada.vault.cases(ada.chart);
  const again = { chart: ada.chart, id: blank?.id ?? "", basedOn: blank?.basedOn ?? [] };
  must(await ada.vault.saveCase({ ...again, said: { ...said, kind: "access" } }));
  expect((await ada.vault.cases(ada.chart)).map((one) => one.said.asked)).toEqual(["All of it"]);
});
