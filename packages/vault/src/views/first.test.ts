/** REC-4, REC-6, REC-7: of what claims a record or a revision the ledger's first counts, in whichever order a device comes to read it. */

import type { RevisionOf } from "@alcove/records";
import { type AccountId, asId } from "@alcove/bytes";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Store } from "../ports.ts";
import {
  id,
  inLedger,
  newFold,
  note,
  openTestStore,
  testChart,
  testDevice,
  testPhone,
  toFold,
} from "../testing/memory-fold.ts";
import type { Fold } from "./fold.ts";
import { belongsIn } from "./homes.ts";
import type { ToFold } from "./lists/list.ts";

let store: Store;
beforeAll(() => {
  store = openTestStore();
});
afterAll(() => store.close());

const otherChart = id(901);
const colleague = id(80);
const stamp = (revision: number) => ({ revision: id(revision), writtenAt: 1 });

/** What a list says after these, in this order and in the other one. */
function bothWays<T>(entries: readonly ToFold[], read: (fold: Fold) => T): [T, T] {
  const one = (order: readonly ToFold[]): T => {
    const fold = newFold(store);
    for (const entry of order) fold.add(entry);
    const said = read(fold);
    fold.close();
    return said;
  };
  return [one(entries), one(entries.toReversed())];
}
const twice = <T>(one: T): [T, T] => [one, one];

test("REC-6 a note, a fact, a file and a form stay where the ledger had them first, also for who was given that key last", () => {
  const flag = (revision: number, words: string): RevisionOf<"flag"> => ({
    type: "flag",
    ...stamp(revision),
    about: "other",
    words,
    since: "2026-05-02",
  });
  const file = (revision: number, name: string): RevisionOf<"attachment"> => ({
    type: "attachment",
    ...stamp(revision),
    name,
    mediaType: "text/plain",
    bytes: 1,
    hash: new Uint8Array(32),
    key: new Uint8Array(32),
    blob: id(revision),
  });
  const laid = { chart: otherChart, place: inLedger(500), author: colleague, number: 9 } as const;
  const text = (fold: Fold) => [testChart, otherChart].map((chart) => fold.notesOf(chart).map((row) => row["title"]));
  expect(bothWays([toFold(1, note(1)), toFold(1, note(2), laid)], text)).toEqual(twice([["Title 1"], []]));
  const facts = (fold: Fold) =>
    [testChart, otherChart].map((chart) => fold.structuredOf("flag", chart).map(({ value }) => value.words));
  expect(bothWays([toFold(1, flag(1, "Ada")), toFold(1, flag(2, "Mal"), laid)], facts)).toEqual(twice([["Ada"], []]));
  const files = (fold: Fold) =>
    [testChart, otherChart].map((chart) => fold.attachmentsOf(chart).map((row) => row["name"]));
  expect(bothWays([toFold(1, file(1, "a")), toFold(1, file(2, "b"), laid)], files)).toEqual(twice([["a"], []]));
});

test("REC-6 what waits on this device gives way to nothing, and what gave way is in no list", () => {
  const fold = newFold(store);
  fold.add(toFold(1, note(1), { place: { kind: "outbox", sequence: 1 } }));
  fold.add(toFold(1, note(2), { chart: otherChart, place: inLedger(1) }));
  expect(fold.notesOf(testChart)).toHaveLength(1);
  fold.close();
  const late = newFold(store);
  late.add(toFold(1, note(2), { chart: otherChart, place: inLedger(500) }));
  late.add(toFold(1, note(3), { chart: otherChart, place: inLedger(501), parents: [id(2)], number: 2 }));
  late.add(toFold(1, note(1)));
  expect(late.revisionsOf(id(1)).map((row) => row["revision"])).toEqual([id(1)]);
  late.add(toFold(1, note(4), { number: 2, parents: [id(1)] }));
  expect(late.note(id(1))).toMatchObject({ title: "Title 4", revisions: 2 });
  late.close();
});

test("REC-4 of two under one revision's id the ledger's first counts", () => {
  const laid = toFold(2, note(1, { title: "Mal" }), { chart: otherChart, place: inLedger(500), author: colleague });
  const read = (fold: Fold) => [testChart, otherChart].map((chart) => fold.notesOf(chart).map((row) => row["title"]));
  expect(bothWays([toFold(1, note(1)), laid], read)).toEqual(twice([["Title 1"], []]));
});

test("REC-7 a snippet is of who wrote it first, on any of their devices", () => {
  const snippet = (revision: number, text: string, gone = false): RevisionOf<"snippet"> => ({
    type: "snippet",
    ...stamp(revision),
    word: "hi",
    text,
    gone,
  });
  const says = (...more: ToFold[]) => {
    const fold = newFold(store);
    for (const entry of [toFold(1, snippet(1, "as Ada says"), { chart: null }), ...more]) fold.add(entry);
    const [found] = fold.structuredOfType("snippet");
    fold.close();
    return found?.value.text;
  };
  const over = { chart: null, number: 50, parents: [id(1)] };
  expect(says(toFold(1, snippet(2, "from the phone"), { ...over, author: testPhone }))).toBe("from the phone");
  expect(says(toFold(1, snippet(2, "", true), { ...over, author: colleague }))).toBe("as Ada says");
  const mine = toFold(1, snippet(3, "anew"), { chart: null, number: 2, parents: [id(1)] });
  expect(says(toFold(1, snippet(2, "as Mal says"), { ...over, author: colleague }), mine)).toBe("anew");
});

test("REC-7 DIS-3 of what was given out nothing is said anew, but that it was written down by mistake", () => {
  const given = (revision: number, to: string, mistaken: boolean): RevisionOf<"disclosure"> => ({
    type: "disclosure",
    ...stamp(revision),
    on: "2026-05-02",
    to,
    address: "",
    what: "All of it",
    basis: "court",
    purpose: "Order of 2 May",
    authorisation: "",
    mistaken,
  });
  const says = (next: RevisionOf<"disclosure">) => {
    const fold = newFold(store);
    fold.add(toFold(1, given(1, "Circuit Court", false)));
    fold.add(toFold(1, next, { number: 2, parents: [id(1)], author: colleague }));
    const [found] = fold.structuredOf("disclosure", testChart);
    fold.close();
    return [found?.value.to, found?.value.mistaken];
  };
  expect(says(given(2, "Circuit Court", true))).toEqual(["Circuit Court", true]);
  expect(says(given(2, "Nobody", false))).toEqual(["Circuit Court", false]);
  expect(says({ ...given(2, "Circuit Court", true), purpose: "other" })).toEqual(["Circuit Court", false]);
});

test("REC-7 CASE-1 CASE-6 a paper that asks for the record is of its kind for good, and goes inside nothing", () => {
  const paper = (revision: number, kind: RevisionOf<"case">["kind"], moved = false): RevisionOf<"case"> => ({
    type: "case",
    ...stamp(revision),
    kind,
    received: "2026-05-02",
    ...{ from: "", address: "", asked: "", checked: "", steps: [] },
    ...(moved ? { moved: true as const } : {}),
  });
  const fold = newFold(store);
  fold.add(toFold(1, paper(1, "subpoena")));
  fold.add(toFold(1, paper(2, "duty-to-warn"), { number: 2, parents: [id(1)], author: colleague }));
  expect(fold.structuredOf("case", testChart).map(({ value }) => value.kind)).toEqual(["subpoena"]);
  fold.add(
    toFold(1, { ...paper(4, "subpoena"), asked: "All of it" }, { number: 2, parents: [id(1)], author: colleague }),
  );
  expect(fold.structuredOf("case", testChart).map(({ value }) => value.asked)).toEqual(["All of it"]);
  fold.close();
  const author = asId<AccountId>(testDevice);
  expect(belongsIn({ kind: "clinical", author }, paper(3, "subpoena", true))).toBe(false);
  expect(belongsIn({ kind: "clinical", author }, paper(3, "access", true))).toBe(false);
  expect(belongsIn({ kind: "administrative", author }, paper(3, "access", true))).toBe(true);
});
