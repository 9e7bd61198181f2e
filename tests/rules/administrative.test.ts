/** The people of a chart and its face sheet, beside its notes (docs/spec, ADM). */

import type { AdministrativeView, PersonWords } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let fay: Device;
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  fay = await join(stage, ada, "Fay", "front-desk");
});
afterAll(() => stage.close());

const mother: PersonWords = {
  name: "Meera Raman",
  called: "Mrs Raman",
  roles: ["consents", "emergency-contact"],
  relation: "mother",
  bornOn: "1971-02-28",
  reach: [{ by: "phone", at: "555 0142", label: "after five", leave: "nothing" }],
  note: "",
};
const sheet = {
  status: "active",
  form: "individual",
  since: "2026-03-02",
  tags: ["sliding scale"],
  custom: [],
} as const;

async function begun(name: string): Promise<string> {
  const chart = must(await ada.vault.createChart({ name })).id;
  must(await ada.vault.savePerson({ chart, basedOn: [], ...mother }));
  must(await ada.vault.saveFaceSheet({ chart, basedOn: [], ...sheet }));
  await settle(ada.vault);
  return chart;
}
const share = (chart: string, member: string, kind: "progress" | "administrative", right: "read" | "read-write") =>
  ada.vault.shareChart({ chart, member, kind, right });
async function seen({ vault }: Device, chart: string): Promise<AdministrativeView | undefined> {
  await settle(vault);
  return vault.administrative(chart);
}
const namesIn = (view: AdministrativeView | undefined) => view?.people.map(({ name }) => name);
/** All devices in turn, often enough that what follows by itself has. */
async function allFollow(): Promise<void> {
  for (let i = 0; i < 3; i++) for (const { vault } of [ada, ben, fay]) await settle(vault);
}

test("ADM-1 ADM-2 they are kept for who opens the chart, go on from what stands, and leave it by a revision", async () => {
  const chart = await begun("P. Raman");
  const view = await seen(ada, chart);
  expect(view).toMatchObject({ mayWrite: true, faceSheet: { ...sheet, beside: [] } });
  expect(view?.people).toMatchObject([{ ...mother, author: "Ada Owner", beside: [] }]);
  expect(await seen(ben, chart), "of another chart nothing").toBeUndefined();
  const [there] = view?.people ?? [];
  if (!there) throw new Error("she is there");
  const { id, basedOn } = there;
  must(await ada.vault.savePerson({ chart, ...mother, id, basedOn, name: "Meera Raman-Osei", bornOn: undefined }));
  const after = (await seen(ada, chart))?.people ?? [];
  expect(after.map(({ name, bornOn }) => [name, bornOn])).toEqual([["Meera Raman-Osei", undefined]]);
  must(await ada.vault.removePerson({ chart, id, basedOn: after[0]?.basedOn ?? [] }));
  expect(namesIn(await seen(ada, chart))).toEqual([]);
  const unfit = [
    [{ ...mother, name: " " }, "name-empty"],
    [{ ...mother, bornOn: "2026-02-30" }, "day-unfit"],
    [{ ...mother, id: "00".repeat(16) }, "person-unknown"],
  ] as const;
  for (const [words, code] of unfit) {
    const saved = await ada.vault.savePerson({ chart, basedOn: [], ...words });
    expect(!saved.ok && saved.error.code).toBe(code);
  }
});

test("ADM-3 who opens the notes has them too, and until then nobody; front desk alone without a note", async () => {
  const chart = await begun("Q. Client");
  await save(ada, chart, "About the heron.");
  await settle(ada.vault);
  const [toBen, toFay] = [await memberOf(ada, "Ben"), await memberOf(ada, "Fay")];
  const alone = await share(chart, toBen, "administrative", "read");
  expect(!alone.ok && alone.error.code, "who sees clients has them with the notes").toBe("not-entitled");
  must(await share(chart, toFay, "administrative", "read-write"));
  must(await share(chart, toBen, "progress", "read"));
  await allFollow();
  expect(namesIn(await seen(ben, chart))).toEqual(["Meera Raman"]);
  expect((await seen(ben, chart))?.mayWrite, "who only reads").toBe(false);
  const atDesk = await seen(fay, chart);
  expect(namesIn(atDesk)).toEqual(["Meera Raman"]);
  expect(await fay.vault.notes(chart)).toEqual([]);
  expect((await fay.vault.charts()).find(({ id }) => id === chart)?.opens).toBe(false);
  must(
    await fay.vault.savePerson({ chart, basedOn: [], ...mother, name: "Dr. Osei", roles: ["referrer"], relation: "" }),
  );
  await settle(fay.vault);
  expect(namesIn(await seen(ada, chart))).toEqual(["Meera Raman", "Dr. Osei"]);
  expect((await ada.vault.chartAccess(chart)).map(({ name, kind }) => [name, kind])).toEqual([
    ["Ada Owner", "progress"],
    ["Ben", "progress"],
    ["Fay", "administrative"],
  ]);
  must(await ada.vault.endAccess({ chart, member: toBen, kind: "progress" }));
  expect(
    (await ada.vault.chartAccess(chart)).map(({ name }) => name),
    "both at once",
  ).toEqual(["Ada Owner", "Fay"]);
  must(await ada.vault.endAccess({ chart, member: toFay, kind: "administrative" }));
  must(await ada.vault.savePerson({ chart, basedOn: [], ...mother, name: "Asha", roles: ["client"] }));
  await allFollow();
  for (const device of [ben, fay]) expect(namesIn(await seen(device, chart)) ?? []).not.toContain("Asha");
});

test("ADM-3 a chart that was shared before there were any is followed, with the last day of the right", async () => {
  const chart = must(await ada.vault.createChart({ name: "S. Client" })).id;
  await save(ada, chart, "First.");
  await settle(ada.vault);
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read-write", until: "2120-02-29" }));
  must(await ada.vault.savePerson({ chart, basedOn: [], ...mother }));
  await allFollow();
  const view = await seen(ben, chart);
  expect([namesIn(view), view?.mayWrite]).toEqual([["Meera Raman"], true]);
});

test("ADM-2 of two who change somebody at once, or over what they did not see, both are shown; the next save goes on from both", async () => {
  const chart = await begun("T. Client");
  must(await share(chart, await memberOf(ada, "Ben"), "progress", "read-write"));
  await allFollow();
  const [there] = (await seen(ben, chart))?.people ?? [];
  if (!there) throw new Error("she is there");
  const { id, basedOn } = there;
  ben.network = "down";
  must(await ben.vault.savePerson({ chart, ...mother, id, basedOn, note: "Ben heard: calls back." }));
  must(await ada.vault.savePerson({ chart, ...mother, id, basedOn, note: "Ada heard: never call." }));
  await settle(ada.vault);
  ben.network = "up";
  await allFollow();
  // A form that was open since before any of it.
  must(await ada.vault.savePerson({ chart, ...mother, id, basedOn, note: "Typed over neither." }));
  await allFollow();
  let all: readonly string[] = [];
  for (const device of [ada, ben]) {
    const [one] = (await seen(device, chart))?.people ?? [];
    const said = [one?.note, ...(one?.beside.map(({ note }) => note) ?? [])];
    expect(new Set(said)).toEqual(new Set(["Ada heard: never call.", "Ben heard: calls back.", "Typed over neither."]));
    all = one?.basedOn ?? [];
  }
  must(await ada.vault.savePerson({ chart, ...mother, id, basedOn: all, note: "Calls back; never call." }));
  await allFollow();
  expect((await seen(ben, chart))?.people).toMatchObject([{ note: "Calls back; never call.", beside: [] }]);
});

test("ADM-2 who is taken out while somebody else writes of them stays, with these words; a guard takes each of several inside", async () => {
  const chart = await begun("S. Client");
  must(await share(chart, await memberOf(ada, "Ben"), "progress", "read-write"));
  await allFollow();
  // Which of two leads is by chance: of several pairs, removals lead in some.
  const persons = [1, 2, 3, 4, 5, 6].map((n) => `Person ${n}`);
  for (const name of persons) must(await ada.vault.savePerson({ chart, ...mother, name, basedOn: [] }));
  await allFollow();
  const [here, there] = [await seen(ada, chart), await seen(ben, chart)];
  const idsOf = (view: AdministrativeView | undefined) =>
    view?.people.filter(({ name }) => persons.includes(name)) ?? [];
  expect(idsOf(there)).toHaveLength(persons.length);
  ben.network = "down";
  for (const { id, basedOn, name } of idsOf(there))
    must(await ben.vault.savePerson({ chart, ...mother, id, basedOn, name, note: "Ben heard: calls back." }));
  const [kept, ...out] = idsOf(here).toReversed();
  if (!kept) throw new Error("they are there");
  for (const { id, basedOn } of out) must(await ada.vault.removePerson({ chart, id, basedOn }));
  const { id, basedOn, name } = kept;
  must(await ada.vault.savePerson({ chart, ...mother, id, basedOn, name, note: "Ada heard: never call." }));
  expect(idsOf(await seen(ada, chart))).toHaveLength(1);
  ben.network = "up";
  await allFollow();
  const both = [...persons.map(() => "Ben heard: calls back."), "Ada heard: never call."].toSorted();
  for (const device of [ada, ben]) {
    const stands = idsOf(await seen(device, chart));
    expect(stands.map((one) => one.name).toSorted()).toEqual(persons);
    expect(stands.flatMap(({ note, beside }) => [note, ...beside.map((one) => one.note)]).toSorted()).toEqual(both);
    expect(stands.filter((one) => one.name !== name).map(({ author }) => author)).toEqual(out.map(() => "Ben"));
  }
  must(await ada.vault.guardChart({ chart }));
  const inside = idsOf(await seen(ada, chart));
  expect(inside.map(({ note }) => note).toSorted()).toEqual(both);
  await ada.vault.closeGuarded();
});

test("ADM-1 a face sheet says since which day, and when an enquiry was called: days that there are", async () => {
  const chart = await begun("R. Client");
  const asked = { asked: "2026-03-02", asks: "", heard: "", called: [], next: "", keep: "" };
  for (const words of [
    { ...sheet, since: "2026-02-30" },
    { ...sheet, enquiry: { ...asked, called: ["soon"] } },
  ])
    expect(await ada.vault.saveFaceSheet({ chart, basedOn: [], ...words })).toMatchObject({
      ok: false,
      error: { code: "day-unfit" },
    });
  expect((await seen(ada, chart))?.faceSheet?.since).toBe(sheet.since);
});

test("ADM-1 of face sheets begun at the same time the ledger's first counts, and one save settles them", async () => {
  const chart = must(await ada.vault.createChart({ name: "U. Client" })).id;
  await save(ada, chart, "First.");
  await settle(ada.vault);
  must(await share(chart, await memberOf(ada, "Ben"), "progress", "read-write"));
  await allFollow();
  ben.network = "down";
  must(await ben.vault.saveFaceSheet({ chart, basedOn: [], ...sheet, status: "waiting" }));
  must(await ada.vault.saveFaceSheet({ chart, basedOn: [], ...sheet, status: "paused" }));
  await settle(ada.vault);
  ben.network = "up";
  await allFollow();
  let all: readonly string[] = [];
  for (const device of [ada, ben]) {
    const there = (await seen(device, chart))?.faceSheet;
    expect([there?.status, ...(there?.beside.map(({ status }) => status) ?? [])]).toEqual(["paused", "waiting"]);
    all = there?.basedOn ?? [];
  }
  must(await ben.vault.saveFaceSheet({ chart, basedOn: all, ...sheet, status: "discharged" }));
  await allFollow();
  expect((await seen(ada, chart))?.faceSheet).toMatchObject({ status: "discharged", beside: [] });
});

test("ADM-4 a guard takes them inside, also what front desk wrote meanwhile, and nothing of them is left in lists", async () => {
  const chart = await begun("The President");
  await save(ada, chart, "Inside.");
  await settle(ada.vault);
  must(await share(chart, await memberOf(ada, "Fay"), "administrative", "read-write"));
  await allFollow();
  expect(namesIn(await seen(fay, chart))).toEqual(["Meera Raman"]);
  fay.network = "down";
  must(await fay.vault.savePerson({ chart, basedOn: [], ...mother, name: "A driver", roles: [] }));
  must(await ada.vault.guardChart({ chart, alias: "J. Linden" }));
  await settle(ada.vault);
  fay.network = "up";
  await allFollow();
  expect(namesIn(await seen(ada, chart))).toEqual(["Meera Raman"]);
  expect(await seen(fay, chart)).toBeUndefined();
  const refused = await fay.vault.savePerson({ chart, basedOn: [], ...mother, name: "A cook" });
  expect(!refused.ok && refused.error.code).toBe("guard-closed");
  await ada.vault.closeGuarded();
  expect(await seen(ada, chart)).toBeUndefined();
  must(await ada.vault.openGuarded(chart));
  await allFollow();
  expect(namesIn(await seen(ada, chart))).toEqual(["Meera Raman", "A driver"]);
  expect((await seen(ada, chart))?.faceSheet?.tags).toEqual(["sliding scale"]);
  must(await ada.vault.unguardChart(chart));
  await allFollow();
  expect(namesIn(await seen(ada, chart)), "they stay with the notes").toEqual(["Meera Raman", "A driver"]);
  expect((await seen(ada, chart))?.faceSheet?.tags).toEqual(["sliding scale"]);
  expect(namesIn(await seen(fay, chart))).toEqual([]);
  expect((await seen(fay, chart))?.faceSheet).toBeUndefined();
});
