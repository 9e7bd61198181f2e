/** A chart of a practice with several owners is destroyed by two people, on real devices; and what of one nobody destroys (CDS, TWO). */

import type { ProposalView } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let cy: Device;
const reason = "Double: all of it is in the other chart.";
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  cy = await join(stage, ada, "Cy", "clinician");
  must(await ada.vault.giveRole({ member: await memberOf(ada, "Ben"), role: "owner" }));
  await all();
});
afterAll(() => stage.close());

async function all(): Promise<void> {
  for (const { vault } of [ada, ben, cy, ada, ben, cy]) await settle(vault);
}
async function begun(at: Device, name: string): Promise<string> {
  const { id } = must(await at.vault.createChart({ name }));
  await save(at, id, `Of ${name}.`);
  const sheet = { form: "individual", since: today, tags: [], custom: [] } as const;
  must(await at.vault.saveFaceSheet({ chart: id, basedOn: [], status: "discharged", ...sheet }));
  await all();
  return id;
}
async function onlyOne({ vault }: Device): Promise<ProposalView> {
  const [one, ...more] = await vault.proposals();
  if (!one || more.length > 0) throw new Error(`${more.length + (one ? 1 : 0)} proposals`);
  return one;
}
const answer = async ({ vault }: Device, { id }: ProposalView, said: "sign" | "decline" = "sign") => {
  const done = await vault.answerProposal({ proposal: id, answer: said });
  return done.ok ? done.value.became : done.error.code;
};
const destroy = async ({ vault }: Device, chart: string) => {
  const done = await vault.destroyChart({ chart, reason });
  return done.ok ? done.value.became : done.error.code;
};
const stands = async (at: Device, chart: string) => (await at.vault.charts()).some(({ id }) => id === chart);
async function somebodyElseActs(): Promise<void> {
  await begun(cy, `Another ${Math.random()}`);
}

test("CDS-1 TWO-1 one owner proposes it and nothing is gone; the other, who reads nothing of it, signs, and it is", async () => {
  const chart = await begun(ada, "R. Client the elder");
  expect(await destroy(ada, chart)).toBe("proposed");
  await all();
  expect(await textsIn(ada, chart)).toEqual(["Of R. Client the elder."]);
  const seen = await onlyOne(ben);
  expect(seen.acts).toEqual([{ kind: "destroy", chart, chartName: "R. Client the elder", parts: 2 }]);
  expect(await answer(ada, seen), "one owner twice").toBe("second-owner-needed");
  expect(await answer(ben, seen)).toBe("signed");
  await all();
  for (const at of [ada, ben, cy]) expect(await stands(at, chart)).toBe(false);
  const made = must(await ada.vault.destructionCertificate(chart));
  expect(made.destroyed[0]).toMatchObject({ act: { byName: "Ada Owner" }, withOwner: { name: "Ben" } });
  expect(made.ground?.reason).toBe(reason);
  expect(must(await ben.vault.destructionCertificate(chart)).ground, "its log is not open to them").toBeUndefined();
});

test("TWO-8 a clinician proposes it; where the roster moved on their app signs anew, and an owner can't in their place", async () => {
  const chart = await begun(cy, "C. Client");
  expect(await destroy(cy, chart)).toBe("proposed");
  await all();
  await somebodyElseActs();
  must(await ben.vault.sync());
  const behind = (await ben.vault.proposals())[0];
  // Cy's own app signed it anew when it saw the head move.
  await all();
  const seen = await onlyOne(ben);
  expect(behind?.acts).toEqual(seen.acts);
  expect(await answer(ben, seen)).toBe("signed");
  await all();
  expect(await stands(cy, chart)).toBe(false);
});

test("TWO-8 an owner's is signed anew by themselves alone", async () => {
  const chart = await begun(ada, "A. Client");
  expect(await destroy(ada, chart)).toBe("proposed");
  must(await ada.vault.sync());
  ada.network = "down";
  const { id } = must(await cy.vault.createChart({ name: "Moves the head" }));
  await save(cy, id, "A note.");
  for (const { vault } of [cy, ben, cy]) must(await vault.sync());
  expect(await answer(ben, await onlyOne(ben))).toBe("proposal-behind");
  ada.network = "up";
  await all();
  expect(await answer(ben, await onlyOne(ben))).toBe("signed");
  await all();
  expect(await stands(ada, chart)).toBe(false);
});

test("CDS-4 TWO-8 DES-3 what comes in after it was proposed refuses it; declined, it is as it was", async () => {
  const chart = await begun(ada, "N. Client");
  must(await ada.vault.shareChart({ chart, member: await memberOf(ada, "Cy"), kind: "progress", right: "read-write" }));
  await all();
  expect(await destroy(ada, chart)).toBe("proposed");
  await all();
  await save(cy, chart, "Written since.");
  await all();
  const seen = await onlyOne(ben);
  expect(await answer(ben, seen)).toBe("notes-came");
  expect((await textsIn(ada, chart)).sort()).toEqual(["Of N. Client.", "Written since."]);
  expect(await answer(ben, await onlyOne(ben), "decline")).toBe("declined");
  await all();
  expect([await ada.vault.proposals(), await ben.vault.proposals()]).toEqual([[], []]);
  expect(await stands(ada, chart)).toBe(true);
});

test("CDS-4 CASE-6 who signs second and reads it holds it against a hold", async () => {
  const chart = await begun(ada, "H. Client");
  must(
    await ada.vault.shareChart({ chart, member: await memberOf(ada, "Ben"), kind: "progress", right: "read-write" }),
  );
  await all();
  expect(await destroy(ada, chart)).toBe("proposed");
  await all();
  const about = { from: "County court", address: "", asked: "", checked: "", steps: [] };
  must(await ben.vault.saveCase({ chart, basedOn: [], said: { kind: "subpoena", received: today, ...about } }));
  expect(await answer(ben, await onlyOne(ben))).toBe("legal-hold");
  expect(await answer(ben, await onlyOne(ben), "decline")).toBe("declined");
  await all();
});

test("CDS-3 notes of somebody who has left stay closed, and are named", async () => {
  const chart = await begun(ada, "L. Client");
  must(await ada.vault.shareChart({ chart, member: await memberOf(ada, "Cy"), kind: "progress", right: "read-write" }));
  await all();
  await save(cy, chart, "Cy's alone.", { kind: "psychotherapy" });
  await all();
  expect(await destroy(ada, chart)).toBe("notes-of-others");
  const { id: member } = (await ada.vault.members()).find(({ name }) => name === "Cy") ?? { id: "" };
  must(await ada.vault.removeMember({ member }));
  for (const { vault } of [ada, ben, ada]) await settle(vault);
  expect((await ada.vault.chartDestruction(chart))?.stays).toEqual(["name", "log", "appointments", "closed"]);
  expect(await destroy(ada, chart)).toBe("proposed");
  for (const { vault } of [ada, ben, ada, ben]) await settle(vault);
  expect(await answer(ben, await onlyOne(ben))).toBe("signed");
  for (const { vault } of [ada, ben, ada]) await settle(vault);
  expect(must(await ada.vault.destructionCertificate(chart)).stays).toContain("closed");
  for (const device of [ada, ben]) {
    expect(await alarmsOf(device)).toEqual([]);
    expect(must(await device.vault.verifyLedger()).problems).toEqual([]);
  }
});
