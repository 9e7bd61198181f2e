/** The end of a guard that a clinician proposes and an owner signs, on real devices (TWO-7, GRD-10). */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";

let stage: Stage;
/** The owner, who reads no chart of this practice. */
let ada: Device;
/** Treats. */
let ben: Device;
/** Reads what Ben shares. */
let cy: Device;
let chart = "";

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  cy = await join(stage, ada, "Cy", "clinician");
  chart = must(await ben.vault.createChart({ name: "R. Client" })).id;
  await save(ben, chart, "before the guard");
  await settle(ben.vault);
  const member = await memberOf(ben, "Cy");
  must(await ben.vault.shareChart({ chart, member, kind: "progress", right: "read-write" }));
  must(await ben.vault.guardChart({ chart, alias: "The lighthouse" }));
  await all();
});
afterAll(() => stage.close());

async function all(): Promise<void> {
  for (const device of [ben, ada, cy, ben, ada, cy]) await settle(device.vault);
}
const codeOf = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "done" : outcome.error?.code;
const waiting = async ({ vault }: Device) => (await vault.proposals()).map(({ acts }) => acts.map(({ kind }) => kind));
const answer = async ({ vault }: Device, said: "sign" | "decline") =>
  vault.answerProposal({ proposal: (await vault.proposals())[0]?.id ?? "", answer: said });
const nameOf = async ({ vault }: Device) => (await vault.charts()).find(({ id }) => id === chart)?.name;
const proposeEnd = async () => {
  must(await ben.vault.propose({ kind: "unguard", chart }));
  await all();
};
const alarms = () => Promise.all([ada, ben, cy].map(alarmsOf));

test("TWO-7 who treats and is no owner proposes it; owners see it, and nobody else", async () => {
  expect(codeOf(await ben.vault.unguardChart(chart))).toBe("second-owner-needed");
  expect((await ben.vault.guard(chart))?.mayEnd).toBe("with-owner");
  expect(codeOf(await ada.vault.propose({ kind: "unguard", chart })), "an owner").toBe("second-owner-unneeded");
  const front = await join(stage, ada, "Fay", "supervisor");
  expect(codeOf(await front.vault.propose({ kind: "unguard", chart })), "who does not treat there").toBe(
    "not-entitled",
  );
  await proposeEnd();
  expect(await ada.vault.proposals()).toMatchObject([
    { byName: "Ben", isYours: false, acts: [{ kind: "unguard", chart, chartName: "The lighthouse" }] },
  ]);
  expect(await ben.vault.proposals()).toMatchObject([{ isYours: true }]);
  expect([await waiting(cy), await waiting(front)]).toEqual([[], []]);
});

test("TWO-7 who proposed it takes it back; a no of an owner ends it", async () => {
  must(await answer(ben, "decline"));
  await all();
  expect([await waiting(ada), await waiting(ben)]).toEqual([[], []]);
  await proposeEnd();
  must(await answer(ada, "decline"));
  await all();
  expect([await waiting(ada), await waiting(ben)]).toEqual([[], []]);
  expect((await ben.vault.guard(chart))?.hasEnded).toBe(false);
});

test("TWO-7 where the roster moves who proposed it signs anew by themselves, and the owner can't in their place", async () => {
  await proposeEnd();
  ben.network = "down";
  await save(cy, must(await cy.vault.createChart({ name: "Another" })).id, "A note.");
  await settle(cy.vault);
  await settle(ada.vault);
  expect(codeOf(await answer(ada, "sign"))).toBe("proposal-behind");
  expect(await waiting(ada), "it waits on").toEqual([["unguard"]]);
  ben.network = "up";
  await all();
  expect(must(await answer(ada, "sign")).became).toBe("signed");
  await all();
  expect([await waiting(ada), await waiting(ben)]).toEqual([[], []]);
});

test("TWO-7 GRD-10 ended by two it is closed at everybody, and comes back with the next opening", async () => {
  expect(await ben.vault.guard(chart)).toMatchObject({ isOpen: false, hasEnded: true, mayEnd: "no" });
  expect([await textsIn(ben, chart), await textsIn(cy, chart)]).toEqual([[], []]);
  must(await cy.vault.openGuarded(chart));
  await all();
  for (const device of [ben, cy]) {
    expect(await textsIn(device, chart)).toEqual(["before the guard"]);
    expect(await device.vault.guard(chart)).toBeUndefined();
  }
  expect([await nameOf(ada), await nameOf(ben), await nameOf(cy)]).toEqual(["R. Client", "R. Client", "R. Client"]);
  expect(await alarms()).toEqual([[], [], []]);
});

test("TWO-7 what was proposed about one guard ends no later one", async () => {
  must(await ben.vault.guardChart({ chart }));
  await all();
  await proposeEnd();
  ben.network = "down";
  // Somebody who may ends this guard by themselves, and sets another.
  must(await ada.vault.giveRole({ member: await memberOf(ada, "Cy"), role: "owner" }));
  await settle(ada.vault);
  await settle(cy.vault);
  must(await cy.vault.openGuarded(chart));
  must(await cy.vault.unguardChart(chart));
  must(await cy.vault.guardChart({ chart }));
  await settle(cy.vault);
  await settle(ada.vault);
  expect([await waiting(ada), await waiting(cy)]).toEqual([[], []]);
  ben.network = "up";
  await all();
  expect([await waiting(ada), await waiting(cy), await waiting(ben)]).toEqual([[], [], []]);
  expect(await alarms()).toEqual([[], [], []]);
});

test("GRD-10 ROS-29 who treats there with notes of their own keeps a chart that opens, and ends their guard by opening it once more", async () => {
  // Ada reads nothing here; Cy is an owner by now.
  const both = must(await cy.vault.createChart({ name: "S. Client" })).id;
  await save(cy, both, "for both");
  await settle(cy.vault);
  const member = await memberOf(cy, "Ben");
  must(await cy.vault.shareChart({ chart: both, member, kind: "progress", right: "read-write" }));
  must(await cy.vault.guardChart({ chart: both, alias: "Heron" }));
  await all();
  await save(cy, both, "Cy's own", { kind: "psychotherapy" });
  await all();
  must(await ben.vault.openGuarded(both));
  await save(ben, both, "Ben's own", { kind: "psychotherapy" });
  await all();
  await ben.vault.closeGuarded();
  must(await cy.vault.openGuarded(both));
  must(await cy.vault.unguardChart(both));
  await all();
  const of = async ({ vault }: Device) => (await vault.charts()).find(({ id }) => id === both);
  const texts = async (device: Device) => (await textsIn(device, both)).toSorted();
  expect(await of(cy)).not.toHaveProperty("guarded");
  expect(await texts(cy)).toEqual(["Cy's own", "for both"]);
  expect(await of(ben)).toMatchObject({ guarded: "closed" });
  expect(await ben.vault.guard(both)).toMatchObject({ hasEnded: true });
  must(await ben.vault.openGuarded(both));
  await all();
  expect(await of(ben)).not.toHaveProperty("guarded");
  expect(await texts(ben)).toEqual(["Ben's own", "for both"]);
  expect(await texts(cy)).toEqual(["Cy's own", "for both"]);
  expect(await alarms()).toEqual([[], [], []]);
});
