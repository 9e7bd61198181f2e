import { utf8 } from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import { measures } from "@alcove/content/measures";
import type { RevisionOf } from "@alcove/records";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Opened } from "../../engine/opened.ts";
import type { Store } from "../../ports.ts";
import { id, newFold, openTestStore, toFold } from "../../testing/memory-fold.ts";
import { knownMeasures, offeredMeasures, ownMeasures } from "./known.ts";

let store: Store;
beforeAll(() => {
  store = openTestStore();
});
afterAll(() => store.close());

const words = JSON.stringify({ ...measures[0], id: "gad-7", name: "Ours" });
const own = (revision: number, measure: string, retired = false): RevisionOf<"own-measure"> => ({
  type: "own-measure",
  revision: id(revision),
  writtenAt: revision,
  measure,
  rights: "Written by us.",
  retired,
});
/** A device to whose directory somebody wrote these, one after the other under the id of the first. */
function device(...revisions: readonly RevisionOf<"own-measure">[]): Opened {
  const fold = newFold(store);
  const record = hash(utf8(`own measure: ${revisions[0]?.measure}`)).slice(0, 16);
  for (const [i, revision] of revisions.entries()) {
    const parents = i === 0 ? [] : [id(i)];
    fold.add(toFold(1, revision, { record, number: i + 1, parents, chart: null }));
  }
  return { fold, state: { roster: undefined }, keys: { account: id(5) } } as unknown as Opened;
}

test("MEA-8 a practice's own is found under the id of its words, whatever it calls itself", () => {
  const opened = device(own(1, words));
  const [one] = ownMeasures(opened);
  expect(one?.measure.id).toMatch(/^own-[0-9a-f]{32}$/);
  expect(knownMeasures(opened)(one?.measure.id ?? "", "1")?.name).toBe("Ours");
  expect(knownMeasures(opened)("gad-7", "1")?.name).toBe("GAD-7");
});

test("MEA-8 words that its id was not made from count for nothing", () => {
  const changed = words.replace('"from":5', '"from":1');
  expect(changed).not.toBe(words);
  const opened = device(own(1, words), own(2, changed));
  expect(ownMeasures(opened)).toEqual([]);
  expect(offeredMeasures(opened)).toHaveLength(measures.length);
});

test("MEA-1 MEA-8 what is no measure is none, and breaks nothing", () => {
  for (const text of ["", "{", "[]", "null", '{"name":"x"}', words.replace('"kroenke"', '"nobody"')])
    expect(ownMeasures(device(own(1, text)))).toEqual([]);
});

test("MEA-8 one that is retired is offered no more, and found", () => {
  const opened = device(own(1, words), own(2, words, true));
  const [one] = ownMeasures(opened);
  expect(one?.retired).toBe(true);
  expect(offeredMeasures(opened)).toHaveLength(measures.length);
  expect(knownMeasures(opened)(one?.measure.id ?? "", "1")?.name).toBe("Ours");
});
