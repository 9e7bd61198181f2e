/** MOV-1, MOV-2: when a note counts as taken out, in whichever order its revisions and what says so come. */

import type { RevisionOf } from "@alcove/records";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Store } from "../ports.ts";
import { id, inLedger, newFold, note, openTestStore, testChart, testPhone, toFold } from "../testing/memory-fold.ts";
import type { Fold } from "./fold.ts";
import { giveUp } from "./give-up.ts";
import type { ToFold } from "./lists/list.ts";

let store: Store;
let fold: Fold;
beforeAll(() => {
  store = openTestStore();
});
afterAll(() => store.close());
beforeEach(() => {
  fold = newFold(store);
});
afterEach(() => fold.close());

const colleague = id(80);
const moved = (revision: number, version: number, back = false): RevisionOf<"moved"> => ({
  type: "moved",
  revision: id(revision),
  writtenAt: 1,
  note: id(1),
  version: id(version),
  date: "2026-11-21",
  reason: "about-another",
  to: id(400),
  back,
});
const first = toFold(1, note(11));
const second = (changes: Partial<ToFold> = {}) =>
  toFold(1, note(12), { number: 2, parents: [id(11)], place: inLedger(12), ...changes });
const out = (revision: RevisionOf<"moved">, changes: Partial<ToFold> = {}) => toFold(50, revision, changes);
const isOut = (...entries: ToFold[]): boolean => {
  const fresh = newFold(store);
  for (const entry of entries) fresh.add(entry);
  const [listed, taken] = [fresh.notesOf(testChart).length, fresh.noteTakenOut(id(1)) !== undefined];
  expect(listed).toBe(taken ? 0 : 1);
  fresh.close();
  return taken;
};

test("MOV-2 its author takes out the version they saw, from another of their devices too", () => {
  expect(isOut(first, out(moved(51, 11)))).toBe(true);
  expect(isOut(first, out(moved(51, 11), { author: testPhone }))).toBe(true);
  expect(isOut(first, out(moved(51, 11), { author: colleague })), "not a colleague").toBe(false);
  expect(isOut(first, second(), out(moved(51, 11))), "not what they did not see").toBe(false);
  expect(isOut(first, second(), out(moved(51, 12)))).toBe(true);
  expect(isOut(first, second({ author: colleague }), out(moved(51, 12))), "nobody's words but their own").toBe(false);
  const beside = second({ parents: [], author: testPhone });
  for (const version of [11, 12]) expect(isOut(first, beside, out(moved(51, version)))).toBe(false);
});

test("MOV-1 it takes nothing out from another compartment", () => {
  const elsewhere = { ...inLedger(90), compartment: id(901) } as const;
  expect(isOut(first, out(moved(51, 11), { place: elsewhere }))).toBe(false);
  expect(isOut(first, out(moved(51, 11), { place: { kind: "outbox", sequence: 4 } }))).toBe(true);
});

test("MOV-6 a further revision brings it back, and one by a colleague does too", () => {
  const back = out(moved(52, 11, true), { number: 2, parents: [id(51)], place: inLedger(52) });
  expect(isOut(first, out(moved(51, 11)), back)).toBe(false);
  const byOther = out(moved(53, 11), { number: 2, parents: [id(51)], place: inLedger(53), author: colleague });
  expect(isOut(first, out(moved(51, 11)), byOther)).toBe(false);
});

test("MOV-2 whatever comes first, the lists say the same", () => {
  // Of one record the earlier revision comes first, as in its compartment.
  const versions = [first, second()];
  const said = [
    out(moved(51, 12)),
    out(moved(52, 12, true), { number: 2, parents: [id(51)], place: inLedger(52) }),
    out(moved(53, 12), { number: 3, parents: [id(52)], place: inLedger(53) }),
  ];
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), (turns) => {
      const [left, right] = [[...versions], [...said]];
      const entries = turns.map(
        (turn) => ((turn ? left.shift() : right.shift()) ?? left.shift() ?? right.shift()) as ToFold,
      );
      expect(isOut(...entries)).toBe(true);
    }),
  );
});

test("MOV-3 the words of what is out leave the text index, and come again with it", () => {
  fold.add(first);
  expect(fold.markIndexed(id(1), id(11))).toBeDefined();
  fold.add(out(moved(51, 11)));
  expect(fold.takeDropped()).toHaveLength(1);
  expect([fold.unindexed(9), fold.markIndexed(id(1), id(11)), fold.noteCount()]).toEqual([[], undefined, 0]);
  fold.add(out(moved(52, 11, true), { number: 2, parents: [id(51)], place: inLedger(52) }));
  expect([fold.unindexed(9).length, fold.noteCount()]).toEqual([1, 1]);
});

test("MOV-2 a save that was given up takes nothing out", async () => {
  fold.add(first);
  const revision = moved(51, 11);
  fold.add(out(revision, { place: { kind: "outbox", sequence: 4 } }));
  expect(fold.notesOf(testChart)).toHaveLength(0);
  const destination = { kind: "clinical", chart: testChart } as const;
  const { encodeRevision } = await import("@alcove/records");
  const save = { destination, record: id(50), id: id(51), number: 1, parents: [], revision: encodeRevision(revision) };
  await giveUp(fold, [save], async () => undefined);
  expect(fold.notesOf(testChart)).toHaveLength(1);
});
