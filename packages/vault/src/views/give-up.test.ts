import type { Bytes } from "@alcove/bytes";
import { encodeRevision, type RevisionOf } from "@alcove/records";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Save } from "../engine/outbox.ts";
import type { Store } from "../ports.ts";
import { id, inLedger, newFold, note, openTestStore, testChart, toFold } from "../testing/memory-fold.ts";
import type { Fold } from "./fold.ts";
import { giveUp } from "./give-up.ts";

let store: Store;
beforeAll(() => {
  store = openTestStore();
});
afterAll(() => store.close());

/** A revision of record 1 that stands on earlier ones, in the ledger or waiting. */
type Made = { readonly revision: RevisionOf<"note">; readonly number: number; readonly parents: readonly Bytes[] };

function add(fold: Fold, made: Made, waits: boolean): void {
  const { revision, number, parents } = made;
  const place = waits ? ({ kind: "outbox", sequence: number } as const) : inLedger(number);
  fold.add(toFold(1, revision, { number, parents, place }));
}

const saveOf = ({ revision, number, parents }: Made): Save => [
  {
    destination: { kind: "clinical", chart: testChart },
    record: id(1),
    id: revision.revision,
    number,
    parents,
    revision: encodeRevision(revision),
  },
];

/** What lists, conflicts and revisions say; not the place in the index, which moves. */
const says = (fold: Fold) => {
  const note = fold.note(id(1));
  return {
    note: note && { ...note, docid: 0 },
    conflicts: fold.charts(),
    revisions: fold.revisionsOf(id(1)),
    standing: fold.standing(id(1)).map((row) => row["revision"]),
  };
};

/** Each stands on some of those before it. */
const histories = fc
  .array(fc.record({ on: fc.array(fc.nat(5), { maxLength: 2 }), waits: fc.boolean() }), { minLength: 1, maxLength: 6 })
  .map((steps) => {
    const made: (Made & { readonly waits: boolean })[] = [];
    for (const [at, { on, waits }] of steps.entries()) {
      const parents = [...new Set(on.filter((one) => one < at))].map((one) => made[one] as Made);
      const number = Math.max(0, ...parents.map((parent) => parent.number)) + 1;
      const revision = note(at + 1, { date: `2026-11-${10 + at}`, text: `Words ${at}.` });
      made.push({ revision, number, parents: parents.map((parent) => parent.revision.revision), waits });
    }
    return made;
  });

test("after a save was given up the lists are as if it had never been, whatever stands beside it", async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.nat(), async (made, pick) => {
      const gone = made[pick % made.length] as Made;
      const [fold, other] = [newFold(store), newFold(store)];
      for (const one of made) add(fold, one, one.waits || one === gone);
      for (const one of made) if (one !== gone) add(other, one, one.waits);
      const words = new Map(made.map(({ revision }) => [revision.revision.join(), revision]));
      await giveUp(fold, saveOf(gone), (revision) => Promise.resolve(words.get(revision.join())));
      expect(says(fold)).toEqual(says(other));
      fold.close();
      other.close();
    }),
  );
});

test("its words leave the text index, and an import brings it again", async () => {
  const fold = newFold(store);
  const digest = new Uint8Array(32).fill(7);
  const made: Made = { revision: note(1, { source: { path: "a.txt", digest } }), number: 1, parents: [] };
  add(fold, made, true);
  const docid = Number(fold.note(id(1))?.["docid"]);
  fold.markIndexed(id(1), id(1));
  await giveUp(fold, saveOf(made), () => Promise.resolve(undefined));
  expect(fold.takeDropped()).toEqual([docid]);
  expect(fold.hasSource(digest)).toBe(false);
  expect(fold.noteCount()).toBe(0);
  fold.close();
});
