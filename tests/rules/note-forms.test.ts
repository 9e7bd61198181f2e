/** What a note begins with: the template used last, smart fields filled, and the form kept by note, draft and version. */

import { limits } from "@alcove/protocol";
import type { BeginNote } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, enrolByKit, found, must, setStage, settle, type Stage } from "./devices.ts";
import { join } from "./people.ts";

let stage: Stage;
let laptop: Device;
let phone: Device;
let chart: string;
beforeAll(async () => {
  stage = await setStage();
  laptop = await stage.open();
  const practice = await found(stage, laptop);
  chart = practice.chart;
  phone = await stage.open();
  await enrolByKit(practice.kit, laptop, phone);
});
afterAll(() => stage.close());

const begin = async ({ vault }: Device, changes: Partial<BeginNote> = {}) =>
  must(await vault.beginNote({ chart, kind: "progress", date: "2026-03-09", ...changes })).template;

async function write({ vault }: Device, form: string | undefined, date: string, about = chart): Promise<string> {
  const words = { chart: about, kind: "progress", date, title: "Session", body: { text: form ?? "free" } } as const;
  return must(await vault.saveNote({ ...words, basedOn: [], ...(form && { form }) })).note;
}

test("a first note begins with an empty page; the next ones with what was used last for a session, on every device", async () => {
  expect(await begin(laptop)).toBeUndefined();
  const note = await write(laptop, "dap", "2026-03-02");
  await write(laptop, "contact", "2026-03-03");
  expect((await begin(laptop))?.id).toBe("dap");
  await settle(laptop.vault);
  const { current } = must(await laptop.vault.note(note));
  must(await laptop.vault.signNote({ note, revision: current.revision, intent: "sign" }));
  const addendum = {
    chart,
    kind: "progress",
    date: "2026-03-04",
    title: "Addendum",
    body: { text: "And so." },
  } as const;
  must(await laptop.vault.saveNote({ ...addendum, adds: note, basedOn: [] }));
  expect((await begin(laptop))?.id, "what was added is no session").toBe("dap");
  await settle(laptop.vault);
  await settle(phone.vault);
  expect((await begin(phone))?.sections.map(({ heading }) => heading)).toEqual(["Data", "Assessment", "Plan"]);
});

test("what came from files tells nothing of how somebody writes, and a note without a form does", async () => {
  const notes = [{ title: "Old", text: "Typed long ago.", date: "2026-03-05", source: "old.txt" }];
  must(await laptop.vault.importNotes({ chart, kind: "progress", notes, task: "t" }));
  expect((await begin(laptop))?.id).toBe("dap");
  await write(laptop, undefined, "2026-03-06");
  expect(await begin(laptop)).toBeUndefined();
});

test("a chart with no notes begins with what its member used last elsewhere", async () => {
  const other = must(await laptop.vault.createChart({ name: "M. Other" })).id;
  await write(laptop, "soap", "2026-03-07");
  expect((await begin(laptop, { chart: other }))?.id).toBe("soap");
});

test("smart fields stand for what is known: the last session before that day, in words", async () => {
  const lastSession = async (date: string) => (await begin(laptop, { template: "discharge", date }))?.sections[0]?.text;
  expect(await lastSession("2026-03-03")).toBe("Last session: 2 March 2026.");
  expect(await lastSession("2026-03-02")).toBe("Last session: none before this day.");
});

test("a template that is not there, or is for notes of another kind, begins nothing", async () => {
  for (const about of [
    { template: "stanley" },
    { template: "psychotherapy" },
    { template: "dap", kind: "psychotherapy" },
  ] as const)
    expect(await laptop.vault.beginNote({ chart, kind: "progress", date: "2026-03-09", ...about })).toMatchObject({
      error: { code: "template-unknown" },
    });
  const words = { chart, kind: "progress", date: "2026-03-09", title: "", body: { text: "x" }, basedOn: [] } as const;
  expect(await laptop.vault.saveNote({ ...words, form: "No Id" })).toMatchObject({
    error: { code: "template-unknown" },
  });
});

test("NOTE-1 a draft keeps its form, and so does every version of the note that it becomes", async () => {
  const words = {
    chart,
    kind: "progress",
    date: "2026-03-09",
    title: "S",
    body: { text: "Data" },
    basedOn: [],
  } as const;
  const draft = must(await laptop.vault.keepDraft({ ...words, form: "dap" })).id;
  expect((await laptop.vault.drafts()).map(({ form }) => form)).toEqual(["dap"]);
  const { note, revision } = must(await laptop.vault.saveNote({ ...words, form: "dap", draft }));
  must(await laptop.vault.saveNote({ ...words, note, body: { text: "By another program" }, basedOn: [revision] }));
  expect(must(await laptop.vault.note(note)).head).toMatchObject({ form: "dap", revisions: 2 });
  await settle(laptop.vault);
  await settle(phone.vault);
  expect(must(await phone.vault.note(note)).head.form).toBe("dap");
});

const huddle = {
  kind: "progress",
  name: "Team huddle",
  about: "",
  title: "Huddle about {client}",
  everySession: true,
  sections: [
    { heading: "Who", hint: "Was there.", text: "{me}" },
    { heading: "Next", hint: "", carries: true },
  ],
} as const;

test("NOTE-3 a practice's own template is there on every device, its versions counted; a note that was begun with it stays", async () => {
  const { id } = must(await laptop.vault.saveTemplate(huddle));
  await settle(laptop.vault);
  await settle(phone.vault);
  const begun = await begin(phone, { template: id });
  expect(begun).toMatchObject({ title: "Huddle about R. Client", own: { changedBy: "Ada Owner", putAway: false } });
  expect(begun?.sections).toEqual([
    { heading: "Who", hint: "Was there.", text: "Ada Owner" },
    { heading: "Next", hint: "", carries: true },
  ]);
  const note = await write(phone, id, "2026-03-10");
  must(await phone.vault.saveTemplate({ ...huddle, template: id, name: "Huddle", putAway: true }));
  await settle(phone.vault);
  await settle(laptop.vault);
  const [own] = await laptop.vault.templates();
  expect(own).toMatchObject({ id, version: 2, name: "Huddle", own: { putAway: true } });
  expect(must(await laptop.vault.note(note)).head.form).toBe(id);
  // It begins no further note, asked for or not.
  expect(await laptop.vault.beginNote({ chart, kind: "progress", date: "2026-03-11", template: id })).toMatchObject({
    error: { code: "template-unknown" },
  });
  expect((await begin(laptop, { date: "2026-03-11" }))?.id).toBe("dap");
});

test("NOTE-4 a template without a name, with a heading twice, or with lines in a line is refused", async () => {
  const [first] = huddle.sections;
  for (const changes of [
    { name: " " },
    { name: "x".repeat(201) },
    { sections: [first, first] },
    { sections: [{ heading: "", hint: "" }] },
    { sections: [{ heading: "a\nb", hint: "" }] },
    { sections: Array.from({ length: 41 }, (_, n) => ({ heading: `${n}`, hint: "" })) },
  ])
    expect(await laptop.vault.saveTemplate({ ...huddle, ...changes })).toMatchObject({
      error: { code: "template-unfit" },
    });
  expect(await laptop.vault.saveTemplate({ ...huddle, template: "0".repeat(32) })).toMatchObject({
    error: { code: "template-unknown" },
  });
});

test("NOTE-5 a snippet is there on every device of its member, under one word, and at no colleague's", async () => {
  must(await laptop.vault.saveSnippet({ word: "sleep", text: "Sleeps badly." }));
  must(await laptop.vault.saveSnippet({ word: "sleep", text: "Sleeps through." }));
  must(await phone.vault.saveSnippet({ word: "späť-2", text: "Two\nlines." }));
  await settle(phone.vault);
  await settle(laptop.vault);
  const both = [
    { word: "sleep", text: "Sleeps through." },
    { word: "späť-2", text: "Two\nlines." },
  ];
  expect(await laptop.vault.snippets()).toEqual(both);
  const ben = await join(stage, laptop, "Ben", "clinician");
  expect(await ben.vault.snippets()).toEqual([]);
  must(await ben.vault.saveSnippet({ word: "sleep", text: "Ben’s own." }));
  await settle(ben.vault);
  await settle(laptop.vault);
  expect(await laptop.vault.snippets()).toEqual(both);
  must(await laptop.vault.removeSnippet("sleep"));
  expect(await laptop.vault.snippets()).toEqual(both.slice(1));
  for (const unfit of [{ word: "two words" }, { word: "" }, { word: "x".repeat(21) }, { text: " " }])
    expect(await laptop.vault.saveSnippet({ word: "w", text: "t", ...unfit })).toMatchObject({
      error: { code: "snippet-unfit" },
    });
});

test("a note is about a day that there is; a chart's name can be seen", async () => {
  const { vault } = laptop;
  const words = { chart, kind: "progress", title: "Session", body: { text: "Words." }, basedOn: [] } as const;
  for (const date of ["2026-02-31", "275760-09-13", "soon", ""]) {
    expect(await vault.saveNote({ ...words, date })).toMatchObject({ ok: false, error: { code: "day-unfit" } });
  }
  for (const date of ["0026-11-30", "1898-05-06", "9999-12-31"]) must(await vault.saveNote({ ...words, date }));
  const other = must(await vault.createChart({ name: "Elsewhere" })).id;
  const there = must(await vault.saveNote({ ...words, date: "2026-03-02" })).note;
  expect(
    await vault.saveNote({ ...words, date: "2026-03-02", chart: other, note: there }),
    "a note goes on in its own chart",
  ).toMatchObject({ ok: false, error: { code: "note-unknown" } });
  const long = "é".repeat(limits.noteTextBytes / 2);
  expect(
    await vault.saveNote({ ...words, date: "2026-03-02", body: { text: `${long}.` } }),
    "longer than an envelope takes",
  ).toMatchObject({ ok: false, error: { code: "text-too-long" } });
  for (const name of ["", " \u200B", "\u202E"]) {
    const nameless = { ok: false, error: { code: "name-empty" } };
    expect(await vault.createChart({ name })).toMatchObject(nameless);
    expect(await vault.renameChart({ chart, name })).toMatchObject(nameless);
  }
});

test("smart fields: birth, years and the principal diagnosis, as far as they are written down", async () => {
  const template = must(
    await laptop.vault.saveTemplate({
      ...{ kind: "progress", name: "Fields", about: "", title: "T", everySession: false },
      sections: [{ heading: "Who", hint: "", text: "{born}; {age}; {diagnosis}; {diagnose}" }],
    }),
  ).id;
  const filled = async (date: string) => (await begin(laptop, { template, date }))?.sections[0]?.text;
  expect(await filled("2026-03-09")).toBe("not recorded; not recorded; not recorded; {diagnose}");
  const person = { name: "R. Client", called: "", roles: ["client"], relation: "", reach: [], note: "" } as const;
  must(await laptop.vault.savePerson({ chart, basedOn: [], ...person, bornOn: "1990-03-10" }));
  const fact = {
    kind: "diagnosis",
    words: "Dysthymic disorder",
    certainty: "confirmed",
    since: "2026-01-01",
    by: "",
  } as const;
  const code = { code: "F34.1", edition: "2026" };
  must(await laptop.vault.saveFact({ chart, basedOn: [], said: { ...fact, code, principal: true } }));
  expect(await filled("2026-03-09")).toBe("10 March 1990; 35; F34.1 Dysthymic disorder; {diagnose}");
  expect(await filled("2026-03-10")).toContain("; 36; ");
});

test("NOTE-9 the last score of a measure until the note's day, with the day; in a chart of several clients by name", async () => {
  const { vault } = laptop;
  const { id: couple } = must(await vault.createChart({ name: "Holt and Brandt" }));
  const section = (text: string) => ({ heading: text.length > 20 ? "Both" : "All", hint: "", text });
  const template = must(
    await vault.saveTemplate({
      ...{ kind: "progress", name: "Scores", about: "", title: "T", everySession: false },
      sections: [section("{last-score}"), section("{last-score phq 9} {last-score GAD-7}")],
    }),
  ).id;
  const filled = async (date: string) => {
    const begun = must(await vault.beginNote({ chart: couple, kind: "progress", date, template }));
    return begun.template?.sections.map(({ text }) => text);
  };
  const file = async (each: number, date: string, person?: string | null) =>
    must(
      await vault.saveMeasure({
        ...{ chart: couple, date, note: "", ...(person === undefined ? {} : { person }) },
        filled: { how: "client", measure: "phq-9", version: "1", answers: [...Array(8).fill(each), 0, null] },
      }),
    ).id;
  const isi = {
    how: "result",
    name: "ISI",
    version: "",
    total: "17",
    parts: [],
    scoredBy: "",
    licensed: true,
  } as const;
  const review = "Screening result, needs clinical review.";
  expect(await filled("2026-03-09")).toEqual(["not recorded", "not recorded not recorded"]);
  // Nobody was shown a measure by that.
  expect((await vault.accessLog(couple)).sittings).toEqual([]);
  await file(2, "2026-03-02");
  await file(1, "2026-03-09");
  const phq = `PHQ-9 8 of 27, mild (9 March 2026). ${review}`;
  expect(await filled("2026-03-09")).toEqual([phq, `${phq} not recorded`]);
  expect(await filled("2026-03-08")).toEqual([
    `PHQ-9 16 of 27, moderately severe (2 March 2026). ${review}`,
    `PHQ-9 16 of 27, moderately severe (2 March 2026). ${review} not recorded`,
  ]);
  expect((await vault.accessLog(couple)).sittings.flatMap(({ acts }) => acts.map(({ act }) => act))).toContain(
    "listed",
  );

  const words = { called: "", roles: ["client" as const], relation: "", reach: [], note: "" };
  await vault.savePerson({ chart: couple, basedOn: [], name: "Maren", ...words });
  const jonas = must(await vault.savePerson({ chart: couple, basedOn: [], name: "Jonas", ...words })).id;
  await file(3, "2026-03-16", jonas);
  must(await vault.saveMeasure({ chart: couple, date: "2026-03-10", note: "", person: jonas, filled: isi }));
  expect((await filled("2026-03-16"))?.[0]).toBe(
    "Jonas: PHQ-9 24 of 27, severe (16 March 2026); ISI 17 (10 March 2026). Not said whose: PHQ-9 8 of 27, mild (9 March 2026). Screening results, need clinical review.",
  );
  const fact = { kind: "diagnosis", certainty: "confirmed", principal: true, by: "" } as const;
  must(await vault.saveFact({ chart: couple, basedOn: [], said: { ...fact, words: "Relationship distress" } }));
  must(await vault.saveFact({ chart: couple, basedOn: [], said: { ...fact, words: "Dysthymia", person: jonas } }));
  const field = must(
    await vault.saveTemplate({
      ...{ kind: "progress", name: "Diagnosis", about: "", title: "{diagnosis}", everySession: false },
      sections: [],
    }),
  ).id;
  const begun = must(await vault.beginNote({ chart: couple, kind: "progress", date: "2026-03-16", template: field }));
  expect(begun.template?.title).toBe("Relationship distress; Jonas: Dysthymia");
});
