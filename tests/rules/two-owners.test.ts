/** What takes two owners, on real devices: proposed by one, signed or declined by another, in whatever order (TWO-1 to TWO-6). */

import type { ProposalRequest, ProposalView, Role } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Device,
  found,
  must,
  passphrase as adasPassphrase,
  save,
  setStage,
  settle,
  type Stage,
} from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let cy: Device;
let kit = "";

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ kit } = await found(stage, ada));
  ben = await join(stage, ada, "Ben", "clinician");
  cy = await join(stage, ada, "Cy", "clinician");
  must(await ada.vault.giveRole({ member: await memberOf(ada, "Ben"), role: "owner" }));
  await all();
});
afterAll(() => stage.close());

/** Everybody is up to date. */
async function all(): Promise<void> {
  for (const device of [ada, ben, cy, ada, ben, cy]) await settle(device.vault);
}
const roleOf = async ({ vault }: Device, name: string) =>
  (await vault.members()).find((one) => one.name === name)?.role;
const role = async (name: string, to: Role): Promise<ProposalRequest> => ({
  kind: "role",
  member: await memberOf(ada, name),
  role: to,
});
async function onlyOne({ vault }: Device): Promise<ProposalView> {
  const [one, ...more] = await vault.proposals();
  if (!one || more.length > 0) throw new Error(`${more.length + (one ? 1 : 0)} proposals`);
  return one;
}
const answer = ({ vault }: Device, { id }: ProposalView, said: "sign" | "decline") =>
  vault.answerProposal({ proposal: id, answer: said });
async function code(outcome: Promise<{ ok: boolean } & ({ ok: true } | { error: { code: string } })>): Promise<string> {
  const ended = await outcome;
  return ended.ok ? "done" : (ended as { error: { code: string } }).error.code;
}
/** The roster's head moves: somebody begins a chart. */
async function somebodyElseActs(): Promise<void> {
  const { id } = must(await cy.vault.createChart({ name: `Another ${Math.random()}` }));
  await save(cy, id, "A note.");
  await all();
}
async function nothingWaits(): Promise<void> {
  await all();
  expect([await ada.vault.proposals(), await ben.vault.proposals()]).toEqual([[], []]);
  expect([await alarmsOf(ada), await alarmsOf(ben), await alarmsOf(cy)]).toEqual([[], [], []]);
}

test("TWO-1 TWO-2 one owner proposes, the other sees what it does and signs: then it stands, and for nobody before", async () => {
  const request = await role("Cy", "privacy-officer");
  const alone = { member: await memberOf(ada, "Cy"), role: "privacy-officer" as const };
  expect(await code(ada.vault.giveRole(alone))).toBe("second-owner-needed");
  expect(must(await ada.vault.propose(request))).toEqual({});
  await all();
  const seen = await onlyOne(ben);
  expect(seen).toMatchObject({ byName: "Ada Owner", isYours: false, wasYours: false });
  expect(seen.acts).toEqual([
    { kind: "role", member: alone.member, name: "Cy", from: "clinician", to: "privacy-officer" },
  ]);
  expect(await onlyOne(ada)).toMatchObject({ id: seen.id, isYours: true });
  expect(await cy.vault.proposals(), "nothing for who is no owner").toEqual([]);
  expect(await roleOf(ben, "Cy")).toBe("clinician");
  expect(await code(answer(ada, seen, "sign")), "one owner twice").toBe("second-owner-needed");
  expect(await code(answer(cy, seen, "sign"))).toBe("not-entitled");
  expect(must(await answer(ben, seen, "sign"))).toEqual({ became: "signed" });
  await nothingWaits();
  for (const device of [ada, ben, cy]) expect(await roleOf(device, "Cy")).toBe("privacy-officer");
  expect(await code(answer(ben, seen, "sign")), "once").toBe("proposal-unknown");
  // What it did is undone later: the signed one does not wait again.
  must(await ben.vault.propose(await role("Cy", "clinician")));
  await all();
  must(await answer(ada, await onlyOne(ada), "sign"));
  await nothingWaits();
  expect(await roleOf(ada, "Cy")).toBe("clinician");
});

test("TWO-1 what both propose is done once: of the other proposal nothing is left to do", async () => {
  const request = await role("Cy", "privacy-officer");
  must(await ada.vault.propose(request));
  must(await ben.vault.propose(request));
  await all();
  const adas = (await ben.vault.proposals()).find(({ isYours }) => !isYours);
  if (!adas) throw new Error("Ada's waits for Ben");
  must(await answer(ben, adas, "sign"));
  await nothingWaits();
  must(await ada.vault.propose(await role("Cy", "clinician")));
  await all();
  must(await answer(ben, await onlyOne(ben), "sign"));
  await all();
  // It can be done again, and nobody has answered it yet.
  must(await answer(ben, await onlyOne(ben), "decline"));
  await nothingWaits();
});

test("TWO-3 the roster moved before the second signature: it is proposed again, and the first owner is asked in turn", async () => {
  must(await ada.vault.propose(await role("Cy", "security-officer")));
  await all();
  const first = await onlyOne(ben);
  await somebodyElseActs();
  expect(must(await answer(ben, first, "sign"))).toEqual({ became: "proposed-again" });
  await all();
  expect(await roleOf(ada, "Cy")).toBe("clinician");
  const again = await onlyOne(ada);
  expect(again).toMatchObject({ byName: "Ben", isYours: false, wasYours: true, acts: first.acts });
  expect(again.id).not.toBe(first.id);
  expect(await code(answer(ben, first, "sign")), "the one before it").toBe("proposal-unknown");
  expect(must(await answer(ada, again, "sign"))).toEqual({ became: "signed" });
  await nothingWaits();
  expect(await roleOf(cy, "Cy")).toBe("security-officer");
  must(await ada.vault.propose(await role("Cy", "clinician")));
  await all();
  must(await answer(ben, await onlyOne(ben), "sign"));
});

test("TWO-4 who declines ends it; who takes theirs back leaves a signature that nobody can complete", async () => {
  await all();
  must(await ada.vault.propose(await role("Cy", "owner")));
  await all();
  expect(must(await answer(ben, await onlyOne(ben), "decline"))).toEqual({ became: "declined" });
  await nothingWaits();
  must(await ada.vault.propose(await role("Cy", "owner")));
  await all();
  const seen = await onlyOne(ben);
  const before = must(await ada.vault.verifyLedger()).statements;
  expect(must(await answer(ada, await onlyOne(ada), "decline"))).toEqual({ became: "declined" });
  expect(must(await ada.vault.verifyLedger()).statements, "the head has moved").toBe(before + 1);
  expect(await code(answer(ben, seen, "sign"))).toBe("proposal-unknown");
  await nothingWaits();
  expect(await roleOf(ada, "Cy")).toBe("clinician");
});

test("TWO-4 a no stays one when who said it is owner no more", async () => {
  must(await ada.vault.propose(await role("Cy", "owner")));
  await all();
  must(await answer(ben, await onlyOne(ben), "decline"));
  await all();
  must(await ada.vault.propose(await role("Ben", "clinician")));
  await all();
  must(await answer(ben, await onlyOne(ben), "sign"));
  await all();
  expect(await roleOf(ada, "Ben")).toBe("clinician");
  expect(await ada.vault.proposals()).toEqual([]);
  must(await ada.vault.giveRole({ member: await memberOf(ada, "Ben"), role: "owner" }));
  await nothingWaits();
});

test("TWO-1 recovery cards are given with the proposal and hold from the second signature on", async () => {
  const { cards } = must(await ada.vault.propose({ kind: "recovery", needed: 2, cards: 3 }));
  expect(cards).toHaveLength(3);
  expect(await ada.vault.recovery()).toBeUndefined();
  await all();
  const seen = await onlyOne(ben);
  expect(seen.acts).toEqual([{ kind: "recovery", needed: 2, cards: 3 }]);
  await somebodyElseActs();
  expect(must(await answer(ben, seen, "sign"))).toEqual({ became: "proposed-again" });
  await all();
  must(await answer(ada, await onlyOne(ada), "sign"));
  await nothingWaits();
  expect(await ada.vault.recovery()).toMatchObject({ needed: 2, cards: 3 });
  must(await ada.vault.drillRecoveryCards((cards ?? []).slice(1).map(({ text }) => text)));
});

test("TWO-1 two owners let somebody into a chart that neither reads; who reads it hands over the key", async () => {
  const { id: chart } = must(await cy.vault.createChart({ name: "Cy's own" }));
  await save(cy, chart, "Known to Cy.");
  await all();
  const member = await memberOf(ada, "Ben");
  const request = { chart, member, right: "read" } as const;
  expect(await code(ada.vault.shareChart({ ...request, kind: "progress" }))).toBe("second-owner-needed");
  must(await ada.vault.propose({ kind: "share", ...request }));
  await all();
  const seen = await onlyOne(ben);
  expect(seen.acts).toEqual([{ kind: "share", chart, chartName: "Cy's own", member, name: "Ben", right: "read" }]);
  must(await answer(ben, seen, "sign"));
  await nothingWaits();
  expect(await textsIn(ben, chart)).toEqual(["Known to Cy."]);
  expect(await textsIn(ada, chart)).toEqual([]);
});

test("TWO-2 TWO-3 two owners act at once: each signs the other's, one stands, and of the other nothing is left or all is asked anew", async () => {
  const [adas, bens] = [await role("Cy", "privacy-officer"), await role("Ada Owner", "clinician")];
  must(await ada.vault.propose(adas));
  must(await ben.vault.propose(bens));
  await all();
  const forBen = (await ben.vault.proposals()).find(({ isYours }) => !isYours);
  const forAda = (await ada.vault.proposals()).find(({ isYours }) => !isYours);
  if (!forBen || !forAda) throw new Error("each has one to sign");
  const outcomes = await Promise.all([answer(ben, forBen, "sign"), answer(ada, forAda, "sign")]);
  const became = outcomes.map((one) => (one.ok ? one.value.became : one.error.code));
  await all();
  const isAdaOwner = (await roleOf(ben, "Ada Owner")) === "owner";
  if (isAdaOwner) {
    expect(became).toEqual(["signed", "proposed-again"]);
    expect(await roleOf(ada, "Cy")).toBe("privacy-officer");
    must(await answer(ben, await onlyOne(ben), "decline"));
  } else {
    // Ben is the only owner now, and does alone what took two.
    expect(became).toEqual(["signed", "signed"]);
    must(await ben.vault.giveRole({ member: await memberOf(ben, "Ada Owner"), role: "owner" }));
  }
  await all();
  await nothingWaits();
  expect(await roleOf(ada, "Ada Owner")).toBe("owner");
  expect(await roleOf(ada, "Cy")).toBe("privacy-officer");
});

test("TWO-5 what a former owner proposed waits no more, and they sign nothing", async () => {
  must(await ada.vault.propose(await role("Cy", "owner")));
  await all();
  must(await answer(ben, await onlyOne(ben), "sign"));
  await all();
  // Three owners. Ben proposes something, and is owner no more before anybody signs it.
  must(await ben.vault.propose(await role("Ada Owner", "clinician")));
  must(await ada.vault.propose(await role("Ben", "clinician")));
  await all();
  const bens = (await cy.vault.proposals()).find(({ byName }) => byName === "Ben");
  const adas = (await cy.vault.proposals()).find(({ byName }) => byName === "Ada Owner");
  if (!bens || !adas) throw new Error("both wait for Cy");
  must(await answer(cy, adas, "sign"));
  await all();
  expect(await cy.vault.proposals()).toEqual([]);
  expect(await code(answer(cy, bens, "sign"))).toBe("proposal-unknown");
  expect(await ben.vault.proposals()).toEqual([]);
  expect(await code(answer(ben, bens, "sign"))).toBe("not-entitled");
  expect(await code(ben.vault.propose(await role("Cy", "biller")))).toBe("not-entitled");
  expect(await roleOf(ada, "Ada Owner")).toBe("owner");
});

/** Who is owner beside Ada by now. */
async function anotherOwner(): Promise<Device> {
  await all();
  return (await roleOf(ada, "Cy")) === "owner" ? cy : ben;
}

test("TWO-5 what was signed with a former device waits no more", async () => {
  const other = await anotherOwner();
  const phone = await stage.open();
  must(await phone.vault.enrolByKit({ kit, passphrase: adasPassphrase, totp: "", deviceName: "phone" }));
  await all();
  await settle(phone.vault);
  must(await phone.vault.propose({ kind: "recovery", needed: 2, cards: 4 }));
  await settle(phone.vault);
  await all();
  const seen = await onlyOne(other);
  const device = (await ada.vault.devices()).find(({ name }) => name === "phone")?.id ?? "";
  must(await ada.vault.revokeDevice({ device, reason: "retired" }));
  await all();
  expect(await other.vault.proposals()).toEqual([]);
  expect(await code(answer(other, seen, "sign"))).toBe("proposal-unknown");
});

test("TWO-6 KIT-6 a device that nobody vouches for neither proposes nor signs", async () => {
  const other = await anotherOwner();
  must(await other.vault.propose({ kind: "recovery", needed: 2, cards: 2 }));
  await all();
  const tablet = await stage.open();
  ada.network = cy.network = ben.network = "down";
  must(await tablet.vault.enrolByKit({ kit, passphrase: adasPassphrase, totp: "", deviceName: "t" }));
  const seen = await onlyOne(tablet);
  expect(await code(answer(tablet, seen, "sign"))).toBe("device-provisional");
  expect(await code(answer(tablet, seen, "decline"))).toBe("device-provisional");
  expect(await code(tablet.vault.propose(await role("Ben", "owner")))).toBe("device-provisional");
  ada.network = cy.network = ben.network = "up";
  await all();
  await settle(tablet.vault);
  expect(must(await answer(tablet, await onlyOne(tablet), "sign"))).toMatchObject({ became: expect.any(String) });
});

test("TWO-2 the answer to the second signature is lost: it stands once, and waits no more", async () => {
  const other = await anotherOwner();
  for (const one of await ada.vault.proposals()) must(await answer(ada, one, "decline"));
  await all();
  must(await ada.vault.propose(await role("Ben", "privacy-officer")));
  await all();
  const seen = await onlyOne(other);
  other.network = "answer-lost";
  expect((await answer(other, seen, "sign")).ok).toBe(false);
  other.network = "up";
  await all();
  expect(await roleOf(ada, "Ben")).toBe("privacy-officer");
  expect(await ada.vault.proposals()).toEqual([]);
  expect(await other.vault.proposals()).toEqual([]);
});
