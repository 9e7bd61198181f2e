/** A clinician who was let into a chart to read it alone: the app refuses each way to write there before anything is sent (docs/spec, ROS-15). */

import type { FailureCode, Outcome } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let chart = "";
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  await save(ada, chart, "About the heron.");
  ben = await join(stage, ada, "Ben", "clinician");
});
afterAll(() => stage.close());

async function bothFollow(): Promise<void> {
  for (const { vault } of [ada, ben, ada, ben]) await settle(vault);
}
const code = (outcome: Outcome<unknown>): FailureCode | "done" => (outcome.ok ? "done" : outcome.error.code);
const day = "2026-03-02";

test("ADM-3 FRM-3 SIG-6 who reads a chart and may not write in it changes none of it: people, where it stands, forms, notes, files, signatures", async () => {
  const words = { name: "Marion", called: "", roles: ["client"], relation: "", reach: [], note: "" } as const;
  const { id } = must(await ada.vault.savePerson({ chart, basedOn: [], ...words }));
  const sheet = { status: "active", form: "individual", since: day, tags: [], custom: [] } as const;
  must(await ada.vault.saveFaceSheet({ chart, basedOn: [], ...sheet }));
  const questionnaire = {
    resourceType: "Questionnaire",
    status: "active",
    language: "en",
    title: "Dogs",
    item: [{ linkId: "dog", type: "boolean", text: "Does it bark?" }],
  };
  const about = { about: "Dogs", belongs: "administrative", signatures: 1, agrees: "Yes." } as const;
  const form = must(await ada.vault.saveForm({ ...about, questionnaire })).id;
  const answered = { chart, form, version: 1, answers: { dog: true }, on: day, basedOn: [] };
  const response = must(await ada.vault.saveFormResponse({ ...answered, state: "completed" }));
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read" }));
  await bothFollow();
  const [person] = (await ben.vault.administrative(chart))?.people ?? [];
  const [note] = await ben.vault.notes(chart);
  const seen = must(await ben.vault.note(note?.id ?? ""));
  expect([person?.id, seen.current.body.text], "it is open to them").toEqual([id, "About the heron."]);

  const { basedOn = [] } = person ?? {};
  const signing = { response: response.id, revision: response.revision, name: "Marion", as: "", on: day } as const;
  const outcomes = {
    person: await ben.vault.savePerson({ chart, id, basedOn, ...words, name: "Other" }),
    "face sheet": await ben.vault.saveFaceSheet({ chart, basedOn: [], ...sheet, status: "discharged" }),
    act: await ben.vault.signForm({ ...signing, act: "signed" }),
    confirming: await ben.vault.confirmForm(response.id),
    import: await ben.vault.importNotes({
      task: "import",
      chart,
      kind: "progress",
      notes: [{ title: "", text: "x", source: "x.txt", date: day }],
    }),
    file: await ben.vault.attach({ chart, name: "a.txt", mediaType: "text/plain", bytes: new Uint8Array([1]) }),
    signature: await ben.vault.signNote({
      note: note?.id ?? "",
      revision: seen.current.revision,
      intent: "countersign",
    }),
  };
  expect(Object.entries(outcomes).map(([what, outcome]) => [what, code(outcome)])).toEqual(
    Object.keys(outcomes).map((what) => [what, "not-entitled"]),
  );
});

test("CAL-1 an appointment stays in its calendar, also for who may write in the other one", async () => {
  const [me, other] = [await memberOf(ada, "Ada Owner"), await memberOf(ada, "Ben")];
  must(await ben.vault.shareSchedule({ member: me, writes: true }));
  await bothFollow();
  const plan = {
    member: me,
    title: "Supervision",
    kind: "other",
    start: `${day}T09:00`,
    zone: "UTC",
    minutes: 50,
  } as const;
  const ref = must(await ada.vault.planAppointment({ plan: { ...plan, video: false, note: "" } }));
  expect(code(await ada.vault.planAppointment({ ref, plan: { member: other } }))).toBe("not-entitled");
});
