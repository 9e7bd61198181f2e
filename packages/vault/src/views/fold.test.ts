import { equalBytes } from "@alcove/bytes";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../ports.ts";
import {
  accountOf,
  addIndexed,
  id,
  inLedger,
  newFold,
  newTextIndex,
  note,
  openTestStore,
  testChart,
  toFold,
} from "../testing/memory-fold.ts";
import { type Fold, isFold, openFold, parentsIn } from "./fold.ts";
import { dayNumber, docidFrom, docidThrough } from "./lists/docids.ts";
import type { ToFold } from "./lists/list.ts";
import type { TextIndex } from "./text-index.ts";

let store: Store;
let fold: Fold;
let both: { readonly fold: Fold; readonly index: TextIndex };
beforeAll(() => {
  store = openTestStore();
});
afterAll(() => store.close());
beforeEach(() => {
  fold = newFold(store);
  both = { fold, index: newTextIndex(store) };
});
afterEach(() => {
  fold.close();
  both.index.close();
});

const outbox = (sequence: number) => ({ kind: "outbox", sequence }) as const;
const found = (match: string) =>
  both.index.count({ match, kind: "progress", chart: undefined, devices: undefined, from: undefined, to: undefined });
const titles = (of = fold) => of.notesOf(testChart).map((row) => row["title"]);

describe("notes", () => {
  test("a revision that stands on another takes its place, also in the index", () => {
    addIndexed(both, 1, note(1, { text: "elephant" }));
    addIndexed(both, 1, note(2, { text: "giraffe", title: "Changed" }), { number: 2, parents: [id(1)] });
    expect(fold.note(id(1))).toMatchObject({ title: "Changed", revisions: 2, standing: 1, current: id(2) });
    expect([found("elephant"), found("giraffe")]).toEqual([0, 1]);
    expect(fold.revisionsOf(id(1)).map((row) => [row["number"], parentsIn(row)])).toEqual([
      [1, []],
      [2, [id(1)]],
    ]);
  });

  test("two revisions side by side both stand, and the same one leads whatever comes first", () => {
    const first = toFold(1, note(1));
    const left = toFold(1, note(2, { title: "Left" }), { number: 2, parents: [id(1)] });
    const right = toFold(1, note(3, { title: "Right" }), { number: 2, parents: [id(1)] });
    for (const order of [
      [first, left, right],
      [first, right, left],
    ]) {
      const one = newFold(store);
      for (const entry of order) one.add(entry);
      expect(one.note(id(1))).toMatchObject({ title: "Right", standing: 2 });
      expect(one.standing(id(1)).map((row) => row["revision"])).toEqual([id(3), id(2)]);
      one.close();
    }
  });

  test("a revision that stands on both ends the conflict", () => {
    fold.add(toFold(1, note(1)));
    fold.add(toFold(1, note(2), { number: 2, parents: [id(1)] }));
    fold.add(toFold(1, note(3), { number: 2, parents: [id(1)] }));
    fold.add(toFold(1, note(4, { title: "Joined" }), { number: 3, parents: [id(2), id(3)] }));
    expect(fold.note(id(1))).toMatchObject({ title: "Joined", standing: 1, revisions: 4 });
  });

  test("one that stands on one of two leaves the other standing", () => {
    fold.add(toFold(1, note(1)));
    fold.add(toFold(1, note(2), { number: 2, parents: [id(1)] }));
    fold.add(toFold(1, note(3), { number: 2, parents: [id(1)] }));
    fold.add(toFold(1, note(4), { number: 3, parents: [id(2)] }));
    expect(fold.standing(id(1)).map((row) => row["revision"])).toEqual([id(4), id(3)]);
  });

  test("a longer line leads over a higher id", () => {
    fold.add(toFold(1, note(1)));
    fold.add(toFold(1, note(9, { title: "One edit" }), { number: 2, parents: [id(1)] }));
    fold.add(toFold(1, note(2, { title: "First of two" }), { number: 2, parents: [id(1)] }));
    fold.add(toFold(1, note(3, { title: "Second of two" }), { number: 3, parents: [id(2)] }));
    expect(fold.note(id(1))).toMatchObject({ title: "Second of two", standing: 2 });
  });

  test("what leads is indexed, what does not lead is not", () => {
    addIndexed(both, 1, note(1, { text: "zero" }));
    addIndexed(both, 1, note(3, { text: "leading" }), { number: 2, parents: [id(1)] });
    addIndexed(both, 1, note(2, { text: "behind" }), { number: 2, parents: [id(1)] });
    expect([found("zero"), found("leading"), found("behind")]).toEqual([0, 1, 0]);
    expect(fold.unindexed(10)).toEqual([]);
  });

  test("a save from the outbox settles where it comes to stand, once", () => {
    fold.add(toFold(1, note(1), { place: outbox(5) }));
    expect(fold.note(id(1))).toMatchObject({ waiting: 1, revisions: 1 });
    fold.add(toFold(1, note(1), { place: inLedger(7) }));
    fold.add(toFold(1, note(1), { place: inLedger(7) }));
    expect(fold.note(id(1))).toMatchObject({ waiting: 0, revisions: 1, standing: 1 });
    expect(fold.revision(id(1))).toMatchObject({ outbox: null, position: 7, part: 3, envelope: id(1007) });
    expect(fold.revisionByEnvelope(id(1), id(1007))).toEqual(id(1));
    // A late copy of the outbox's own changes nothing any more.
    fold.add(toFold(1, note(1), { place: outbox(5) }));
    expect(fold.revision(id(1))).toMatchObject({ outbox: null, position: 7 });
  });

  test("an import is known again by its source", () => {
    const digest = new Uint8Array(32).fill(5);
    fold.add(toFold(1, note(1, { source: { path: "a/b.txt", digest } })));
    fold.add(toFold(2, note(2, { source: { path: "again.txt", digest } })));
    expect([fold.hasSource(digest), fold.hasSource(new Uint8Array(32))]).toEqual([true, false]);
  });
});

describe("order by day", () => {
  test("newest first, within a day as they came, before 1970 as after", () => {
    const dates = ["2026-11-21", "1969-12-31", "1970-01-01", "1899-02-28", "2026-11-21", "0001-01-01", "1970-01-01"];
    dates.forEach((date, i) => fold.add(toFold(i + 1, note(i + 1, { date, title: `${date} ${i}` }))));
    expect(titles()).toEqual([
      "2026-11-21 4",
      "2026-11-21 0",
      "1970-01-01 6",
      "1970-01-01 2",
      "1969-12-31 1",
      "1899-02-28 3",
      "0001-01-01 5",
    ]);
  });

  test("a note keeps its place on its day, and moves with its date", () => {
    for (const n of [1, 2, 3]) addIndexed(both, n, note(n));
    addIndexed(both, 1, note(11, { title: "Same day" }), { number: 2, parents: [id(1)] });
    expect(titles()).toEqual(["Title 3", "Title 2", "Same day"]);
    addIndexed(both, 1, note(12, { title: "Earlier", date: "1950-06-01", text: "moved" }), {
      number: 3,
      parents: [id(11)],
    });
    addIndexed(both, 4, note(4));
    expect(titles()).toEqual(["Title 4", "Title 3", "Title 2", "Earlier"]);
    expect(found("moved")).toBe(1);
  });

  test("days are counted as the calendar does", () => {
    const dayMs = 86_400_000;
    for (let at = Date.UTC(1890, 0, 1); at < Date.UTC(2110, 0, 1); at += 17 * dayMs) {
      const [today, tomorrow] = [at, at + dayMs].map((one) => new Date(one).toISOString().slice(0, 10)) as [
        string,
        string,
      ];
      expect(dayNumber(tomorrow) - dayNumber(today)).toBe(1);
    }
    expect(dayNumber("2000-03-01") - dayNumber("1999-03-01")).toBe(366);
    expect(dayNumber("1900-03-01") - dayNumber("1899-03-01")).toBe(365);
  });

  test("the docids of a day begin and end where its neighbours' do", () => {
    for (const [day, next] of [
      ["2024-02-28", "2024-02-29"],
      ["2023-12-31", "2024-01-01"],
      ["1969-12-31", "1970-01-01"],
    ] as const) {
      expect(docidThrough(day) + 1).toBe(docidFrom(next));
    }
    expect(Number.isSafeInteger(docidThrough("9999-12-31"))).toBe(true);
  });
});

describe("excerpts", () => {
  const excerpt = (text: string): unknown => {
    fold.add(toFold(1, note(1, { text })));
    return fold.note(id(1))?.["excerpt"];
  };

  test.each([
    ["short", "A short one.", "A short one."],
    ["on one line", "  two\n\tlines ", "two lines"],
    [
      "headings apart from what stands below",
      "Data\n\nCame in.\n\nAssessment\n\n\n\nPlan\n\n- Rest",
      "Data · Came in. Assessment · Plan · Rest",
    ],
    ["paragraphs as they are where they end as sentences", "One.\r\n\r\nTwo?\n \nThree", "One. Two? Three"],
    ["as long as may be", "x".repeat(160), "x".repeat(160)],
    ["cut at a word", "word ".repeat(40), `${"word ".repeat(32).trim()}…`],
    ["cut where there is no space", "字".repeat(400), `${"字".repeat(160)}…`],
    ["cut beside a character", `x${"🌿".repeat(200)}`, `x${"🌿".repeat(79)}…`],
    ["after much space", `${" ".repeat(400)}words`, "…"],
  ])("%s", (_, text, expected) => {
    expect(excerpt(text)).toBe(expected);
  });

  test("a psychotherapy note has none", () => {
    fold.add(toFold(1, note(1, { kind: "psychotherapy", text: "apart" })));
    expect(fold.note(id(1))).toMatchObject({ excerpt: "", kind: "psychotherapy" });
  });
});

describe("names", () => {
  const chart = (revision: number, name: string, changes: Partial<ToFold> = {}): ToFold =>
    toFold(
      5,
      { type: "chart", revision: id(revision), writtenAt: revision, name, createdAt: 1 },
      { chart: null, ...changes },
    );

  test("the newest name counts, and an older one that comes late does not", () => {
    fold.add(chart(1, "First"));
    fold.add(chart(2, "Second", { number: 2, parents: [id(1)] }));
    expect(fold.nameOf(id(5))).toBe("Second");
    fold.add(chart(3, "Late", { number: 1 }));
    expect(fold.named(id(5))).toMatchObject({ name: "Second", number: 2, changed_at: 2, created_at: 1 });
  });

  test("two names given offline: every device shows the same, also the one that gave the first", () => {
    const first = chart(1, "First");
    const [mine, theirs] = [chart(2, "Mine"), chart(3, "Theirs")].map((one) => ({
      ...one,
      number: 2,
      parents: [id(1)],
    }));
    if (!mine || !theirs) throw new Error("two names");
    const shown = [
      [first, mine, theirs],
      [first, theirs, mine],
      [first, { ...mine, place: outbox(1) }, theirs, mine],
      [first, { ...theirs, place: outbox(1) }, mine, theirs],
    ].map((order) => {
      const one = newFold(store);
      for (const entry of order) one.add(entry);
      const name = one.nameOf(id(5));
      one.close();
      return name;
    });
    expect(shown).toEqual(["Theirs", "Theirs", "Theirs", "Theirs"]);
  });

  test("charts are listed with what is in them", () => {
    fold.add(chart(1, "Zoe"));
    fold.add({ ...chart(2, "adam"), record: testChart });
    fold.add(toFold(1, note(10)));
    fold.add(toFold(2, note(11, { kind: "psychotherapy" })));
    expect(fold.charts()).toMatchObject([
      { name: "adam", progress: 1, psychotherapy: 1, changed: note(11).writtenAt },
      { name: "Zoe", progress: 0, psychotherapy: 0, changed: 1 },
    ]);
  });

  test("a chart counts its notes with revisions side by side, and no other chart's", () => {
    const conflicts = () => fold.charts().map((row) => row["conflicts"]);
    fold.add({ ...chart(1, "Adam"), record: testChart });
    // Named apart on two devices: one name leads, and nobody has to settle it.
    for (const n of [2, 3, 4]) fold.add(chart(n, "Zoe", n === 2 ? {} : { number: 2, parents: [id(2)] }));
    for (const record of [1, 2]) {
      const first = record * 10;
      fold.add(toFold(record, note(first)));
      fold.add(toFold(record, note(first + 1), { number: 2, parents: [id(first)] }));
    }
    expect(conflicts()).toEqual([0, 0]);
    for (const record of [1, 2])
      fold.add(toFold(record, note(record * 10 + 2), { number: 2, parents: [id(record * 10)] }));
    expect(conflicts()).toEqual([2, 0]);
    fold.add(toFold(1, note(13), { number: 3, parents: [id(11), id(12)] }));
    expect(conflicts()).toEqual([1, 0]);
  });
});

test("lists of this version are told from those of another", () => {
  const image = store.memory(fold.serialize());
  expect(isFold(image)).toBe(true);
  image.exec("PRAGMA user_version = 1");
  expect(isFold(image)).toBe(false);
  image.close();
});

test("an attachment is found by chart, record and blob, and counted at its note", () => {
  const key = new Uint8Array(32);
  const attachment = (record: number, blob: number, onNote?: number): ToFold =>
    toFold(record, {
      type: "attachment",
      revision: id(record + 50),
      writtenAt: record,
      name: `${record}.pdf`,
      mediaType: "application/pdf",
      bytes: 9,
      blob: id(blob),
      key,
      hash: key,
      ...(onNote === undefined ? {} : { note: id(onNote) }),
    });
  fold.add(toFold(1, note(1)));
  fold.add(attachment(20, 30, 1));
  fold.add(attachment(21, 31));
  expect(fold.attachmentsOf(testChart).map((row) => row["name"])).toEqual(["21.pdf", "20.pdf"]);
  expect(fold.attachmentByBlob(id(30))).toMatchObject({ name: "20.pdf" });
  expect(fold.attachment(id(21))).toMatchObject({ note: null });
  expect(fold.note(id(1))).toMatchObject({ attachments: 1 });

  fold.add(attachment(10, 30));
  expect(fold.attachmentsOf(testChart).map((row) => row["name"])).toEqual(["21.pdf", "20.pdf", "10.pdf"]);
  expect(fold.attachmentByBlob(id(30)), "whose blob it was first").toMatchObject({ name: "20.pdf" });
});

test("a text index that is lost is built anew from all notes", () => {
  for (const n of [1, 2]) addIndexed(both, n, note(n));
  addIndexed(both, 1, note(3), { number: 2, parents: [id(1)] });
  fold.setTextIndexId(id(50));
  fold.setTextIndexId(id(51));
  expect([fold.textIndexId(), fold.unindexed(10)]).toEqual([id(51), []]);
  fold.add(toFold(2, note(4), { number: 2, parents: [id(2)] }));
  fold.forgetTextIndex();
  expect([fold.textIndexId(), fold.takeDropped(), fold.unindexed(10).length]).toEqual([undefined, [], 2]);
});

test("its image opens to the same fold", () => {
  addIndexed(both, 1, note(1, { text: "elephant" }));
  addIndexed(both, 2, note(2, { date: "1950-01-01" }));
  const again = openFold(store.memory(fold.serialize()), accountOf);
  expect(titles(again)).toEqual(titles());
  again.add(toFold(3, note(3)));
  expect(titles(again)).toEqual(["Title 3", "Title 1", "Title 2"]);
  again.close();
});

test("any history, seen in any order that puts parents first, folds to the same", () => {
  // Each number is how far back the revision's parent lies; several may share one.
  const history = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.nat()), (backs, choices) => {
      const entries: ToFold[] = [];
      backs.forEach((back, i) => {
        const parent = back === 0 ? undefined : entries[i - back];
        const of = { number: (parent?.number ?? 0) + 1, parents: parent ? [parent.revision.revision] : [] };
        entries.push(toFold(1, note(i + 1, { date: `2026-01-0${(i % 9) + 1}` }), of));
      });
      const waiting = [...entries];
      const seen: ToFold[] = [];
      while (waiting.length > 0) {
        const ready = waiting.filter(({ parents }) =>
          parents.every((parent) => seen.some(({ revision }) => equalBytes(revision.revision, parent))),
        );
        const next = ready[(choices.next().value as number) % ready.length] as ToFold;
        waiting.splice(waiting.indexOf(next), 1);
        seen.push(next);
      }
      const shown = [entries, seen].map((order) => {
        const one = newFold(store);
        for (const entry of order) one.add(entry);
        const result = [one.notesOf(testChart), one.standing(id(1)), one.revisionsOf(id(1))];
        one.close();
        return result;
      });
      expect(shown[1]).toEqual(shown[0]);
    }),
    { seed: 45, numRuns: 100 },
  );
});
