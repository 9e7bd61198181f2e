/** Measures of a chart (docs/spec, MEA) on real devices: who sees them, what is asked before they are filed, what they come to. */

import type { DefineMeasure, MeasuresOfChart, SaveMeasure } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, setStage, settle, type Stage } from "./devices.ts";
import { join } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let eva: Device;
let chart = "";

/** Ben treats the client; Ada owns the practice and Eva treats others. */
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  eva = await join(stage, ada, "Eva", "clinician");
  ({ id: chart } = must(await ben.vault.createChart({ name: "M. Client" })));
});
afterAll(() => stage.close());

const all = async () => {
  for (let i = 0; i < 2; i++) for (const { vault } of [ben, ada, eva]) await settle(vault);
};
const enquiry = { asked: true, words: "Asked about it: no plan, safety plan gone through." };
const phq9 = (nine: number | null, each = 2): SaveMeasure["filled"] => ({
  how: "client",
  measure: "phq-9",
  version: "1",
  answers: [each, each, each, each, each, each, each, each, nine, null],
});
const file = ({ vault }: Device, filled: SaveMeasure["filled"], more: Partial<SaveMeasure> = {}) =>
  vault.saveMeasure({ chart, date: "2026-06-09", filled, note: "", ...more });
const codeOf = async (saved: ReturnType<Device["vault"]["saveMeasure"]>) => {
  const outcome = await saved;
  return outcome.ok ? "done" : outcome.error.code;
};
const seenBy = ({ vault }: Device): Promise<MeasuresOfChart> => vault.measures(chart);

test("MEA-1 what is offered is in its newest version, with its questions", async () => {
  const offered = await ben.vault.offeredMeasures();
  expect(offered.map(({ name }) => name)).toEqual(["PHQ-9", "GAD-7", "PHQ-A", "PCL-5", "WHO-5", "DASS-21", "AUDIT-C"]);
  expect(offered.every(({ items, credit }) => items.length > 2 && credit !== "")).toBe(true);
});

test("MEA-2 MEA-5 the care team sees answers, scores and change; nobody else sees anything", async () => {
  expect(await seenBy(ben)).toEqual({ entries: [], whose: [], courses: [] });
  must(await file(ben, phq9(0, 2), { date: "2026-03-03" }));
  must(await file(ben, phq9(0, 1), { date: "2026-06-02", note: "Between two sessions." }));
  expect((await seenBy(ben)).entries[0]?.kept.server).toBeUndefined();
  must(await ben.vault.shareChart({ chart, member: (await memberId(ada))!, kind: "progress", right: "read" }));
  await all();

  const { entries, courses } = await seenBy(ada);
  expect(entries.map(({ date, name, author, note }) => ({ date, name, author, note }))).toEqual([
    { date: "2026-06-02", name: "PHQ-9", author: "Ben", note: "Between two sessions." },
    { date: "2026-03-03", name: "PHQ-9", author: "Ben", note: "" },
  ]);
  expect(entries[0]?.kept.server).toBeDefined();
  expect(entries[0]?.filled).toEqual(phq9(0, 1));
  expect(entries[0]?.scales).toMatchObject([{ state: "whole", score: 8, band: "mild", told: [], highest: 27 }]);
  expect(entries[1]?.scales[0]?.told[0]).toMatchObject({ source: expect.stringContaining("Kroenke") });
  expect(courses).toMatchObject([
    { measure: "phq-9", name: "PHQ-9", points: [{ score: 16 }, { score: 8 }], higherIs: "worse" },
  ]);
  expect(courses[0]?.change).toMatchObject({ since: "2026-03-03", points: -8, needed: 6, verdict: "recovered" });
  expect(courses[0]?.change?.basis).toContain("NHS Talking Therapies");

  expect(await codeOf(file(ada, phq9(0)))).toBe("not-entitled");
  expect(await seenBy(eva)).toEqual({ entries: [], whose: [], courses: [] });
  expect(await codeOf(file(eva, phq9(0)))).toBe("not-entitled");
});

const memberId = async ({ vault }: Device) => (await vault.members()).find(({ isYou }) => isYou)?.id;

test("MEA-4 an answer that asks for a risk enquiry is not filed without one, or a word on why there was none", async () => {
  for (const nine of [1, 3, null]) {
    const refused = await file(ben, phq9(nine, 0));
    expect(refused).toMatchObject({ ok: false, error: { code: "risk-enquiry-needed", facts: { items: "9" } } });
    expect(await codeOf(file(ben, phq9(nine, 0), { enquiry: { asked: false, words: " " } }))).toBe(
      "risk-enquiry-needed",
    );
  }
  must(await file(ben, phq9(1, 0), { date: "2026-06-09", enquiry }));
  const notAsked = { asked: false, words: "Came by post; called the same day, no answer." };
  must(await file(ben, phq9(null, 0), { date: "2026-06-10", enquiry: notAsked }));
  await all();
  const [blank, answered] = (await seenBy(ada)).entries;
  expect(blank).toMatchObject({ enquiry: notAsked, alerts: [{ item: 9, kind: "risk", answer: null }] });
  expect(answered).toMatchObject({ enquiry, alerts: [{ item: 9, kind: "risk", answer: 1 }], author: "Ben" });
  expect(answered).not.toHaveProperty("changed");
  expect(blank?.scales).toMatchObject([{ state: "filled", gaps: [9], score: 0 }]);
});

test("MEA-3 MEA-6 an entry of before can be mended, or said to be a mistake: then it counts in nothing", async () => {
  const { id } = must(await file(ben, phq9(0, 3), { date: "2026-07-01" }));
  must(await file(ben, phq9(0, 2), { id, date: "2026-07-02" }));
  const mended = (await seenBy(ben)).entries.find((one) => one.id === id);
  expect(mended).toMatchObject({ date: "2026-07-02", scales: [{ score: 16 }] });
  expect(mended, "who changed what was answered").toMatchObject({ enteredBy: "Ben", changed: { author: "Ben" } });
  expect((await seenBy(ben)).courses[0]?.points.at(-1)).toMatchObject({ entry: id, score: 16 });
  // Nobody has to enquire about a form that was another client's.
  must(await file(ben, phq9(3, 2), { id, date: "2026-07-02", mistaken: true, note: "Another client's form." }));
  await all();
  const { entries, courses } = await seenBy(ada);
  expect(entries.find((one) => one.id === id)).toMatchObject({ mistaken: true, note: "Another client's form." });
  expect(courses.flatMap(({ points }) => points).some(({ entry }) => entry === id)).toBe(false);
  expect(await codeOf(file(ben, phq9(0), { id: "00".repeat(16) }))).toBe("measure-unknown");
  const { id: other } = must(await ben.vault.createChart({ name: "N. Client" }));
  expect(await codeOf(file(ben, phq9(0), { id, chart: other })), "of another chart").toBe("measure-unknown");
});

test("MEA-7 of what the app does not have there is the result alone", async () => {
  const result: SaveMeasure["filled"] = {
    how: "result",
    name: "ISI",
    version: "1993",
    total: "17",
    parts: [{ name: "severity", score: "8.5" }],
    scoredBy: "Ben",
    licensed: true,
  };
  must(await file(ben, result, { date: "2026-08-01" }));
  await all();
  expect((await seenBy(ada)).entries[0]).toMatchObject({ name: "ISI", filled: result, scales: [], alerts: [] });
  expect(await codeOf(file(ben, { ...result, name: " " }))).toBe("measure-unfit");
  expect(await codeOf(file(ben, { ...result, total: null, parts: [] }))).toBe("measure-unfit");
  expect(await codeOf(file(ben, { ...result, total: "high" }))).toBe("measure-unfit");
});

test("MEA-2 what does not fit is not kept", async () => {
  const before = (await seenBy(ben)).entries.length;
  const answers = (list: readonly (number | null)[]): SaveMeasure["filled"] => ({
    how: "paper",
    measure: "phq-9",
    version: "1",
    answers: list,
  });
  expect(await codeOf(file(ben, answers([0, 0])))).toBe("measure-unfit");
  expect(await codeOf(file(ben, answers([4, 0, 0, 0, 0, 0, 0, 0, 0, 0])))).toBe("measure-unfit");
  expect(await codeOf(file(ben, { how: "paper", measure: "isi", version: "1", answers: [0] }))).toBe("measure-unknown");
  expect(await codeOf(file(ben, { how: "paper", measure: "phq-9", version: "0", answers: [0] }))).toBe(
    "measure-unknown",
  );
  expect(await codeOf(file(ben, phq9(0), { date: "2026-02-30" }))).toBe("measure-unfit");
  expect(await codeOf(file(ben, phq9(0), { date: "2999-01-01" }))).toBe("measure-not-yet");
  expect(await codeOf(file(ben, phq9(0), { chart: "00".repeat(16) }))).toBe("chart-unknown");
  expect((await seenBy(ben)).entries).toHaveLength(before);
});

const sleep: DefineMeasure = {
  name: "Sleep of ours",
  title: "",
  lookBack: "the last week",
  instruction: "How often was it so?",
  questions: ["I slept through", "I wished I would not wake up"],
  choices: [
    { value: 0, label: "never" },
    { value: 2, label: "often" },
  ],
  higherIs: "worse",
  risk: [2],
  credit: "",
  rights: "Written by us.",
};

test("MEA-8 a measure of the practice's own is everybody's, scored by its sum, and its words never change", async () => {
  const { id } = must(await ben.vault.defineMeasure(sleep));
  expect(id).toMatch(/^own-[0-9a-f]{32}$/);
  await all();
  const [own] = await ada.vault.ownMeasures();
  expect(own).toMatchObject({ author: "Ben", rights: "Written by us.", retired: false, measure: { id } });
  expect((await ada.vault.offeredMeasures()).at(-1)).toMatchObject({ id, credit: "Written by us." });
  const filled = (answers: readonly (number | null)[]): SaveMeasure["filled"] => ({
    how: "client",
    measure: id,
    version: "1",
    answers,
  });
  expect(await codeOf(file(ben, filled([0, 2])))).toBe("risk-enquiry-needed");
  expect(await codeOf(file(ben, filled([0, 1])))).toBe("measure-unfit");
  must(await file(ben, filled([2, 2]), { date: "2026-08-02", enquiry }));
  expect((await seenBy(ben)).entries[0]).toMatchObject({ name: "Sleep of ours", scales: [{ score: 4, highest: 4 }] });

  // The same words are the same measure; others are another one.
  expect(must(await eva.vault.defineMeasure(sleep)).id).toBe(id);
  const other = must(await eva.vault.defineMeasure({ ...sleep, questions: [...sleep.questions, "I dreamt"] })).id;
  expect(other).not.toBe(id);
  must(await ben.vault.retireMeasure(id));
  await all();
  const offered = (await ada.vault.offeredMeasures()).map((one) => one.id);
  expect([offered.includes(id), offered.includes(other)]).toEqual([false, true]);
  expect((await seenBy(ada)).entries[0]).toMatchObject({ name: "Sleep of ours", scales: [{ score: 4 }] });
});

test("MEA-8 nobody makes one without a right to its words, or one that is none", async () => {
  const making = async (device: Device, changes: Partial<DefineMeasure>) => {
    const outcome = await device.vault.defineMeasure({ ...sleep, ...changes });
    return outcome.ok ? "done" : outcome.error.code;
  };
  expect(await making(ben, { rights: " " })).toBe("measure-rights-unsaid");
  expect(await making(ben, { name: " " })).toBe("measure-unfit");
  expect(await making(ben, { questions: [] })).toBe("measure-unfit");
  expect(await making(ben, { choices: [{ value: 0, label: "never" }] })).toBe("measure-unfit");
  expect(
    await making(ben, {
      choices: [
        { value: 1, label: "a" },
        { value: 1, label: "b" },
      ],
    }),
  ).toBe("measure-unfit");
  expect(await making(ben, { risk: [3] })).toBe("measure-unfit");
  expect(await making(ben, { questions: ["x".repeat(70_000)] })).toBe("measure-unfit");
  const front = await join(stage, ada, "Finn", "front-desk");
  await settle(front.vault);
  expect(await making(front, {})).toBe("not-entitled");
  expect(await front.vault.retireMeasure("own-00")).toMatchObject({ ok: false, error: { code: "not-entitled" } });
  expect(await ben.vault.retireMeasure("phq-9")).toMatchObject({ ok: false, error: { code: "measure-unknown" } });
});

test("MEA-6 an entry that was changed in two ways at once shows both, until it is changed again", async () => {
  const member = (await memberId(eva)) ?? "";
  must(await ben.vault.shareChart({ chart, member, kind: "progress", right: "read-write" }));
  const { id } = must(await file(ben, phq9(0, 1), { date: "2026-08-03" }));
  await all();
  ben.network = "down";
  must(await file(ben, phq9(0, 2), { id, date: "2026-08-03" }));
  must(await file(eva, phq9(0, 3), { id, date: "2026-08-03" }));
  await settle(eva.vault);
  ben.network = "up";
  await all();
  const entry = (await seenBy(eva)).entries.find((one) => one.id === id);
  expect(entry).toMatchObject({ enteredBy: "Ben", changed: { author: entry?.author } });
  const scores = [entry, ...(entry?.beside ?? [])].map((one) => [one?.author, one?.scales[0]?.score]);
  expect(Object.fromEntries(scores)).toEqual({ Ben: 16, Eva: 24 });
  must(await file(eva, phq9(0, 3), { id, date: "2026-08-03" }));
  await all();
  expect((await seenBy(ben)).entries.find((one) => one.id === id)).toMatchObject({
    beside: [],
    scales: [{ score: 24 }],
  });
  must(await ben.vault.endAccess({ chart, member, kind: "progress" }));
  await all();
});

test("ACL-1 ACL-2 who is shown measures, exports or prints them is in the chart's access log, also where there are no notes", async () => {
  must(await ada.vault.recordAccess({ chart, act: "exported", kind: "progress" }));
  const { sittings } = await ada.vault.accessLog(chart);
  const hers = sittings.filter(({ name }) => name === "Ada Owner").flatMap(({ acts }) => acts.map(({ act }) => act));
  expect(hers).toEqual(expect.arrayContaining(["listed", "exported"]));
  expect(await ada.vault.notes(chart)).toEqual([]);
});

test("MEA-9 MEA-10 in a chart of two clients scores are one person's each, and what names nobody is compared with nothing", async () => {
  const { vault } = ben;
  const { id: couple } = must(await vault.createChart({ name: "Holt and Brandt" }));
  const person = async (name: string) =>
    must(
      await vault.savePerson({
        ...{ chart: couple, basedOn: [], name, called: "", roles: ["client"], relation: "", reach: [], note: "" },
      }),
    ).id;
  const fileFor = (each: number, date: string, whose: Partial<SaveMeasure>) =>
    file(ben, phq9(0, each), { chart: couple, date, ...whose });
  const seen = () => vault.measures(couple);
  const drawn = async () =>
    (await seen()).courses.map((course) => [
      course.person,
      course.points.map(({ score }) => score),
      course.change?.verdict,
    ]);

  // While there is one client all of it is theirs, named or not.
  const maren = await person("Maren Holt");
  must(await fileFor(2, "2026-02-01", {}));
  must(await fileFor(1, "2026-02-08", { person: maren }));
  expect((await seen()).whose).toEqual([]);
  expect(await drawn()).toEqual([[undefined, [16, 8], "recovered"]]);

  const jonas = await person("Jonas Brandt");
  expect((await seen()).whose).toEqual([
    { person: jonas, name: "Jonas Brandt", gone: false },
    { person: maren, name: "Maren Holt", gone: false },
  ]);
  expect(await codeOf(fileFor(3, "2026-03-01", {}))).toBe("measure-whose-unsaid");
  expect(await codeOf(fileFor(3, "2026-03-01", { person: "00".repeat(16) }))).toBe("person-unknown");
  must(await fileFor(3, "2026-03-01", { person: jonas }));
  must(await fileFor(1, "2026-03-08", { person: jonas }));
  must(await fileFor(2, "2026-03-15", { person: maren }));
  // Said on purpose, or said before anybody asked.
  const { id: apart } = must(await fileFor(0, "2026-03-22", { person: null }));
  expect(await drawn()).toEqual([
    [undefined, [16, 0], undefined],
    [maren, [8, 16], "worse"],
    [jonas, [24, 8], "recovered"],
  ]);

  // What was not said is said later; what was, is kept by who only mends something else.
  must(await fileFor(0, "2026-03-22", { id: apart }));
  expect((await seen()).entries[0]?.person).toBeUndefined();
  must(await fileFor(0, "2026-03-22", { id: apart, person: maren }));
  expect(await drawn()).toEqual([
    [maren, [8, 16, 0], "improved"],
    [jonas, [24, 8], "recovered"],
    [undefined, [16], undefined],
  ]);
});

test("MEA-9 who goes leaves their scores as theirs, and none of them becomes somebody else's", async () => {
  const { vault } = ben;
  const { id: couple } = must(await vault.createChart({ name: "Two who part" }));
  const words = { called: "", roles: ["client" as const], relation: "", reach: [], note: "" };
  const person = async (name: string) =>
    must(await vault.savePerson({ chart: couple, basedOn: [], name, ...words })).id;
  const basedOn = async (id: string) =>
    (await vault.administrative(couple))?.people.find((one) => one.id === id)?.basedOn ?? [];
  const goes = async (id: string) => must(await vault.removePerson({ chart: couple, id, basedOn: await basedOn(id) }));
  const fileFor = (each: number, date: string, more: Partial<SaveMeasure>) =>
    file(ben, phq9(0, each), { chart: couple, date, ...more });

  // Somebody who was written down by mistake, and of whom nothing can be, changes nothing.
  const ida = await person("Ida");
  must(await fileFor(2, "2026-02-01", {}));
  ben.clockAheadMs += 1000;
  const twice = await person("Ida again");
  ben.clockAheadMs += 1000;
  await goes(twice);
  ben.clockAheadMs += 1000;
  must(await fileFor(1, "2026-02-08", {}));
  expect(await vault.measures(couple)).toMatchObject({ whose: [], courses: [{ change: { verdict: "recovered" } }] });

  const karl = await person("Karl");
  ben.clockAheadMs += 1000;
  must(await fileFor(3, "2026-03-01", { person: null }));
  must(await fileFor(2, "2026-03-01", { person: karl }));
  ben.clockAheadMs += 1000;
  await goes(karl);
  const { whose, courses } = await vault.measures(couple);
  expect(whose).toEqual([
    { person: ida, name: "Ida", gone: false },
    { person: karl, name: "Karl", gone: true },
  ]);
  expect(courses.map((course) => [course.person, course.points.length, course.change])).toEqual([
    [karl, 1, undefined],
    [undefined, 3, undefined],
  ]);
});

test("MEA-9 what names nobody, of a time when somebody else was a client too, is nobody's after they went", async () => {
  const { vault } = ben;
  const { id: couple } = must(await vault.createChart({ name: "One who stays" }));
  const words = { called: "", roles: ["client" as const], relation: "", reach: [], note: "" };
  const person = async (name: string) =>
    must(await vault.savePerson({ chart: couple, basedOn: [], name, ...words })).id;
  const [stays, goes] = [await person("Ida"), await person("Otto")];
  ben.clockAheadMs += 1000;
  for (const [each, date] of [
    [2, "2026-02-01"],
    [1, "2026-02-08"],
  ] as const)
    must(await file(ben, phq9(0, each), { chart: couple, date, person: null }));
  ben.clockAheadMs += 1000;
  const basedOn = (await vault.administrative(couple))?.people.find(({ id }) => id === goes)?.basedOn ?? [];
  must(await vault.removePerson({ chart: couple, id: goes, basedOn }));
  const { whose, courses } = await vault.measures(couple);
  expect(whose).toEqual([{ person: stays, name: "Ida", gone: false }]);
  expect(courses.map(({ points, change }) => [points.length, change])).toEqual([[2, undefined]]);
});

test("MEA-2 of a guarded chart there are none while it is closed", async () => {
  must(await ben.vault.guardChart({ chart }));
  expect((await seenBy(ben)).entries.length).toBeGreaterThan(3);
  must(await file(ben, phq9(0, 1), { date: "2026-09-01" }));
  await settle(ben.vault);
  await ben.vault.closeGuarded();
  expect(await seenBy(ben)).toEqual({ entries: [], whose: [], courses: [] });
  expect(await codeOf(file(ben, phq9(0)))).toBe("guard-closed");
  must(await ben.vault.openGuarded(chart));
  expect((await seenBy(ben)).entries[0]?.date).toBe("2026-09-01");
});
