/** SEP, AGE: a couple that separates and a minor who comes of age, over acts that there are, on real devices. */

import type { FormAnswers, GoOnAlone, OfAgeView, PersonWords, SaveNote } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let couple: string;
let ines: string;
let rosa: string;
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  couple = must(await ada.vault.createChart({ name: "Ines and Rosa" })).id;
  const reach = [{ by: "phone", at: "(555) 010-0144", label: "", leave: "anything" }] as const;
  const mail = { by: "email", at: "ines@example.org", label: "", leave: "anything" } as const;
  ines = await add(couple, { ...person, name: "Ines", bornOn: "1980-02-03", reach: [...reach, mail] });
  const other = [{ by: "phone", at: "555 010 0144", label: "home", leave: "nothing" }] as const;
  rosa = await add(couple, { ...person, name: "Rosa", reach: other });
  await settle(ada.vault);
});
afterAll(() => stage.close());

const person: PersonWords = { name: "", called: "", roles: ["client"], relation: "", reach: [], note: "" };
const add = async (chart: string, words: PersonWords) =>
  must(await ada.vault.savePerson({ chart, basedOn: [], ...words })).id;
const code = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "done" : outcome.error?.code;
const note = async ({ vault }: Device, text: string, more: Partial<SaveNote> = {}) =>
  must(
    await vault.saveNote({
      chart: couple,
      kind: "progress",
      date: "2026-03-02",
      title: "",
      body: { text },
      basedOn: [],
      ...more,
    }),
  );
const goOn = (more: Partial<GoOnAlone>) =>
  ada.vault.goOnAlone({
    chart: couple,
    person: ines,
    into: { name: "Ines" },
    notes: [],
    facts: [],
    on: "2026-06-01",
    ...more,
  });
const seen = async () => (await ada.vault.separation(couple)) ?? expect.fail("not shown");
const notesOf = async (id: string) => (await seen()).people.find((one) => one.id === id)?.notes ?? [];

test("SEP-1 SEP-5 one of two goes on in a chart of her own, with what is about her alone; done again it does what is left", async () => {
  await note(ada, "Both quarrel about money.");
  const alone = await note(ada, "Ines alone: she has decided to leave.", { about: [ines] });
  const fact = {
    kind: "medication",
    name: "Sertraline",
    dose: "50 mg",
    prescriber: "",
    source: "client",
  } as const;
  const { fact: taken } = must(await ada.vault.saveFact({ chart: couple, said: fact, basedOn: [] }));
  expect(await seen()).toMatchObject({
    together: 1,
    people: [
      { id: ines, charts: [], notes: [{ note: alone.note, goes: "copies" }] },
      { id: rosa, charts: [], notes: [] },
    ],
    shared: [{ people: ["Ines", "Rosa"] }],
  });
  const going = { notes: [alone], facts: [taken] };
  const { chart } = must(await goOn(going));
  const sheet = await ada.vault.administrative(chart);
  expect(sheet?.faceSheet).toMatchObject({ form: "individual", status: "active", since: "2026-06-01" });
  expect(sheet?.people).toMatchObject([{ name: "Ines", roles: ["client"], bornOn: "1980-02-03" }]);
  expect(sheet?.people[0]?.reach, "not the telephone that Rosa answers").toMatchObject([{ at: "ines@example.org" }]);
  const copied = await ada.vault.notes(chart);
  expect(copied).toMatchObject([{ date: "2026-03-02", about: [], firstWritten: expect.any(Number) }]);
  expect(await ada.vault.facts(chart)).toMatchObject([{ said: fact }]);
  // The chart of both is as it was.
  expect(await ada.vault.notes(couple)).toHaveLength(2);
  expect(await ada.vault.facts(couple)).toHaveLength(1);
  expect((await seen()).people[0]).toMatchObject({ charts: [{ id: chart, name: "Ines" }], notes: [{ goes: "there" }] });
  must(await goOn({ ...going, into: { chart } }));
  const after = [await ada.vault.notes(chart), await ada.vault.facts(chart)].map(({ length }) => length);
  expect([...after, (await ada.vault.administrative(chart))?.people.length]).toEqual([1, 1, 1]);
  await settle(ada.vault);
});

test("SEP-2 what is about both, about the other, or has an addendum that is, does not go along, nor what others wrote in", async () => {
  const both = await note(ada, "Both.");
  const before = (await ada.vault.charts()).length;
  const others = await note(ada, "Rosa alone.", { about: [rosa] });
  const added = await note(ada, "Ines alone, at first.", { about: [ines] });
  await note(ada, "And what Rosa says of it.", { adds: added.note, about: [ines, rosa] });
  for (const one of [both, others, added]) expect(code(await goOn({ notes: [one] }))).toBe("note-about-others");
  must(
    await ada.vault.shareChart({
      chart: couple,
      member: await memberOf(ada, "Ben"),
      kind: "progress",
      right: "read-write",
    }),
  );
  for (let i = 0; i < 2; i++) for (const { vault } of [ada, ben]) await settle(vault);
  const bens = await note(ben, "Ben saw Ines.", { about: [ines] });
  for (let i = 0; i < 2; i++) for (const { vault } of [ben, ada]) await settle(vault);
  expect((await notesOf(ines)).find((one) => one.note === bens.note)?.goes).toBe("others");
  expect(code(await goOn({ notes: [bens] }))).toBe("note-with-others");
  // Nothing was begun for it.
  expect(await ada.vault.charts()).toHaveLength(before);
});

test("SEP-3 only a client of that chart, into another chart that this member writes in", async () => {
  const mother = await add(couple, { ...person, name: "Mother", roles: ["emergency-contact"] });
  expect(code(await goOn({ person: mother }))).toBe("person-unknown");
  expect(code(await goOn({ into: { chart: couple } }))).toBe("chart-same");
  const { id: his } = must(await ben.vault.createChart({ name: "Of Ben" }));
  must(
    await ben.vault.saveNote({
      chart: his,
      kind: "progress",
      date: "2026-03-02",
      title: "",
      body: { text: "His." },
      basedOn: [],
    }),
  );
  for (let i = 0; i < 2; i++) for (const { vault } of [ben, ada]) await settle(vault);
  expect(code(await goOn({ into: { chart: his } }))).toBe("not-entitled");
  // Ben reads what Ada writes.
  const read = must(await ada.vault.createChart({ name: "To read" })).id;
  const leo = await add(read, { ...person, name: "Leo" });
  await note(ada, "Both.", { chart: read });
  await settle(ada.vault);
  must(
    await ada.vault.shareChart({ chart: read, member: await memberOf(ada, "Ben"), kind: "progress", right: "read" }),
  );
  for (let i = 0; i < 2; i++) for (const { vault } of [ada, ben]) await settle(vault);
  const bens = { chart: read, person: leo, into: { name: "Leo" }, notes: [], facts: [], on: "2026-06-01" };
  expect(code(await ben.vault.goOnAlone(bens))).toBe("not-entitled");
  expect((await ben.vault.charts()).some(({ name }) => name === "Leo")).toBe(false);
  expect(code(await goOn({ into: { name: " " } }))).toBe("name-empty");
  expect(code(await goOn({ facts: [mother] }))).toBe("fact-unknown");
});

test("SEP-4 out of a guarded chart nobody goes on in a new one, which would not be guarded, but in one that there is", async () => {
  const chart = must(await ada.vault.createChart({ name: "Two in public" })).id;
  await add(chart, { ...person, name: "Leo" });
  await note(ada, "Both.", { chart });
  await settle(ada.vault);
  must(await ada.vault.guardChart({ chart, alias: "Oak" }));
  await settle(ada.vault);
  await ada.vault.closeGuarded();
  expect(await ada.vault.separation(chart), "closed").toBeUndefined();
  must(await ada.vault.openGuarded(chart));
  const [leo] = (await ada.vault.separation(chart))?.people ?? [];
  const of = { chart, person: leo?.id ?? expect.fail("nobody there") };
  expect(code(await goOn({ ...of, into: { name: "Leo" } }))).toBe("own-chart-first");
  const own = must(await ada.vault.createChart({ name: "L." })).id;
  must(await goOn({ ...of, into: { chart: own } }));
  expect((await ada.vault.administrative(own))?.people).toMatchObject([{ name: "Leo", roles: ["client"] }]);
  await ada.vault.closeGuarded();
});

const minor: FormAnswers = {
  "client-name": "Tom",
  "client-born-on": "2009-05-14",
  therapist: "Ada",
  order: false,
  "parent-name": "Ann",
  "authority-is": "sole",
  "authority-shown": "Order",
};
async function signed(chart: string, form: string, answers: FormAnswers, name: string, on: string): Promise<string> {
  const base = { chart, form, version: 1, answers, state: "completed", on, basedOn: [] } as const;
  const { id, revision } = must(await ada.vault.saveFormResponse(base));
  await settle(ada.vault);
  must(await ada.vault.signForm({ response: id, revision, act: "signed", name, as: "", on }));
  return id;
}

test("AGE-1 AGE-2 AGE-3 a client comes of age: told six weeks ahead, until they have consented themselves and nobody does for them", async () => {
  const chart = must(await ada.vault.createChart({ name: "Tom" })).id;
  const tom = await add(chart, { ...person, name: "Tom", bornOn: "2009-05-14" });
  const ann = await add(chart, { ...person, name: "Ann", roles: ["consents", "payer"], relation: "mother" });
  const by = await signed(chart, "consent-minor", minor, "Ann", "2026-12-01");
  const response = must(await ada.vault.formResponse(by));
  expect(response.head.ends, "AGE-3: the last day on which somebody else consents").toBe("2027-05-13");
  const at = async (today: string): Promise<OfAgeView | undefined> => (await ada.vault.ofAge({ chart, today }))[0];
  const told = async (today: string) =>
    must(await ada.vault.unfinished({ today, zone: "UTC" })).filter(({ kind }) => kind === "of-age");
  expect(await at("2027-04-01")).toBeUndefined();
  expect(await told("2027-04-01")).toEqual([]);
  expect(await told("2027-04-02")).toEqual([{ kind: "of-age", chart, day: "2027-05-14", name: "Tom" }]);
  expect(await at("2027-04-02")).toMatchObject({
    person: tom,
    day: "2027-05-14",
    rule: { age: 18, cite: expect.stringContaining("check your own law") },
    consenting: [ann],
    before: [{ id: by }],
    isOpen: true,
  });
  const own = { "client-name": "Tom", therapist: "Ada" };
  await signed(chart, "consent-therapy", own, "Tom", "2027-05-13");
  expect(await at("2027-05-15"), "a day too early").not.toHaveProperty("ownConsent");
  const id = await signed(chart, "consent-therapy", own, "Tom", "2027-05-14");
  expect(await at("2027-05-15")).toMatchObject({ ownConsent: { id }, isOpen: true });
  const there = (await ada.vault.administrative(chart))?.people.find((one) => one.id === ann) ?? expect.fail();
  must(await ada.vault.savePerson({ chart, ...there, roles: ["payer"] }));
  expect(await at("2027-05-15")).toMatchObject({ consenting: [], isOpen: false });
  expect(await told("2027-05-15")).toEqual([]);
  must(await ada.vault.saveOffice({ lines: "", complaints: "", state: "AL", numbers: [] }));
  expect(await at("2027-05-15"), "19 in Alabama").toBeUndefined();
  expect(await at("2028-05-01")).toMatchObject({ day: "2028-05-14", earlier: { state: "AL" } });
});
