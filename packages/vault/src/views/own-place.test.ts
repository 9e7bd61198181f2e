/**
 * REC-6, CAL-1: a record is of the compartment in which the ledger had it first. What somebody who may write elsewhere lays there under
 * its id changes no list, and takes nothing along when that place is read no more. Every type, and every table.
 */

import { type Bytes, encodeCbor, equalBytes } from "@alcove/bytes";
import type { RecordType, Revision, RevisionOf } from "@alcove/records";
import { afterAll, expect, test } from "vitest";
import { id, newFold, openTestStore, testChart, testDevice } from "../testing/memory-fold.ts";
import { type Fold, firstOf } from "./fold.ts";
import type { ToFold } from "./lists/list.ts";
import { reminderId } from "./record-key.ts";

const store = openTestStore();
afterAll(() => store.close());

const record = id(1);
const [own, elsewhere] = [id(21), id(22)];
const colleague = id(80);
const day = "2026-05-02";
const body = [1, id(2), own, id(3), new Uint8Array(32), new Uint8Array(32), 1, 1];
const planned = {
  member: id(4),
  title: "Team",
  kind: "session",
  start: `${day}T09:00`,
  zone: "UTC",
  minutes: 50,
  video: false,
  note: "",
} as const;

/** One of each type, as far as lists look at it. A type that is new needs one too. */
const samples: Readonly<Record<Exclude<RecordType, "access">, object>> = {
  practice: { name: "Practice" },
  member: { name: "Ada", email: "ada@example.org" },
  device: { name: "Laptop" },
  chart: { name: "R. Client", createdAt: 1 },
  presence: { member: id(4), workdays: [1] },
  proposal: { statement: null },
  leaving: { member: id(4), stays: false, decided: [] },
  will: { notesStayClosed: true },
  emergency: { asks: null },
  given: { emergency: id(5), notes: [] },
  note: {
    kind: "progress",
    date: day,
    title: "Note",
    text: "Words.",
    source: { path: "a", digest: new Uint8Array(32) },
  },
  attachment: { name: "a.txt", mediaType: "text/plain", bytes: 1, blob: id(6), hash: new Uint8Array(32), key: id(7) },
  document: { file: id(6), category: "court", title: "Letter", from: "" },
  signature: { signed: encodeCbor([encodeCbor(body), new Uint8Array(64)]) },
  "change-request": { note: id(6), words: "Please." },
  moved: { note: id(6), version: id(7), date: day, reason: "own-chart", to: id(8), back: false },
  "moved-file": { file: id(6), reason: "about-another", to: id(8), back: false },
  reminder: {
    ...{ person: id(5), member: id(4), start: `${day}T09:00`, zone: "UTC" },
    ...{ by: "text", at: "555 0143", words: "", outcome: "told", note: "" },
  },
  diagnosis: { words: "As said", by: "", since: day },
  medication: { name: "One", dose: "", prescriber: "", since: day },
  flag: { about: "other", words: "As said", since: day },
  plan: { problems: "", goals: [], discharge: "", agreed: "", since: day },
  measure: { date: day, filled: { how: "result", name: "One" }, note: "", mistaken: false },
  "own-measure": { name: "Own" },
  "code-table": { system: "icd-10-cm", edition: "2027", codes: 1, file: id(6) },
  template: { name: "Template" },
  snippet: { word: "hi", text: "Hello", gone: false },
  person: { name: "R.", called: "", roles: [], relation: "", reach: [], note: "", gone: false },
  "face-sheet": { status: "active", form: "individual", since: day, tags: [], custom: [] },
  form: { questions: "{}" },
  "form-response": {
    ...{ belongs: "clinical", form: "intake", version: 1, title: "Intake", signatures: 1, state: "completed" },
    ...{ on: day, answers: "[]" },
  },
  "form-act": { act: "signed", response: id(8), version: id(9), name: "R. Client" },
  disclosure: { on: day, to: "Court", mistaken: false },
  case: { kind: "access", received: day, from: "", asked: "", steps: [] },
  office: { name: "Office" },
  room: { name: "Green", closed: false },
  destroyed: { words: "" },
  "crisis-card": { safetyPlan: "", contacts: "", medication: "" },
  "crisis-opening": { reason: "Called" },
  appointment: { ...planned, attendance: "expected" },
  series: { ...planned, rule: "FREQ=WEEKLY" },
  "working-hours": { member: id(4), zone: "UTC", hours: [] },
};
const types = Object.keys(samples) as (keyof typeof samples)[];
const inSchedules: readonly RecordType[] = ["appointment", "series", "working-hours"];
const inDirectory: readonly RecordType[] = ["practice", "member", "device", "chart"];
const revisionOf = (type: RecordType, n: number, more: object = {}): Revision =>
  ({ type, revision: id(n), writtenAt: n, ...samples[type as keyof typeof samples], ...more }) as unknown as Revision;

const trueOne = (type: RecordType): ToFold => ({
  revision: revisionOf(type, 100),
  record: type === "reminder" ? reminderId(testChart, revisionOf(type, 100) as RevisionOf<"reminder">) : record,
  number: 1,
  parents: [],
  author: testDevice,
  chart: inDirectory.includes(type) || inSchedules.includes(type) ? null : testChart,
  place: { kind: "ledger", position: 10, part: 0, envelope: id(1100), compartment: own },
});
/** With a number and parents that would lead, and other words where there are any. */
const laid = (type: RecordType, chart: Bytes | null, changes: Partial<ToFold> = {}): ToFold => ({
  ...trueOne(type),
  revision: revisionOf(type, 200, {
    ...("member" in samples[type as keyof typeof samples] ? { member: id(44) } : {}),
    ...("name" in samples[type as keyof typeof samples] ? { name: "as Mal says" } : {}),
  }),
  number: 9,
  parents: [id(100)],
  author: colleague,
  chart,
  place: { kind: "ledger", position: 500, part: 0, envelope: id(1200), compartment: elsewhere },
  ...changes,
});

/** Every row of every table but of the text index. */
function rowsIn(fold: Fold): unknown {
  const tables = fold.sql
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'said%' ORDER BY name")
    .all()
    .map((row) => row["name"] as string)
    .filter((name) => name !== "dropped");
  return tables.map((name) => {
    const rows = fold.sql.prepare(`SELECT * FROM "${name}"`).all();
    // Where the text index has it moves when it comes anew.
    return [name, rows.map((row) => ({ ...row, ...("id" in row && name === "sayings" ? { id: 0 } : {}) }))];
  });
}
function after(...does: ((fold: Fold) => void)[]): unknown {
  const fold = newFold(store);
  for (const one of does) one(fold);
  const rows = rowsIn(fold);
  fold.close();
  return rows;
}
const add = (entry: ToFold) => (fold: Fold) => fold.add(entry);
const forget = (compartment: Bytes) => (fold: Fold) => fold.forget(compartment);

test.each(types)(
  "REC-6 a %s stays as it is, whatever is laid elsewhere under its id, and when that place is lost",
  (type) => {
    const isPlanned = inSchedules.includes(type);
    const right = add(trueOne(type));
    const expected = after(right);
    const nothing = after();
    expect(after(right, forget(elsewhere))).toEqual(expected);
    for (const chart of isPlanned ? [null] : [testChart, id(901), null]) {
      const wrong = add(laid(type, chart));
      if (!isPlanned) {
        expect(after(right, wrong), "what is there stays").toEqual(expected);
        expect(after(wrong, right), "and counts, also where it is read later").toEqual(expected);
      }
      expect(after(right, wrong, forget(elsewhere)), "its place is lost").toEqual(expected);
      expect(after(wrong, right, forget(elsewhere))).toEqual(expected);
      expect(after(wrong, forget(elsewhere))).toEqual(nothing);
    }
  },
);

test.each(types.filter((one) => one !== "flag"))(
  "REC-6 under the id of a %s nothing of another type is anything",
  (type) => {
    const isPlanned = inSchedules.includes(type);
    const right = add(trueOne(type));
    const { chart, place, record: its } = trueOne(type);
    const wrong = add(laid("flag", id(901), { record: its }));
    const both = after(right, wrong, forget(elsewhere));
    expect(both).toEqual(after(right));
    if (isPlanned) return;
    expect(after(right, wrong)).toEqual(after(right));
    const beside = add(laid("flag", chart, { record: its, place: { ...place, position: 500 } as ToFold["place"] }));
    expect(after(right, beside), "in its own place").toEqual(after(right));
  },
);

test("CAL-1 of one id in two calendars each keeps its own, and none follows the other", () => {
  const fold = newFold(store);
  fold.add(trueOne("appointment"));
  fold.add(laid("appointment", null));
  expect(fold.plannedOf(record).map((row) => [row["number"], row["superseded"]])).toEqual([
    [9, 0],
    [1, 0],
  ]);
  fold.close();
});

test("REC-4 a revision's id that is laid under a record that was there before gives way to where the ledger had it first", () => {
  const flag = (n: number, words: string): RevisionOf<"flag"> =>
    ({ ...revisionOf("flag", n), words }) as RevisionOf<"flag">;
  const place = (position: number, compartment: Bytes) =>
    ({ kind: "ledger", position, part: 0, envelope: id(position + 1000), compartment }) as const;
  const [theirs, chart] = [id(2), id(901)];
  const there: ToFold = {
    ...trueOne("flag"),
    ...{ record: theirs, chart, author: colleague, revision: flag(50, "Mal"), place: place(1, elsewhere) },
  };
  const copied: ToFold = {
    ...there,
    revision: flag(100, "as Mal says"),
    number: 2,
    parents: [id(50)],
    place: place(500, elsewhere),
  };
  const right: ToFold = { ...trueOne("flag"), revision: flag(100, "Ada") };
  for (const order of [
    [right, there, copied],
    [there, copied, right],
  ]) {
    const fold = newFold(store);
    for (const one of order) fold.add(one);
    expect(fold.structuredOf("flag", testChart).map(({ value }) => value.words)).toEqual(["Ada"]);
    expect(fold.revision(id(100))).toMatchObject({ position: 10, record });
    expect(fold.standing(theirs).map((row) => row["revision"])).toEqual([id(50)]);
    fold.close();
  }
});

test("REC-5 a chart's name lies in that chart, and in no other", () => {
  const fold = newFold(store);
  const chart = (of: Bytes) => ({ ...laid("chart", of), record: id(900) });
  fold.add(chart(id(901)));
  expect(fold.named(id(900))).toBeUndefined();
  fold.add(chart(id(900)));
  expect(fold.nameOf(id(900))).toBe("as Mal says");
  fold.close();
});

test("ACL-1 what is laid in another log under an entry's id takes nothing from it", () => {
  const entry = (compartment: Bytes | null, chart: Bytes, author: Bytes): ToFold => ({
    revision: { type: "access", revision: id(100), writtenAt: 1, act: "viewed" } as RevisionOf<"access">,
    record: id(30),
    number: 1,
    parents: [],
    author,
    chart,
    place: compartment
      ? { kind: "ledger", position: 10, part: 0, envelope: id(1), compartment }
      : { kind: "outbox", sequence: 1 },
  });
  const [right, wrong] = [entry(own, testChart, testDevice), entry(elsewhere, id(901), colleague)];
  for (const order of [
    [right, wrong],
    [wrong, right],
    [entry(null, testChart, testDevice), wrong, right, entry(null, testChart, testDevice)],
  ]) {
    const fold = newFold(store);
    for (const one of order) fold.add(one);
    const of = (chart: Bytes) => fold.accessesOf(chart).map((row) => equalBytes(row["device"] as Bytes, testDevice));
    expect([of(testChart), of(id(901))]).toEqual([[true], [false]]);
    fold.forget(elsewhere);
    expect([of(testChart), of(id(901))]).toEqual([[true], []]);
    fold.close();
  }
  const waits = newFold(store);
  waits.add(entry(null, testChart, testDevice));
  expect(waits.accessesOf(testChart).map((row) => row["compartment"])).toEqual([null]);
  waits.close();
});

test("REC-4 of lists that have one revision's id the ledger's first counts, or what waits here", () => {
  const at = (position: number | null) => ({ position });
  expect(firstOf(at(500), at(10))).toEqual(at(10));
  expect(firstOf(at(10), at(null))).toEqual(at(null));
  expect([firstOf(undefined, at(3)), firstOf(undefined)]).toEqual([at(3), undefined]);
});
