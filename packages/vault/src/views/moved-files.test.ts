/** MOV-7: when a file counts as taken out, in whichever order its revisions and what says so come. */

import type { RevisionOf } from "@alcove/records";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Store } from "../ports.ts";
import { id, inLedger, newFold, openTestStore, testChart, testPhone, toFold } from "../testing/memory-fold.ts";
import type { ToFold } from "./lists/list.ts";

let store: Store;
beforeAll(() => {
  store = openTestStore();
});
afterAll(() => store.close());

const colleague = id(80);
const attachment: RevisionOf<"attachment"> = {
  ...{ type: "attachment", revision: id(11), writtenAt: 1, name: "a.pdf", mediaType: "application/pdf", bytes: 5 },
  ...{ blob: id(500), key: new Uint8Array(32), hash: new Uint8Array(32) },
};
const file = toFold(1, attachment);
const said = (revision: number, changes: Partial<ToFold> = {}, of = 1) =>
  toFold(
    30,
    {
      ...{ type: "document", revision: id(revision), writtenAt: 1, file: id(of) },
      ...{ category: "letter", title: "quince", from: "" },
    },
    changes,
  );
const out = (revision: number, changes: Partial<ToFold> = {}, back = false, of = 1) =>
  toFold(
    50,
    {
      ...{ type: "moved-file", revision: id(revision), writtenAt: 1, file: id(of) },
      ...{ reason: "about-another", to: id(400), back },
    },
    changes,
  );
function isOut(...entries: ToFold[]): boolean {
  const fold = newFold(store);
  for (const entry of entries) fold.add(entry);
  const taken = fold.fileTakenOut(id(1)) !== undefined;
  expect([fold.attachmentsOf(testChart).length, fold.attachment(id(1)) === undefined]).toEqual([taken ? 0 : 1, taken]);
  fold.close();
  return taken;
}
const elsewhere = { ...inLedger(90), compartment: id(901) } as const;
const over = (parent: number) => ({ number: 2, parents: [id(parent)], place: inLedger(parent + 1) });

test("MOV-7 who added it takes it out, from another of their devices too, and nobody else does", () => {
  expect(isOut(file)).toBe(false);
  expect(isOut(file, out(51))).toBe(true);
  expect(isOut(file, out(51, { author: testPhone }))).toBe(true);
  expect(isOut(file, out(51, { author: colleague })), "not a colleague").toBe(false);
  expect(isOut(file, out(51, { place: elsewhere })), "not from another compartment").toBe(false);
  expect(isOut(file, out(51, { chart: id(901) })), "not from another chart").toBe(false);
  expect(isOut(file, out(51, { place: { kind: "outbox", sequence: 4 } }))).toBe(true);
  expect(isOut(file, out(51, {}, false, 2)), "another one").toBe(false);
});

test("MOV-7 what a colleague says of it keeps it; what lies elsewhere is not said of it", () => {
  expect(isOut(file, said(31), out(51)), "their own words").toBe(true);
  expect(isOut(file, said(31, { author: colleague }), out(51))).toBe(false);
  expect(isOut(file, said(31), said(32, { author: colleague, ...over(31) }), out(51))).toBe(false);
  expect(isOut(file, said(31, { author: colleague, place: elsewhere }), out(51))).toBe(true);
  expect(isOut(file, said(31, { author: colleague }, 2), out(51)), "of another one").toBe(true);
});

test("MOV-10 a further revision brings it back, and one by a colleague does too", () => {
  expect(isOut(file, out(51), out(52, over(51), true))).toBe(false);
  expect(isOut(file, out(51), out(53, { ...over(51), author: colleague }))).toBe(false);
  expect(isOut(file, out(51), out(53, over(51), false, 2)), "it is about another one now").toBe(false);
});

test("MOV-7 whatever comes first, the lists say the same", () => {
  // Of one record the earlier revision comes first, as in its compartment.
  const tracks = [
    [file],
    [said(31, { author: colleague }), said(32, { author: colleague, ...over(31) }, 2)],
    [out(51), out(52, over(51), true), out(53, { number: 3, parents: [id(52)], place: inLedger(53) })],
  ];
  fc.assert(
    fc.property(fc.array(fc.nat(2), { minLength: 6, maxLength: 12 }), (turns) => {
      const left = tracks.map((track) => [...track]);
      const order = [...turns, 0, 1, 1, 2, 2, 2].flatMap((turn) => left[turn]?.splice(0, 1) ?? []);
      expect(order).toHaveLength(6);
      expect(isOut(...order)).toBe(true);
    }),
  );
});

test("MOV-7 a record that leaves this device's lists takes what it said along", () => {
  const fold = newFold(store);
  for (const entry of [file, out(51, { place: { kind: "outbox", sequence: 4 } })]) fold.add(entry);
  expect(fold.attachmentsOf(testChart)).toEqual([]);
  fold.remove(id(50), id(51));
  expect(fold.attachmentsOf(testChart)).toHaveLength(1);
  fold.close();
});
