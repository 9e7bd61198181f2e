/** What search finds beside the notes (docs/spec, DOC-7), on real devices: for whom, and what it never finds. */

import type { FactWords, Filled, SearchFind } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, passphrase, save, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let fay: Device;
let chart = "";
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  await save(ada, chart, "The first note.");
  await settle(ada.vault);
  ben = await join(stage, ada, "Ben", "clinician");
  fay = await join(stage, ada, "Fay", "front-desk");
  const [toBen, toFay] = [await memberOf(ada, "Ben"), await memberOf(ada, "Fay")];
  must(await ada.vault.shareChart({ chart, member: toBen, kind: "progress", right: "read-write" }));
  must(await ada.vault.shareChart({ chart, member: toFay, kind: "administrative", right: "read-write" }));
  await all();
});
afterAll(() => stage.close());

const all = async () => {
  for (let i = 0; i < 2; i++) for (const { vault } of [ada, ben, fay]) await settle(vault);
};
const elsewhere = async ({ vault }: Device, words: string, more: object = {}): Promise<readonly SearchFind[]> =>
  must(await vault.search({ words, ...more })).elsewhere;
const kinds = async (...asked: Parameters<typeof elsewhere>) => (await elsewhere(...asked)).map(({ kind }) => kind);
const fact = (said: FactWords) => ada.vault.saveFact({ chart, said, basedOn: [] });
const file = (name: string, note?: string) =>
  ada.vault.attach({
    ...{ chart, name, mediaType: "application/pdf", bytes: crypto.getRandomValues(new Uint8Array(300)) },
    ...(note ? { note } : {}),
  });
const result = (name: string, total: string): Filled => ({
  how: "result",
  name,
  version: "",
  total,
  parts: [],
  scoredBy: "",
  licensed: true,
});
const sertraline: FactWords = {
  kind: "medication",
  name: "Sertralín",
  dose: "50 mg",
  prescriber: "Dr. Okafor",
  source: "client",
};

test("DOC-7 the care team finds facts, measures, documents, cases and forms by their words; front desk what lies with it", async () => {
  const medication = must(await fact(sertraline)).fact;
  const flag = { kind: "flag", about: "legal", words: "Okafor testifies in May", since: "2026-05-02" } as const;
  must(await fact(flag));
  must(await ada.vault.saveMeasure({ chart, date: "2026-06-09", filled: result("Okafor Inventory", "12"), note: "" }));
  const pdf = must(await file("okafor-letter.pdf")).id;
  const said = { category: "letter", title: "Referral", from: "Dr. Okafor" } as const;
  must(await ada.vault.describeDocument({ file: pdf, said, basedOn: [] }));
  const asked = { from: "Okafor & Sons", address: "", asked: "All of it.", checked: "", steps: [] };
  for (const kind of ["access", "subpoena"] as const)
    must(await ada.vault.saveCase({ chart, basedOn: [], said: { kind, received: "2026-03-02", ...asked } }));
  const form = { chart, form: "intake-adult", version: 1, state: "completed", on: "2026-12-01", basedOn: [] } as const;
  const answers = { "client-name": "Rosa Client", "reason-words": "Dr. Okafor said that I should come." };
  must(await ada.vault.saveFormResponse({ ...form, answers }));
  await all();

  for (const device of [ada, ben]) {
    const finds = await elsewhere(device, "okafor");
    expect(finds.map(({ kind }) => kind).toSorted()).toEqual(
      ["case", "case", "document", "flag", "form", "measure", "medication"].toSorted(),
    );
    expect(finds.find(({ kind }) => kind === "document")).toMatchObject({ id: pdf, chart });
    expect(finds.find(({ kind }) => kind === "medication")).toMatchObject({ id: medication, title: "Sertralín 50 mg" });
    const days = finds.map(({ date }) => date).filter((day) => day !== undefined);
    expect(days, "the newest first").toEqual(days.toSorted().toReversed());
  }
  expect(await kinds(fay, "okafor")).toEqual(["case"]);
  // As notes are found: without marks, by beginnings, in one chart, between days, by whom; of notes of one kind nothing else is asked.
  expect(await kinds(ben, "sertralin")).toEqual(["medication"]);
  expect(await kinds(ben, "testif*")).toEqual(["flag"]);
  expect(await kinds(ben, "okafor", { from: "2026-06-01", to: "2026-06-30" })).toEqual(["measure"]);
  expect(await kinds(ben, "okafor", { chart: "00".repeat(16) })).toEqual([]);
  expect(await kinds(ben, "okafor", { author: await memberOf(ada, "Ben") })).toEqual([]);
  expect(await kinds(ben, "okafor", { kind: "progress" })).toEqual([]);
  expect((await ben.vault.accessLog(chart)).sittings[0]?.acts.map(({ act }) => act)).toContain("searched");
});

test("DOC-7 what is corrected or was a mistake is found no more, also after a lock", async () => {
  const { fact: id } = must(await fact({ ...sertraline, name: "Quetiapine" }));
  const [view] = (await ada.vault.facts(chart)).filter((one) => one.id === id);
  must(
    await ada.vault.saveFact({
      ...{ chart, fact: id, basedOn: view?.basedOn ?? [] },
      said: { ...sertraline, name: "Olanzapine" },
    }),
  );
  const filled = result("Weevil Scale", "3");
  const entry = must(await ada.vault.saveMeasure({ chart, date: "2026-06-09", filled, note: "" })).id;
  expect(await kinds(ada, "weevil")).toEqual(["measure"]);
  must(await ada.vault.saveMeasure({ id: entry, chart, date: "2026-06-09", filled, note: "", mistaken: true }));
  await settle(ada.vault);
  await ada.vault.lock("person");
  must(await ada.vault.unlock(passphrase));
  expect(await kinds(ada, "quetiapine")).toEqual([]);
  expect(await kinds(ada, "olanzapine")).toEqual(["medication"]);
  expect(await kinds(ada, "weevil")).toEqual([]);
});

test("DOC-7 a file of a psychotherapy note is found by nobody here, and one of a progress note is", async () => {
  const { note } = await save(ada, chart, "Kept apart.", { kind: "psychotherapy" });
  const { note: open } = await save(ada, chart, "For the team.");
  const apart = must(await file("pangolin-apart.pdf", note)).id;
  const said = { category: "letter", title: "Pangolin", from: "" } as const;
  must(await ada.vault.describeDocument({ file: apart, said, basedOn: [] }));
  must(await file("pangolin-open.pdf", open));
  await all();
  for (const device of [ada, ben])
    expect((await elsewhere(device, "pangolin")).map(({ title }) => title)).toEqual(["pangolin-open.pdf"]);
});

test("DOC-7 DOC-2 of what two said of a file at once, search finds what counts", async () => {
  const id = must(await file("two-say.pdf")).id;
  await all();
  ben.network = "down";
  const say = ({ vault }: Device, title: string) =>
    vault.describeDocument({ file: id, said: { category: "letter", title, from: "" }, basedOn: [] });
  must(await say(ada, "Numbat first"));
  must(await say(ben, "Numbat second"));
  await settle(ada.vault);
  ben.network = "up";
  await all();
  for (const device of [ada, ben])
    expect((await elsewhere(device, "numbat")).map(({ title }) => title)).toEqual(["Numbat first"]);
});
