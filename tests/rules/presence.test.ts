/** Colleagues who stop, on real devices: when each was seen, who is expected, who may say that they are away (FRE-1 to FRE-3). */

import type { MemberView, Outcome } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, openStatus, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf } from "./people.ts";

const dayMs = 86_400_000;
const usual = [1, 2, 3, 4, 5];

let stage: Stage;
let ada: Device;
let ben: Device;
let cy: Device;
let bensId = "";

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  cy = await join(stage, ada, "Cy", "clinician");
  bensId = await memberOf(ada, "Ben");
});
afterAll(() => stage.close());

async function at(device: Device, days: number): Promise<void> {
  device.clockAheadMs = days * dayMs;
  await settle(device.vault);
}
async function seenBy({ vault }: Device, id = bensId): Promise<MemberView> {
  const view = (await vault.members()).find((one) => one.id === id);
  if (!view) throw new Error("is no member there");
  return view;
}
const dayText = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);
const code = (outcome: Outcome<void>) => (outcome.ok ? "done" : outcome.error.code);
const quietNames = async ({ vault }: Device) => (await openStatus(vault)).quiet.map(({ name }) => name);

test("FRE-1 FRE-2 a colleague whose devices say nothing turns amber, then red, and is well again when they do", async () => {
  await at(ada, 0);
  expect((await seenBy(ada)).lastSeen).toBe(Math.floor(Date.now() / dayMs) * dayMs);
  expect((await seenBy(ada)).quiet).toBeUndefined();
  await at(ada, 7);
  expect((await seenBy(ada)).quiet).toMatchObject({ level: "amber" });
  expect(await quietNames(ada), "nothing to do yet").toEqual([]);
  await at(ben, 7);
  await at(ada, 7);
  expect((await seenBy(ada)).quiet).toBeUndefined();
  await at(ada, 21);
  expect((await seenBy(ada)).quiet).toMatchObject({ level: "red" });
  expect(await quietNames(ada)).toEqual(["Ben", "Cy"]);
  expect((await seenBy(ada, await memberOf(ada, "Ada Owner"))).quiet, "of oneself nothing is said").toBeUndefined();
  ada.clockAheadMs = 60 * dayMs;
  const days = (await seenBy(ada)).quiet?.days;
  await at(ada, 21);
  expect((await seenBy(ada)).quiet?.days, "a device that did not sync can't have heard").toBe(days);
  await ada.vault.lock("person");
});

test("FRE-1 a clock that runs ahead vouches for no day to come", async () => {
  await at(cy, 40);
  await at(ben, 7);
  expect((await seenBy(ben, await memberOf(ben, "Cy"))).lastSeen).toBeUndefined();
  await at(ben, 39);
  expect((await seenBy(ben, await memberOf(ben, "Cy"))).lastSeen, "tomorrow may be another time zone").toBeDefined();
});

test("FRE-3 one says of oneself when one is away, an owner of anybody, for 92 days at most", async () => {
  must(await ada.vault.unlock("walnut ferry quilt amber gravel"));
  await at(ada, 39);
  const away = { from: dayText(0), until: dayText(60) };
  expect(code(await cy.vault.setPresence({ member: bensId, workdays: usual, away }))).toBe("not-entitled");
  expect(code(await ada.vault.setPresence({ member: "00".repeat(16), workdays: usual }))).toBe("member-unknown");
  for (const request of [
    { workdays: usual, away: { from: dayText(0), until: dayText(92) } },
    { workdays: usual, away: { from: dayText(1), until: dayText(0) } },
    { workdays: usual, away: { from: "2026-02-30", until: "2026-03-02" } },
    { workdays: [] },
    { workdays: [0] },
    { workdays: [1.5] },
  ])
    expect(code(await ada.vault.setPresence({ member: bensId, ...request })), JSON.stringify(request)).toBe(
      "presence-unfit",
    );
  await at(ben, 39);
  must(await ben.vault.setPresence({ member: bensId, workdays: [3, 1, 3], away }));
  await settle(ben.vault);
  await at(ada, 60);
  expect(await seenBy(ada)).toMatchObject({ workdays: [1, 3], away: { ...away, byName: "Ben" } });
  expect((await seenBy(ada)).quiet).toBeUndefined();
  must(await ada.vault.setPresence({ member: bensId, workdays: usual }));
  await settle(ada.vault);
  expect((await seenBy(ada)).quiet, "the last word counts").toMatchObject({ level: "red" });
  must(await ada.vault.setPresence({ member: bensId, workdays: usual, away }));
  await settle(ada.vault);
  expect((await seenBy(ada)).away?.byName).toBe("Ada Owner");
  expect(await quietNames(ada), "nobody said it of Cy").toEqual(["Cy"]);
  await ada.vault.lock("person");
  must(await ada.vault.unlock("walnut ferry quilt amber gravel"));
  expect((await seenBy(ada)).away?.byName, "also from a snapshot").toBe("Ada Owner");
});
