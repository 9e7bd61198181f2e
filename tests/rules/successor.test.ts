/** An author's own cards for psychotherapy notes on real devices and a real server (docs/spec, SUC). */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecoveryCardText } from "@alcove/vault";
import { type Device, found, must, openStatus, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";
import { keepsSpentCards } from "./spent-cards.ts";

const words = "willow anchor cedar lantern mint";
let stage: Stage;
let ada: Device;
let cleo: Device;
let sam: Device;
let chart = "";
let later = "";
let practices: readonly RecoveryCardText[] = [];
let cards: readonly RecoveryCardText[] = [];

const text = (from: readonly RecoveryCardText[], ...numbers: number[]) =>
  numbers.map((number) => from[number - 1]?.text ?? "");
const useBy = async ({ vault }: Device, texts: readonly string[]) => {
  const used = await vault.useSuccessorCards(texts);
  return used.ok ? "used" : used.error.code;
};
const settleAll = async (...devices: Device[]) => {
  for (const { vault } of [...devices, ...devices]) await settle(vault);
};
const apart = async (device: Device, of: string) => (await textsIn(device, of)).toSorted();

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  cleo = await join(stage, ada, "Cleo", "clinician");
  sam = await join(stage, ada, "Sam", "clinician");
  practices = must(await ada.vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  chart = must(await cleo.vault.createChart({ name: "R. Client" })).id;
  await save(cleo, chart, "before the cards", { kind: "psychotherapy" });
  await settleAll(cleo, ada, sam);
});
afterAll(() => stage.close());

test("SUC-1 SUC-7 an author makes cards by themselves, and the keys of their notes follow by themselves", async () => {
  expect(await cleo.vault.succession()).toMatchObject({ charts: 1, uses: [], namedBy: [] });
  expect((await cleo.vault.makeSuccessorCards({ needed: 1, cards: 3 })).ok).toBe(false);
  const oneself = await memberOf(cleo, "Cleo");
  expect(await cleo.vault.makeSuccessorCards({ needed: 2, cards: 3, successor: oneself })).toMatchObject({
    error: { code: "not-entitled" },
  });
  const successor = await memberOf(cleo, "Sam");
  cards = must(await cleo.vault.makeSuccessorCards({ needed: 2, cards: 3, successor }));
  expect(cards[0]).toMatchObject({ notesOf: "Cleo", number: 1, needed: 2, cards: 3 });
  await settle(cleo.vault);
  later = must(await cleo.vault.createChart({ name: "L. Later" })).id;
  await save(cleo, later, "after the cards", { kind: "psychotherapy" });
  await save(cleo, later, "a progress note");
  await settleAll(cleo, ada, sam);
  const expected = { needed: 2, cards: 3, delivered: 2, waiting: 0, successor: { name: "Sam", isHere: true } };
  expect((await cleo.vault.succession())?.set).toMatchObject(expected);
  expect((await sam.vault.succession())?.namedBy).toMatchObject([{ name: "Cleo" }]);
  expect((await ada.vault.succession())?.namedBy).toEqual([]);
  for (const device of [ada, cleo, sam]) expect(await alarmsOf(device)).toEqual([]);
});

test("SUC-6 a drill by the author puts nothing together", async () => {
  must(await cleo.vault.drillRecoveryCards(text(cards, 3, 1)));
  expect((await cleo.vault.succession())?.set?.drilled).toEqual([3, 1]);
  expect(await ada.vault.drillRecoveryCards(text(cards, 3, 1))).toMatchObject({
    error: { code: "recovery-cards-other" },
  });
  expect(await cleo.vault.drillRecoveryCards(text(practices, 1))).toMatchObject({ error: { code: "not-entitled" } });
});

test("SUC-4 too few, a wrong word, the practice's, another practice's, and somebody else's hands open nothing (IN-01)", async () => {
  const elsewhere = await stage.open();
  await found(stage, elsewhere);
  const others = must(await elsewhere.vault.makeSuccessorCards({ needed: 2, cards: 3 }));
  const spoken = cards[1]?.words.map((line) => line.join(" ")).join("\n") ?? "";
  const wrongWord = spoken.split(/\s+/).with(30, spoken.split(/\s+/)[30] === "zoo" ? "zone" : "zoo");
  const said = async (texts: readonly string[]) => useBy(sam, texts);
  expect(await said(text(cards, 1))).toBe("recovery-cards-few");
  expect(await said([])).toBe("recovery-cards-few");
  expect(await said(text(cards, 1, 1))).toBe("recovery-card-twice");
  expect(await said([...text(cards, 1), wrongWord.join(" ")])).toBe("recovery-word-wrong");
  expect(await said(text(practices, 1, 2))).toBe("recovery-cards-other");
  expect(await said([...text(cards, 1), ...text(practices, 2)])).toBe("recovery-cards-differ");
  expect(await said(text(others, 1, 2))).toBe("recovery-card-elsewhere");
  expect(await useBy(ada, text(cards, 1, 2))).toBe("successor-not-named");
  expect(await useBy(cleo, text(cards, 1, 2))).toBe("successor-not-named");
  // By the way for the practice's cards the server knows no such set.
  const fresh = await stage.open();
  const asked = { reason: "absent", passphrase: words, deviceName: "x", server: stage.server.origin } as const;
  expect(await fresh.vault.recoverByCards({ ...asked, cards: text(cards, 1, 2) })).toMatchObject({
    error: { code: "recovery-set-unknown" },
  });
  for (const device of [ada, sam]) expect(await apart(device, chart)).toEqual([]);
});

test("SUC-8 cut off before it stands, nothing opens, and no key stays", async () => {
  sam.network = "cut";
  expect(await useBy(sam, text(cards, 1, 2))).toBe("server-unreachable");
  expect(keepsSpentCards(sam)).toBe(true);
  sam.network = "up";
  await settleAll(ada, cleo, sam);
  expect(keepsSpentCards(sam)).toBe(false);
  expect(await apart(sam, chart)).toEqual([]);
});

test("SUC-5 SUC-8 with enough cards the named member reads them, those written before the cards too, also where the answer was lost", async () => {
  sam.network = "answer-lost";
  expect(await useBy(sam, [...text(cards, 3), cards[0]?.words.map((line) => line.join(" ")).join("\n") ?? ""])).toBe(
    "server-unreachable",
  );
  await sam.vault.lock("person");
  sam.network = "up";
  must(await sam.vault.unlock(words));
  await settle(sam.vault);
  expect(await apart(sam, chart)).toEqual(["before the cards"]);
  expect(await apart(sam, later)).toEqual(["after the cards"]);
  expect(await useBy(sam, text(cards, 1, 2))).toBe("recovery-card-void");
  expect(await alarmsOf(sam)).toEqual([]);
});

test("SUC-5 everybody is shown it; nobody else reads, and nothing that the author begins later is read", async () => {
  await settleAll(ada, cleo);
  for (const device of [ada, cleo, sam])
    expect((await device.vault.succession())?.uses).toMatchObject([
      { authorName: "Cleo", byName: "Sam", charts: 2, isYours: device === cleo, isByYou: device === sam },
    ]);
  expect((await cleo.vault.succession())?.set).toBeUndefined();
  await save(cleo, chart, "while Sam reads", { kind: "psychotherapy" });
  const own = must(await cleo.vault.createChart({ name: "N. New" })).id;
  await save(cleo, own, "begun after", { kind: "psychotherapy" });
  await settleAll(cleo, ada, sam);
  expect(await apart(sam, chart)).toEqual(["before the cards", "while Sam reads"]);
  expect(await apart(sam, own)).toEqual([]);
  expect(await apart(ada, chart)).toEqual([]);
  // What the set's key opened came to Sam by their own key meanwhile, and it is gone.
  expect(keepsSpentCards(sam)).toBe(false);
  await sam.vault.lock("person");
  must(await sam.vault.unlock(words));
  await settle(sam.vault);
  expect(await apart(sam, chart)).toEqual(["before the cards", "while Sam reads"]);
});

test("LEA-5 what they could have read names the use of the cards", async () => {
  const { report } = must(await cleo.vault.couldHaveRead({ member: await memberOf(cleo, "Sam") }));
  const theirs = report.compartments.filter(({ kind }) => kind === "psychotherapy");
  expect(theirs.map(({ rights }) => rights)).toMatchObject([
    [{ right: "read", begun: { byName: "Sam" } }],
    [{ right: "read", begun: { byName: "Sam" } }],
  ]);
});

test("SUC-5 the author's own word ends it", async () => {
  expect(await sam.vault.endSuccession()).toMatchObject({ error: { code: "recovery-set-missing" } });
  must(await cleo.vault.endSuccession());
  await save(cleo, chart, "after the end", { kind: "psychotherapy" });
  await settleAll(cleo, sam);
  expect(await apart(sam, chart)).toEqual([]);
  expect(await apart(sam, later)).toEqual([]);
  await settle(ada.vault);
  expect((await ada.vault.succession())?.uses).toMatchObject([{ charts: 0 }]);
  expect((await openStatus(cleo.vault)).alarms).toEqual([]);
});

test("SUC-3 an author ends their cards, and makes others that nobody was named for", async () => {
  expect(await cleo.vault.endSuccessorCards()).toMatchObject({ error: { code: "recovery-set-missing" } });
  const ended = must(await cleo.vault.makeSuccessorCards({ needed: 2, cards: 2 }));
  must(await cleo.vault.endSuccessorCards());
  cards = must(await cleo.vault.makeSuccessorCards({ needed: 2, cards: 2 }));
  await settleAll(cleo, sam, ada);
  expect(await useBy(sam, text(ended, 1, 2))).toBe("recovery-card-void");
});

test("SUC-2 SUC-4 when the author is gone, and the practice was recovered, the cards still open them", async () => {
  const member = await memberOf(ada, "Cleo");
  must(await ada.vault.removeMember({ member }));
  expect(await ada.vault.leaving(member)).toMatchObject({ isGone: true, hasOwnCards: true });
  await settleAll(ada, sam);
  expect(await apart(ada, chart)).toEqual([]);
  const executor = await stage.open();
  must(
    await executor.vault.recoverByCards({
      cards: text(practices, 1, 2),
      reason: "absent",
      passphrase: words,
      deviceName: "executor's",
    }),
  );
  must(await executor.vault.confirmFreshness());
  await settle(executor.vault);
  expect(await apart(executor, chart), "by the practice's cards").toEqual([]);
  expect(await useBy(executor, text(cards, 1, 2))).toBe("used");
  await settle(executor.vault);
  expect(await apart(executor, chart)).toEqual(["after the end", "before the cards", "while Sam reads"]);
  // With nobody else left to give it, their own device does.
  await settle(executor.vault);
  expect(keepsSpentCards(executor)).toBe(false);
  await settle(sam.vault);
  expect(await apart(sam, chart)).toEqual([]);
  for (const device of [executor, sam]) {
    expect(await alarmsOf(device)).toEqual([]);
    expect(must(await device.vault.verifyLedger()).problems).toEqual([]);
  }
});
