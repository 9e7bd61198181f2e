/** FRM: forms filled in, signed in a member's presence, and withdrawn, on real devices; where they lie and who sees them. */

import type {
  FormAnswers,
  FormLanguage,
  FormResponseHead,
  FormResponseView,
  SaveFormResponse,
  SignForm,
} from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, passphrase, save, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let fay: Device;
let chart: string;
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  ben = await join(stage, ada, "Ben", "clinician");
  fay = await join(stage, ada, "Fay", "front-desk");
  await save(ada, chart, "The first note.");
  const person = { name: "Rosa Client", called: "", roles: ["client"], relation: "", reach: [], note: "" } as const;
  must(await ada.vault.savePerson({ chart, basedOn: [], ...person }));
  await settle(ada.vault);
  const [toBen, toFay] = [await memberOf(ada, "Ben"), await memberOf(ada, "Fay")];
  must(await ada.vault.shareChart({ chart, member: toBen, kind: "progress", right: "read-write" }));
  must(await ada.vault.shareChart({ chart, member: toFay, kind: "administrative", right: "read-write" }));
  await allFollow();
});
afterAll(() => stage.close());

async function allFollow(): Promise<void> {
  for (let i = 0; i < 2; i++) for (const { vault } of [ada, ben, fay]) await settle(vault);
}
const code = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "done" : outcome.error?.code;

const release: FormAnswers = {
  "client-name": "Rosa Client",
  what: ["summary"],
  "includes-substances": false,
  "direction-is": "give",
  discloser: "Quiet Room",
  "recipient-name": "Dr. Osei",
  "purpose-is": ["care"],
  "ends-on": "2026-12-09",
  "signs-as": "client",
};
const intake: FormAnswers = { "client-name": "Rosa Client", "reason-words": "I sleep badly." };
const couple: FormAnswers = { "first-name": "Rosa", "second-name": "Ines", alone: false };

const fill = ({ vault }: Device, form: string, answers: FormAnswers, more: Partial<SaveFormResponse> = {}) =>
  vault.saveFormResponse({
    chart,
    form,
    version: 1,
    answers,
    state: "completed",
    on: "2026-12-01",
    basedOn: [],
    ...more,
  });
const byRosa = { name: "Rosa Client", as: "client", on: "2026-12-01" } as const;
const sign = (
  { vault }: Device,
  of: { readonly id: string; readonly revision: string },
  more: Partial<SignForm> = {},
) => vault.signForm({ response: of.id, revision: of.revision, act: "signed", ...byRosa, ...more });
const seen = async ({ vault }: Device, id: string): Promise<FormResponseView> => must(await vault.formResponse(id));
const headAt = async ({ vault }: Device, id: string): Promise<FormResponseHead | undefined> =>
  (await vault.formsOfChart(chart)).responses.find((one) => one.id === id);

test("FRM-4 a form is begun with the names that the chart knows, and what was filled in says what was asked", async () => {
  const begun = must(await ada.vault.beginForm({ chart, form: "release-of-information" }));
  expect(JSON.stringify(begun.questionnaire)).toContain("You authorize Quiet Room to");
  expect(JSON.stringify(begun.questionnaire)).toContain('"initial":[{"valueString":"Rosa Client"}]');
  const kept = must(await fill(ada, "release-of-information", release));
  await allFollow();
  const view = await seen(ben, kept.id);
  expect(view.answers).toEqual(release);
  expect(view.filled).toMatchObject({ author: "Ada Owner" });
  expect(view).not.toHaveProperty("changed");
  expect(view.asked.questionnaire).toEqual(begun.questionnaire);
  expect(view.head).toMatchObject({ standing: "completed", ends: "2026-12-09", title: "Release of information" });
});

test("FRM-10 ADM-5 a form is begun in its client's language, or who consents', or the one asked for; until it is signed it may change", async () => {
  const own = must(await ada.vault.createChart({ name: "Tomás" })).id;
  const begun = async (language?: FormLanguage) =>
    must(await ada.vault.beginForm({ chart: own, form: "consent-minor", ...(language ? { language } : {}) }));
  const { title: english } = (await begun()).questionnaire;
  const person = { called: "", relation: "", reach: [], note: "" } as const;
  const tomas = { ...person, name: "Tomás", roles: ["client"] as const };
  const { id } = must(await ada.vault.savePerson({ chart: own, basedOn: [], ...tomas }));
  const mother = { ...person, name: "Inés", roles: ["consents"] as const, language: "es" as const };
  must(await ada.vault.savePerson({ chart: own, basedOn: [], ...mother }));
  const spanish = await begun();
  expect(spanish.questionnaire).toMatchObject({ language: "es", title: expect.stringContaining("Consentimiento") });
  expect(JSON.stringify(spanish.questionnaire)).toContain('"initial":[{"valueString":"Tomás"}]');
  expect(spanish.from?.notice).toContain("translation for understanding");
  expect((await begun("en")).questionnaire.title).toBe(english);
  const seenNow = (await ada.vault.administrative(own))?.people.find((one) => one.id === id)?.basedOn ?? [];
  must(await ada.vault.savePerson({ chart: own, id, basedOn: seenNow, ...tomas, language: "en" }));
  expect((await begun()).questionnaire.language, "the client's goes first").toBe("en");

  const answers = {
    "client-name": "Tomás",
    "client-born-on": "2015-03-01",
    therapist: "Ada",
    order: false,
    "parent-name": "Inés",
    "authority-is": "sole",
    "authority-shown": "Order",
  };
  const of = { chart: own, form: "consent-minor" };
  const kept = must(await fill(ada, of.form, answers, { ...of, language: "en" }));
  const again = { ...of, response: kept.id, basedOn: [kept.revision], language: "es" } as const;
  const moved = must(await fill(ada, of.form, answers, again));
  const view = await seen(ada, kept.id);
  expect([view.asked.questionnaire.language, view.head.title]).toEqual(["es", spanish.questionnaire.title]);
  expect(view.answers).toEqual(answers);
  must(await sign(ada, moved, { name: "Inés", as: "madre" }));
  const { acts } = await seen(ada, kept.id);
  expect(acts[0]).toMatchObject({ words: spanish.agrees, holds: "yes" });
  const back = { ...again, basedOn: [moved.revision], language: "en" } as const;
  expect(code(await fill(ada, of.form, answers, back))).toBe("form-signed");
  const ours = (await ada.vault.forms()).map(({ id: form }) => form);
  expect(new Set(ours).size, "each is offered once").toBe(ours.length);
});

test("FRM-2 what is not finished is kept, and completed only with what is needed", async () => {
  const { "ends-on": _ends, ...some } = release;
  expect(await fill(ada, "release-of-information", some)).toEqual({
    ok: false,
    error: { code: "answers-missing", facts: { missing: 1 } },
  });
  const kept = must(await fill(ada, "release-of-information", some, { state: "in-progress" }));
  expect(await headAt(ada, kept.id)).toMatchObject({ standing: "in-progress" });
  const next = { response: kept.id, basedOn: [kept.revision] };
  expect(code(await fill(ada, "release-of-information", { ...release, hat: "blue" }, next))).toBe("answers-unfit");
  expect(code(await sign(ada, kept)), "nor is it signed").toBe("form-unfinished");
  expect(await seen(ada, kept.id), "nothing is done yet").not.toHaveProperty("filled");
  const done = must(await fill(ada, "release-of-information", release, next));
  expect(await headAt(ada, kept.id)).toMatchObject({ standing: "completed" });
  await allFollow();
  const again = { response: kept.id, basedOn: [done.revision] };
  const same = must(await fill(ben, "release-of-information", release, again));
  expect(await seen(ben, kept.id), "the same answers").not.toHaveProperty("changed");
  const other = { ...release, "recipient-name": "Dr. Moor" };
  must(await fill(ben, "release-of-information", other, { ...again, basedOn: [same.revision] }));
  await allFollow();
  expect(await seen(ada, kept.id)).toMatchObject({ filled: { author: "Ada Owner" }, changed: { author: "Ben" } });
});

test("FRM-3 what is told of oneself lies with the notes, what is agreed with people and numbers, where front desk sees it", async () => {
  const told = must(await fill(ada, "intake-adult", intake));
  const agreed = must(await fill(fay, "release-of-information", release));
  await allFollow();
  for (const device of [ada, ben]) {
    expect(await headAt(device, told.id)).toMatchObject({ belongs: "clinical" });
    expect(await headAt(device, agreed.id)).toMatchObject({ belongs: "administrative", author: "Fay" });
  }
  const atDesk = await fay.vault.formsOfChart(chart);
  expect(atDesk.responses.map(({ id }) => id)).toContain(agreed.id);
  expect(atDesk.responses.every(({ belongs }) => belongs === "administrative")).toBe(true);
  expect(atDesk.mayFill).toEqual({ clinical: false, administrative: true });
  expect(code(await fay.vault.formResponse(told.id))).toBe("form-unknown");
  expect(code(await fill(fay, "intake-adult", intake))).toBe("not-entitled");
});

test("FRM-5 FRM-6 what somebody signs is signed by the key of the member who was there, over all that was asked and answered", async () => {
  const kept = must(await fill(fay, "release-of-information", release));
  await settle(fay.vault);
  const { waiting } = must(await sign(fay, kept));
  expect(waiting).toBe(0);
  await allFollow();
  const view = await seen(ada, kept.id);
  expect(view.head).toMatchObject({ standing: "signed", signed: 1, unconfirmed: 0 });
  expect(view.acts).toEqual([
    expect.objectContaining({
      act: "signed",
      ...byRosa,
      words: "I authorize what is written here, of my own free will.",
      by: "Fay",
      holds: "yes",
      isOfNow: true,
    }),
  ]);
  expect(view.acts[0]?.content).toMatch(/^[0-9a-f]{64}$/);
});

test("FRM-5 what was not read is not signed: another version, or two side by side", async () => {
  const kept = must(await fill(ada, "release-of-information", release));
  const other = { ...release, "recipient-name": "Dr. Lind" };
  const next = must(await fill(ada, "release-of-information", other, { response: kept.id, basedOn: [kept.revision] }));
  expect(code(await sign(ada, kept))).toBe("form-changed");
  await allFollow();
  const beside = { response: kept.id, basedOn: [kept.revision] };
  must(await fill(ben, "release-of-information", release, beside));
  await allFollow();
  expect((await seen(ada, kept.id)).beside).toBe(1);
  expect(code(await sign(ada, next))).toBe("form-changed");
  expect(code(await sign(ada, next, { name: " " }))).toBe("name-empty");
});

test("FRM-6 without a network the name waits, counts for nothing yet, and is confirmed with the key once the server has it", async () => {
  const kept = must(await fill(ada, "release-of-information", release));
  await settle(ada.vault);
  ada.network = "down";
  expect(must(await sign(ada, kept)).waiting).toBe(1);
  expect(await headAt(ada, kept.id)).toMatchObject({ standing: "completed", signed: 0, unconfirmed: 1 });
  ada.network = "up";
  await allFollow();
  expect((await seen(ben, kept.id)).acts).toMatchObject([{ holds: "waits" }]);
  expect(must(await ben.vault.confirmForm(kept.id)), "nobody confirms what another member saw").toEqual({ waiting: 0 });
  await settle(ben.vault);
  expect((await seen(ben, kept.id)).acts).toMatchObject([{ holds: "waits" }]);
  expect(must(await ada.vault.confirmForm(kept.id))).toEqual({ waiting: 0 });
  await allFollow();
  const view = await seen(ben, kept.id);
  expect([view.head.standing, view.acts.map(({ holds }) => holds)]).toEqual(["signed", ["yes"]]);
});

test("FRM-7 what was signed stays as it is; a version from a device that had not heard of it is shown as not covered", async () => {
  const kept = must(await fill(ada, "release-of-information", release));
  await allFollow();
  ben.network = "down";
  const other = { ...release, "recipient-name": "Dr. Elsewhere" };
  const again = { response: kept.id, basedOn: [kept.revision] };
  must(await fill(ben, "release-of-information", other, again));
  must(await sign(ada, kept));
  expect(code(await fill(ada, "release-of-information", other, again))).toBe("form-signed");
  ben.network = "up";
  await allFollow();
  const view = await seen(ada, kept.id);
  expect(view.answers["recipient-name"]).toBe("Dr. Elsewhere");
  expect(view.acts).toMatchObject([{ holds: "yes", isOfNow: false }]);
  expect(view.head).toMatchObject({ standing: "completed", signed: 0 });
});

test("FRM-5 a form for two holds once both have signed, and whoever signs twice is one", async () => {
  const kept = must(await fill(ada, "couple-no-secrets", couple));
  await settle(ada.vault);
  must(await sign(ada, kept, { name: "Rosa" }));
  must(await sign(ada, kept, { name: " rosa " }));
  expect(await headAt(ada, kept.id)).toMatchObject({ standing: "completed", signed: 1, signatures: 2 });
  must(await sign(ada, kept, { name: "Ines" }));
  expect(await headAt(ada, kept.id)).toMatchObject({ standing: "signed", signed: 2 });
});

test("FRM-8 it is withdrawn in writing, once, from then on, before a key confirms it, and what was signed stays to be read", async () => {
  const kept = must(await fill(ada, "release-of-information", release));
  const letter = { act: "withdrawn", words: "Her letter of 3 December.", on: "2026-12-03" } as const;
  expect(code(await sign(ada, kept, letter))).toBe("form-unsigned");
  await settle(ada.vault);
  must(await sign(ada, kept));
  await allFollow();
  expect(code(await sign(fay, kept, { ...letter, words: " " }))).toBe("reason-empty");
  fay.network = "down";
  must(await sign(fay, kept, letter));
  expect(await headAt(fay, kept.id)).toMatchObject({ standing: "withdrawn", unconfirmed: 1 });
  fay.network = "up";
  await allFollow();
  expect(await headAt(ada, kept.id)).toMatchObject({ standing: "withdrawn" });
  expect(code(await sign(ada, kept))).toBe("form-withdrawn");
  const { acts } = await seen(ada, kept.id);
  expect(acts.map(({ act, by, on }) => [act, by, on])).toEqual([
    ["signed", "Ada Owner", "2026-12-01"],
    ["withdrawn", "Fay", "2026-12-03"],
  ]);
});

test("FRM-1 FRM-4 a form of the practice's own is offered to all, and what was filled in keeps the questions it had", async () => {
  const questions = (text: string) => ({
    resourceType: "Questionnaire",
    status: "active",
    language: "en",
    title: "Dogs in the room",
    item: [{ linkId: "dog", type: "boolean", text, required: true }],
  });
  const about = {
    about: "For those who bring one.",
    belongs: "administrative",
    signatures: 1,
    agrees: "Yes.",
  } as const;
  const { id } = must(await ada.vault.saveForm({ ...about, questionnaire: questions("Does it bark?") }));
  expect(code(await ada.vault.saveForm({ ...about, questionnaire: { ...questions("x"), item: [] } }))).toBe(
    "form-unfit",
  );
  expect(code(await ada.vault.saveForm({ ...about, until: "dog", questionnaire: questions("x") }))).toBe("form-unfit");
  await allFollow();
  expect((await fay.vault.forms())[0]).toMatchObject({
    id,
    version: 1,
    own: { changedBy: "Ada Owner", putAway: false },
  });
  const kept = must(await fill(fay, id, { dog: true }));
  must(await ada.vault.saveForm({ ...about, form: id, questionnaire: questions("Does it bite?") }));
  await allFollow();
  expect(code(await fill(fay, id, { dog: true })), "of a version that is offered no more").toBe("form-unknown");
  must(await fill(fay, id, { dog: true }, { version: 2 }));
  expect((await seen(ada, kept.id)).asked).toMatchObject({ version: 1, questionnaire: questions("Does it bark?") });
  must(await ada.vault.saveForm({ ...about, form: id, questionnaire: questions("Does it bite?"), putAway: true }));
  await allFollow();
  expect(code(await fill(fay, id, { dog: true }, { version: 3 }))).toBe("form-unknown");
});

test("FRM-6 what waits for a name or for one's own key is told as unfinished, and what ends within a week, until it is renewed", async () => {
  const mine = must(await ada.vault.createChart({ name: "Unfinished" })).id;
  await save(ada, mine, "First.");
  await settle(ada.vault);
  const told = async () =>
    must(await ada.vault.unfinished({ today: "2026-12-05", zone: "UTC" })).flatMap((one) =>
      one.kind === "form" && one.chart === mine ? [[one.why, one.day]] : [],
    );
  const kept = must(await fill(ada, "release-of-information", release, { chart: mine }));
  await settle(ada.vault);
  expect(await told()).toEqual([["sign", "2026-12-01"]]);
  ada.network = "down";
  must(await sign(ada, kept));
  expect(await told()).toEqual([["confirm", "2026-12-01"]]);
  ada.network = "up";
  await settle(ada.vault);
  must(await ada.vault.confirmForm(kept.id));
  expect(await told()).toEqual([["ends", "2026-12-09"]]);
  const later = { ...release, "ends-on": "2027-12-09" };
  const next = must(await fill(ada, "release-of-information", later, { chart: mine, on: "2026-12-02" }));
  await settle(ada.vault);
  must(await sign(ada, next));
  expect(await told()).toEqual([]);
});

test("FRM-6 what somebody signed before its member began new keys still holds", async () => {
  const kept = must(await fill(ada, "release-of-information", release));
  await settle(ada.vault);
  must(await sign(ada, kept));
  await allFollow();
  must(await ada.vault.rekey({ reason: "exposed", now: passphrase, next: "umber lattice orchid pepper gravel" }));
  await allFollow();
  expect((await seen(ben, kept.id)).acts).toMatchObject([{ holds: "yes" }]);
});

test("FRM-3 while a chart is guarded both lie inside; what was signed before stays where it was, and is shown with the chart open only", async () => {
  const inside = must(await ada.vault.createChart({ name: "The President" })).id;
  await save(ada, inside, "Inside.");
  const before = must(await fill(ada, "release-of-information", release, { chart: inside }));
  await settle(ada.vault);
  must(await sign(ada, before));
  must(await ada.vault.guardChart({ chart: inside, alias: "J. Linden" }));
  await settle(ada.vault);
  must(await ada.vault.openGuarded(inside));
  const since = must(await fill(ada, "release-of-information", release, { chart: inside }));
  await settle(ada.vault);
  must(await sign(ada, since));
  const ids = async () => (await ada.vault.formsOfChart(inside)).responses.map(({ id }) => id);
  expect(await ids()).toEqual([since.id, before.id]);
  expect((await seen(ada, since.id)).head).toMatchObject({ belongs: "administrative", standing: "signed" });
  await ada.vault.closeGuarded();
  expect(await ids()).toEqual([]);
  expect(code(await ada.vault.formResponse(since.id))).toBe("form-unknown");
  expect(code(await ada.vault.formResponse(before.id))).toBe("guard-closed");
  expect(code(await sign(ada, before, { act: "withdrawn", words: "A letter." }))).toBe("guard-closed");
  must(await ada.vault.openGuarded(inside));
  must(await sign(ada, before, { act: "withdrawn", words: "A letter." }));
  expect((await seen(ada, before.id)).head).toMatchObject({ standing: "withdrawn", unconfirmed: 0 });
});

test("FRM-11 answers that speak of danger are asked of all who treat, until a note or a flag is written after them", async () => {
  const today = "2026-12-02";
  const asked = async ({ vault }: Device) =>
    must(await vault.unfinished({ today, zone: "America/New_York" })).flatMap((one) =>
      one.kind === "form" && one.why === "danger" ? [one.response] : [],
    );
  const answers = { ...intake, "risk-now": true, "risk-before": false, "safe-at-home": false };
  const told = must(await fill(ada, "intake-adult", answers)).id;
  const fine = must(await fill(ada, "intake-adult", { ...intake, "risk-now": false, "safe-at-home": true })).id;
  must(await fill(ada, "intake-adult", answers, { state: "in-progress" }));
  await allFollow();
  expect((await headAt(ben, told))?.dangers).toBe(2);
  expect((await headAt(ben, fine))?.dangers).toBe(0);
  expect([await asked(ada), await asked(ben), await asked(fay)]).toEqual([[told], [told], []]);
  await save(ben, chart, "Asked: no plan.");
  await allFollow();
  expect([await asked(ada), await asked(ben)]).toEqual([[], []]);
  const late = must(await fill(ben, "intake-adult", answers)).id;
  expect(await asked(ben)).toEqual([late]);
  const flag = { kind: "flag", about: "suicide", words: "Plan", since: "2026-12-01" } as const;
  must(await ben.vault.saveFact({ chart, said: flag, basedOn: [] }));
  expect(await asked(ben)).toEqual([]);
});
