/** Clinical facts (docs/spec, FCT) on real devices and a real server: written, changed, ended, seen by whom, and guarded. */

import type {
  DiagnosisWords,
  FactView,
  FactWords,
  FlagWords,
  MedicationWords,
  PlanGoal,
  PlanWords,
} from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let finn: Device;
let chart = "";

/** Ada owns the practice and the chart; Ben treats in it too; Finn sits at the front desk. */
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  await add(ada, anxiety);
  await settle(ada.vault);
  ben = await join(stage, ada, "Ben", "clinician");
  finn = await join(stage, ada, "Finn", "front-desk");
  must(
    await ada.vault.shareChart({ chart, member: await memberOf(ada, "Ben"), kind: "progress", right: "read-write" }),
  );
  await all();
});
afterAll(() => stage.close());

const all = async () => {
  for (let i = 0; i < 2; i++) for (const { vault } of [ada, ben, finn]) await settle(vault);
};
const anxiety: DiagnosisWords = {
  kind: "diagnosis",
  code: { code: "F41.1", edition: "2027" },
  words: "Generalized anxiety disorder",
  certainty: "provisional",
  principal: true,
  since: "2026-02",
  by: "",
};
const sertraline: MedicationWords = {
  kind: "medication",
  name: "Sertraline",
  dose: "50 mg in the morning",
  since: "2025",
  prescriber: "Dr. Okafor",
  source: "client",
};
const risk: FlagWords = {
  kind: "flag",
  about: "suicide",
  words: "Plan in May, none since",
  since: "2026-05-02",
  reviewBy: "2026-12-01",
};

const add = async ({ vault }: Device, said: FactWords, to = chart) =>
  must(await vault.saveFact({ chart: to, said, basedOn: [] })).fact;
const change = async ({ vault }: Device, view: FactView, said: FactWords) =>
  vault.saveFact({ chart, fact: view.id, said, basedOn: view.basedOn });
const factOf = async ({ vault }: Device, id: string): Promise<FactView> => {
  const view = (await vault.facts(chart)).find((one) => one.id === id);
  if (!view) throw new Error(`no fact ${id}`);
  return view;
};
const saidBy = async ({ vault }: Device, of = chart) => (await vault.facts(of)).map(({ said }) => said);
const codeOf = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "ok" : outcome.error?.code;

test("FCT-2 the care team sees flags, then diagnoses, then medication; who does not read the chart sees nothing and keeps nothing", async () => {
  await add(ada, sertraline);
  await add(ben, risk);
  await all();
  for (const device of [ada, ben]) expect(await saidBy(device)).toEqual([risk, anxiety, sertraline]);
  expect(await saidBy(finn)).toEqual([]);
  expect(codeOf(await finn.vault.saveFact({ chart, said: risk, basedOn: [] }))).toBe("not-entitled");
  const [fact] = await ada.vault.facts(chart);
  expect(codeOf(await finn.vault.factHistory(fact?.id ?? ""))).toBe("fact-unknown");
  expect([await alarmsOf(ada), await alarmsOf(ben), await alarmsOf(finn)]).toEqual([[], [], []]);
});

test("FCT-3 a change and an end are next revisions: what was said before stays, with its author", async () => {
  const id = await add(ada, { ...sertraline, name: "Bupropion" });
  await all();
  must(await change(ben, await factOf(ben, id), { ...sertraline, name: "Bupropion", dose: "150 mg" }));
  await all();
  const ended = { on: "2026-06-01", reason: "could not sleep" };
  must(await change(ada, await factOf(ada, id), { ...sertraline, name: "Bupropion", dose: "150 mg", ended }));
  await all();
  const view = await factOf(ben, id);
  expect(view).toMatchObject({ versions: 3, others: [], author: "Ada Owner", said: { ended } });
  const history = must(await ben.vault.factHistory(id));
  expect(history.map(({ said, author }) => [author, (said as MedicationWords).dose, said.ended?.reason])).toEqual([
    ["Ada Owner", "50 mg in the morning", undefined],
    ["Ben", "150 mg", undefined],
    ["Ada Owner", "150 mg", "could not sleep"],
  ]);
  // What has ended stands last of its kind, and can stand again.
  expect((await saidBy(ada)).at(-1)).toMatchObject({ name: "Bupropion", ended });
  must(await change(ada, view, { ...sertraline, name: "Bupropion" }));
  expect((await factOf(ada, id)).said).not.toHaveProperty("ended");
});

test("FCT-3 two who change it at once: both stand, on both devices the same, until one saves over both", async () => {
  const id = await add(ada, risk);
  await all();
  const [atAda, atBen] = [await factOf(ada, id), await factOf(ben, id)];
  ben.network = "down";
  must(await change(ada, atAda, { ...risk, words: "as Ada saw it" }));
  must(await change(ben, atBen, { ...risk, words: "as Ben saw it" }));
  ben.network = "up";
  await all();
  const views = [await factOf(ada, id), await factOf(ben, id)];
  for (const { said, others, basedOn } of views) {
    expect([said, ...others].map((one) => (one as FlagWords).words).toSorted()).toEqual([
      "as Ada saw it",
      "as Ben saw it",
    ]);
    expect(basedOn).toHaveLength(2);
  }
  expect(views[0]?.said).toEqual(views[1]?.said);
  must(await change(ben, views[1] as FactView, { ...risk, words: "as both see it" }));
  await all();
  for (const device of [ada, ben])
    expect(await factOf(device, id)).toMatchObject({ others: [], said: { words: "as both see it" } });
  // Without having seen anything it stands beside, never over.
  must(await ada.vault.saveFact({ chart, fact: id, said: { ...risk, words: "unseen" }, basedOn: [] }));
  expect((await factOf(ada, id)).others).toHaveLength(1);
});

test("FCT-4 a chart has one principal diagnosis: the next one takes its place in the same save", async () => {
  await add(ben, {
    ...anxiety,
    code: { code: "F33.1", edition: "2027" },
    words: "Major depressive disorder, recurrent, moderate",
  });
  await all();
  const diagnoses = (await saidBy(ada)).filter((said) => said.kind === "diagnosis");
  expect(diagnoses.map(({ code, principal }) => [code?.code, principal])).toEqual([
    ["F33.1", true],
    ["F41.1", false],
  ]);
});

test("FCT-4 each person of a chart has a principal diagnosis of their own, and what names nobody another", async () => {
  const { vault } = ada;
  const { id: couple } = must(await vault.createChart({ name: "Two of them" }));
  const person = async (name: string) =>
    must(
      await vault.savePerson({
        ...{ chart: couple, basedOn: [], name, called: "", roles: ["client"], relation: "", reach: [], note: "" },
      }),
    ).id;
  const principals = async () =>
    (await saidBy(ada, couple))
      .flatMap((said) => (said.kind === "diagnosis" && said.principal ? [[said.words, said.person] as const] : []))
      .toSorted(([one], [other]) => one.localeCompare(other));
  const maren = await person("Maren");
  // With one client all of it is theirs, named or not.
  await add(ada, { ...anxiety, words: "Of nobody", person: maren }, couple);
  await add(ada, { ...anxiety, words: "Also of nobody" }, couple);
  expect(await principals()).toEqual([["Also of nobody", undefined]]);
  const jonas = await person("Jonas");
  await add(ada, { ...anxiety, words: "Of Maren", person: maren }, couple);
  await add(ada, { ...anxiety, words: "Of Jonas", person: jonas }, couple);
  expect(await principals()).toEqual([
    ["Also of nobody", undefined],
    ["Of Jonas", jonas],
    ["Of Maren", maren],
  ]);
  await add(ada, { ...anxiety, words: "Next of Jonas", person: jonas }, couple);
  await add(ada, { ...anxiety, words: "Next of nobody" }, couple);
  expect(await principals()).toEqual([
    ["Next of Jonas", jonas],
    ["Next of nobody", undefined],
    ["Of Maren", maren],
  ]);
});

test("FCT-6 a diagnosis that has ended is the principal one no more, and none again by itself when it stands once more", async () => {
  const { id: other } = must(await ada.vault.createChart({ name: "Ended" }));
  const ended = { on: "2026-06-01", reason: "remitted", as: "past" as const };
  const fact = await add(ada, anxiety, other);
  const now = async () => (await ada.vault.facts(other)).find(({ id }) => id === fact) as FactView;
  const say = async (said: FactWords) =>
    must(await ada.vault.saveFact({ chart: other, fact, said, basedOn: (await now()).basedOn }));
  await say({ ...anxiety, ended });
  expect((await now()).said).toMatchObject({ principal: false, ended });
  const history = must(await ada.vault.factHistory(fact)).map(
    ({ said }) => said.kind === "diagnosis" && said.principal,
  );
  expect(history).toEqual([true, false]);
  const { ended: _, ...stands } = (await now()).said as DiagnosisWords;
  await say(stands);
  expect((await now()).said).toMatchObject({ principal: false });
});

test("FCT-1 what has no words, no such day, an end before its beginning or something else in it is not kept", async () => {
  const before = await saidBy(ada);
  const wrong: FactWords[] = [
    { ...anxiety, words: "  " },
    { ...anxiety, since: "2026-02-30" },
    { ...anxiety, since: "2026-13" },
    { ...anxiety, ended: { on: "2026-01-31", reason: "it was grief", as: "ruled-out" } },
    { ...sertraline, ended: { on: "2026-06-01", reason: "" } },
    { ...sertraline, ended: { on: "2024-12-31", reason: "stopped" } },
    { ...risk, since: "2026-05" },
    { ...risk, reviewBy: "2026-02-29" },
    { ...risk, more: "words" } as FlagWords,
  ];
  for (const said of wrong)
    expect(codeOf(await ada.vault.saveFact({ chart, said, basedOn: [] })), JSON.stringify(said)).toBe("fact-unfit");
  expect(await saidBy(ada)).toEqual(before);
  const fits = { ...sertraline, name: "Lithium", ended: { on: "2025-01-01", reason: "moved" } };
  await add(ada, fits);
});

test("FCT-3 a fact stays what it is, in its own chart", async () => {
  const other = must(await ada.vault.createChart({ name: "Somebody else" })).id;
  const { id, basedOn } = await factOf(ada, await add(ada, risk));
  for (const request of [
    { chart, fact: id, said: sertraline, basedOn },
    { chart: other, fact: id, said: risk, basedOn },
    { chart, fact: "00".repeat(16), said: risk, basedOn },
    { chart, fact: "no id", said: risk, basedOn },
  ])
    expect(codeOf(await ada.vault.saveFact(request))).toBe("fact-unknown");
  expect(codeOf(await ada.vault.saveFact({ chart: id, said: risk, basedOn: [] }))).toBe("chart-unknown");
});

test("FCT-3 a plan is changed objective by objective, stands last, and keeps what was said before", async () => {
  const objective = {
    words: "sleeps six nights of seven",
    baseline: "3",
    target: "6",
    by: "2026-12-01",
    state: "open",
  } as const;
  const plan: PlanWords = {
    kind: "plan",
    problems: "Lies awake",
    goals: [{ words: "“Sleep like before”", objectives: [objective], interventions: "CBT-I, weekly" }],
    discharge: "",
    agreed: "Wrote it together",
    since: "2026-05-02",
    reviewBy: "2026-11-02",
  };
  const id = await add(ada, plan);
  await all();
  expect((await saidBy(ben)).at(-1)).toEqual(plan);
  const met: PlanWords = {
    ...plan,
    goals: [{ ...(plan.goals[0] as PlanGoal), objectives: [{ ...objective, state: "met" }] }],
  };
  must(await change(ben, await factOf(ben, id), met));
  await all();
  expect(must(await ada.vault.factHistory(id)).map(({ said, author }) => [author, said])).toEqual([
    ["Ada Owner", plan],
    ["Ben", met],
  ]);
  const wrong = {
    ...met,
    goals: [{ ...(met.goals[0] as PlanGoal), objectives: [{ ...objective, by: "2026-02-30" }] }],
  };
  expect(codeOf(await change(ada, await factOf(ada, id), wrong))).toBe("fact-unfit");
  must(await change(ada, await factOf(ada, id), { ...met, ended: { on: "2026-11-30", reason: "reached" } }));
});

test("FCT-5 who is shown a chart's facts stands in its access log", async () => {
  const other = must(await ada.vault.createChart({ name: "A third" })).id;
  await add(ada, risk, other);
  await settle(ada.vault);
  expect((await ada.vault.accessLog(other)).sittings).toEqual([]);
  await ada.vault.facts(other);
  expect((await ada.vault.accessLog(other)).sittings[0]?.acts[0]).toMatchObject({ act: "listed", kind: "progress" });
});

test("FCT-2 of a guarded chart that is closed nothing is shown, changed or told; opened, all of it is there", async () => {
  const before = await saidBy(ben);
  const [fact] = await ben.vault.facts(chart);
  must(await ada.vault.guardChart({ chart, alias: "The lighthouse" }));
  await all();
  expect(await saidBy(ada), "open at who guards").toEqual(before);
  expect(await saidBy(ben)).toEqual([]);
  expect(codeOf(await ben.vault.saveFact({ chart, said: risk, basedOn: [] }))).toBe("guard-closed");
  expect(codeOf(await ben.vault.factHistory(fact?.id ?? ""))).toBe("fact-unknown");
  must(await ben.vault.openGuarded(chart));
  expect(await saidBy(ben)).toEqual(before);
  must(await change(ben, await factOf(ben, fact?.id ?? ""), { ...risk, words: "while it is open" }));
  await all();
  expect((await factOf(ada, fact?.id ?? "")).said).toMatchObject({ words: "while it is open" });
  await ben.vault.closeGuarded();
  expect(await saidBy(ben)).toEqual([]);
});

test("FCT-2 who is let out of the chart keeps none of it in lists", async () => {
  must(await ada.vault.unguardChart(chart));
  await all();
  expect((await saidBy(ben)).length).toBeGreaterThan(0);
  must(await ada.vault.endAccess({ chart, member: await memberOf(ada, "Ben"), kind: "progress" }));
  await all();
  expect(await saidBy(ben)).toEqual([]);
});
