/** What Today leaves to do: notes that appointments lack, changes that a colleague asked for, what was to be looked at again. */

import type { Plan } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, must, passphrase, save, settle, type Stage } from "./devices.ts";
import { join, memberOf, setStageOfTwo } from "./people.ts";

const zone = "America/New_York";
// Of the month before this day nothing is in the future, wherever the test runs.
const today = "2026-03-20";
let stage: Stage;
let ada: Device;
let ben: Device;
let chart: string;
let adaId: string;

beforeAll(async () => {
  ({ stage, ada, ben } = await setStageOfTwo());
  chart = must(await ada.vault.createChart({ name: "J. Roe" })).id;
  adaId = await memberOf(ada, "Ada Owner");
  await settle(ada.vault);
});
afterAll(() => stage.close());

const leftTo = async ({ vault }: Device) => must(await vault.unfinished({ today, zone }));
const planned = async (start: string, more: Partial<Plan> = {}) => {
  const plan: Plan = {
    member: adaId,
    chart,
    title: "",
    kind: "session",
    start,
    zone,
    minutes: 50,
    video: false,
    note: "",
  };
  return must(await ada.vault.planAppointment({ plan: { ...plan, ...more } }));
};

test("an appointment that was kept asks for a note, until there is one of that day; a missed or an old one doesn't", async () => {
  await planned("2026-03-02T09:00");
  await planned("2026-03-16T09:00");
  await planned("2026-01-02T09:00");
  await planned("2026-03-17T23:30", { kind: "call" });
  await planned("2026-03-18T09:00", { chart: "", title: "Team" });
  must(await ada.vault.markAppointment({ ref: await planned("2026-03-11T09:00"), attendance: "no-show" }));
  must(
    await ada.vault.markAppointment({
      ref: await planned("2026-03-12T09:00"),
      attendance: "cancelled",
      cancelled: { by: "client", late: false, reason: "" },
    }),
  );
  expect((await leftTo(ada)).map(({ kind, day }) => `${kind} ${day}`)).toEqual([
    "note 2026-03-02",
    "note 2026-03-16",
    "note 2026-03-17",
  ]);
  await save(ada, chart, "What was said.");
  await save(ada, chart, "Apart.", { kind: "psychotherapy" });
  expect((await leftTo(ada)).map(({ day }) => day)).toEqual(["2026-03-16", "2026-03-17"]);
  expect(await leftTo(ben), "not another one's").toEqual([]);
});

test("an appointment that is not over asks for nothing", async () => {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await planned(`${tomorrow}T09:00`);
  const left = must(await ada.vault.unfinished({ today: tomorrow, zone }));
  expect(left.filter(({ kind }) => kind === "note")).toEqual([]);
});

test("a change that was asked for waits for the note's author alone, until it is countersigned", async () => {
  const { note, revision } = await save(ada, chart, "To be seen by Ben.");
  must(
    await ada.vault.shareChart({ chart, member: await memberOf(ada, "Ben"), kind: "progress", right: "read-write" }),
  );
  for (const { vault } of [ada, ben]) await settle(vault);
  must(await ada.vault.signNote({ note, revision, intent: "sign" }));
  for (const { vault } of [ada, ben]) await settle(vault);
  must(await ben.vault.askForChange({ note, words: "Say what was planned." }));
  for (const { vault } of [ben, ada]) await settle(vault);
  const asked = { kind: "change", chart, note, day: "2026-03-02", by: "Ben", words: "Say what was planned." };
  expect((await leftTo(ada)).filter(({ kind }) => kind === "change")).toEqual([asked]);
  expect((await leftTo(ben)).filter(({ kind }) => kind === "change")).toEqual([]);
  must(await ben.vault.signNote({ note, revision, intent: "countersign" }));
  for (const { vault } of [ben, ada]) await settle(vault);
  expect((await leftTo(ada)).filter(({ kind }) => kind === "change")).toEqual([]);
});

test("what others signed waits for a supervisor who writes in the chart; what they asked a change of, until something was added", async () => {
  const sue = await join(stage, ada, "Sue", "supervisor");
  const all = async () => {
    for (let i = 0; i < 2; i++) for (const { vault } of [ada, ben, sue]) await settle(vault);
  };
  const { id: seen } = must(await ada.vault.createChart({ name: "S. Roe" }));
  const { note, revision } = await save(ada, seen, "In supervision.");
  await save(ada, seen, "Not signed.");
  await settle(ada.vault);
  for (const name of ["Ben", "Sue"])
    must(
      await ada.vault.shareChart({
        chart: seen,
        member: await memberOf(ada, name),
        kind: "progress",
        right: "read-write",
      }),
    );
  await all();
  must(await ada.vault.signNote({ note, revision, intent: "sign" }));
  await all();
  const waiting = async (device: Device) =>
    (await leftTo(device)).flatMap((one) => (one.kind === "countersign" ? [[one.note, one.by]] : []));
  expect(await waiting(sue)).toEqual([[note, "Ada Owner"]]);
  expect([...(await waiting(ada)), ...(await waiting(ben))], "neither its author nor who supervises nobody").toEqual(
    [],
  );
  must(await sue.vault.askForChange({ note, words: "What did she say?" }));
  expect(await waiting(sue)).toEqual([]);
  await all();
  const addendum = must(
    await ada.vault.saveNote({
      ...{ chart: seen, kind: "progress", date: "2026-03-03", title: "", body: { text: "She said no." } },
      ...{ adds: note, basedOn: [] },
    }),
  );
  await all();
  expect(await waiting(sue)).toEqual([[note, "Ada Owner"]]);
  must(await ada.vault.signNote({ ...addendum, intent: "sign" }));
  must(await sue.vault.signNote({ note, revision, intent: "countersign" }));
  await all();
  expect(await waiting(sue)).toEqual([[addendum.note, "Ada Owner"]]);
});

test("who locks while it is looked for gets an answer, and no error", async () => {
  const asked = ada.vault.unfinished({ today, zone });
  const heads = ada.vault.unsignedNotes();
  await ada.vault.lock("person");
  expect([(await asked).ok, Array.isArray(await heads)]).toEqual([false, true]);
  must(await ada.vault.unlock(passphrase));
});

test("a flag is due on the day on which somebody was to look at it, and not once it ended", async () => {
  const said = {
    kind: "flag",
    about: "medical",
    words: "New dose",
    since: "2026-02-01",
    reviewBy: "2026-03-20",
  } as const;
  const { fact } = must(await ada.vault.saveFact({ chart, said, basedOn: [] }));
  must(await ada.vault.saveFact({ chart, said: { ...said, words: "Later", reviewBy: "2026-03-21" }, basedOn: [] }));
  const reviews = async () => (await leftTo(ada)).filter(({ kind }) => kind === "review");
  expect(await reviews()).toEqual([{ kind: "review", chart, day: "2026-03-20", fact: "flag", words: "New dose" }]);
  const seen = (await ada.vault.facts(chart)).find(({ id }) => id === fact);
  const ended = { ...said, ended: { on: "2026-03-19", reason: "Settled" } };
  must(await ada.vault.saveFact({ chart, fact, said: ended, basedOn: seen?.basedOn ?? [] }));
  expect(await reviews()).toEqual([]);
});
