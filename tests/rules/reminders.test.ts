/** Who is told of which appointment, and what became of it (docs/spec, REM). */

import type { NoteReminder, PersonWords, ReminderView } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let fay: Device;
let chart: string;
const zone = "Europe/Berlin";
const dayAfter = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const priya: PersonWords = {
  ...{ name: "Priya Raman", called: "", roles: ["client"], relation: "", note: "" },
  reach: [
    { by: "phone", at: "555 0142", label: "", leave: "nothing" },
    { by: "text", at: "555 0143", label: "own", leave: "anything" },
  ],
  reminders: { by: "text", at: "555 0143", hours: 48, agreed: dayAfter(0) },
};

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  fay = await join(stage, ada, "Fay", "front-desk");
  chart = must(await ada.vault.createChart({ name: "Priya Raman" })).id;
  await save(ada, chart, "About the heron.");
});
afterAll(() => stage.close());

async function allFollow(): Promise<void> {
  for (let i = 0; i < 3; i++) for (const { vault } of [ada, ben, fay]) await settle(vault);
}
const person = async (device = ada) => (await device.vault.administrative(chart))?.people[0];
async function savePriya(words: Partial<PersonWords> = {}): Promise<void> {
  const there = await person();
  const at = there ? { id: there.id, basedOn: there.basedOn } : { basedOn: [] };
  must(await ada.vault.savePerson({ chart, ...priya, ...words, ...at }));
}
async function plan(day: string, time = "10:00"): Promise<void> {
  const session = { kind: "session", zone, minutes: 50, video: false, note: "", title: "" } as const;
  const member = await memberOf(ada, "Ada Owner");
  must(await ada.vault.planAppointment({ plan: { ...session, member, chart, start: `${day}T${time}` } }));
}
const list = async ({ vault } = ada) => must(await vault.reminders({ zone }));
const states = async (device = ada) => (await list(device)).map(({ start, state }) => `${start} ${state}`);
const first = async (device = ada): Promise<ReminderView> => {
  const [one] = await list(device);
  if (!one) throw new Error("there is a reminder");
  return one;
};
const noted = (
  { chart: of, person: whom, member, start, zone: its, by, at }: ReminderView,
  more: Partial<NoteReminder>,
) => ({
  ...{ chart: of, person: whom, member, start, zone: its, by, at, words: "As agreed.", note: "" },
  outcome: "told" as const,
  ...more,
});
const codeOf = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? "taken" : answer.error?.code);

test("REM-1 it is agreed for a number of theirs at which something may be left, and ends with it", async () => {
  const refused = async (reminders: PersonWords["reminders"]) =>
    codeOf(await ada.vault.savePerson({ chart, ...priya, reminders, basedOn: [] }));
  const agreed = dayAfter(0);
  expect(await refused({ by: "phone", at: "555 0142", hours: 24, agreed }), "nothing may be left").toBe(
    "reminder-unfit",
  );
  expect(await refused({ by: "text", at: "555 0199", hours: 24, agreed }), "not theirs").toBe("reminder-unfit");
  for (const hours of [0, 337, 1.5])
    expect(await refused({ by: "text", at: "555 0143", hours, agreed })).toBe("reminder-unfit");
  expect(await refused({ by: "text", at: "555 0143", hours: 24, agreed: "2026-02-30" })).toBe("day-unfit");
  await savePriya();
  expect((await person())?.reminders).toEqual(priya.reminders);
});

test("REM-2 it is due so many hours before what is expected, for whoever agreed", async () => {
  await plan(dayAfter(1));
  await plan(dayAfter(6));
  await plan(dayAfter(20));
  expect(await states()).toEqual([`${dayAfter(1)}T10:00 due`, `${dayAfter(6)}T10:00 later`]);
  expect(await first()).toMatchObject({
    name: "Priya Raman",
    by: "text",
    at: "555 0143",
    whose: "Ada Owner",
    mayWrite: true,
  });
  expect(await ada.vault.remindersWaiting(zone)).toEqual({ due: 1, changed: 0 });
  await savePriya({ reach: [{ by: "text", at: "555 0143", label: "own", leave: "nothing" }], reminders: undefined });
  expect(await states(), "without an agreement").toEqual([]);
  await savePriya();
});

test("REM-3 what two devices say of one is one record, and what was told is due no more", async () => {
  const one = await first();
  must(await ada.vault.noteReminder(noted(one, { outcome: "not-reached", words: "", note: "Nobody picked up." })));
  expect((await first()).state).toBe("due");
  must(await ada.vault.noteReminder(noted(one, {})));
  const told = await first();
  expect(told).toMatchObject({ state: "done", said: { outcome: "told", words: "As agreed.", at: "555 0143" } });
  await settle(ada.vault);
  must(
    await ada.vault.shareChart({
      chart,
      member: await memberOf(ada, "Fay"),
      kind: "administrative",
      right: "read-write",
    }),
  );
  must(await ada.vault.shareSchedule({ member: await memberOf(ada, "Fay"), writes: true }));
  await allFollow();
  expect(await first(fay)).toMatchObject({ state: "done", said: { outcome: "told" }, mayWrite: true });
  must(await fay.vault.noteReminder(noted(await first(fay), { note: "They said thanks." })));
  await allFollow();
  expect((await first()).said).toMatchObject({ note: "They said thanks." });
  expect(codeOf(await ada.vault.noteReminder(noted(one, { start: `${dayAfter(1)}T10:01` })))).toBe(
    "appointment-unknown",
  );
  const member = await memberOf(ada, "Ben");
  expect(codeOf(await ada.vault.noteReminder(noted(one, { member })))).toBe("appointment-unknown");
});

test("REM-5 who was told of a time that has changed is told so, and reminded of the new one", async () => {
  const calendar = must(await ada.vault.calendar({ from: dayAfter(1), until: dayAfter(1), zone }));
  const [entry] = calendar.entries;
  if (!entry) throw new Error("it is planned");
  must(await ada.vault.planAppointment({ ref: entry.ref, plan: { start: `${dayAfter(2)}T16:00` } }));
  expect((await states()).slice(0, 2)).toEqual(
    [`${dayAfter(1)}T10:00 changed`, `${dayAfter(2)}T16:00 later`].map((line) =>
      line.startsWith(dayAfter(2)) ? expect.stringMatching(new RegExp(`^${dayAfter(2)}T16:00 (due|later)$`)) : line,
    ),
  );
  expect((await ada.vault.remindersWaiting(zone)).changed).toBe(1);
  const [gone, next] = await list();
  if (!gone || !next) throw new Error("both are there");
  expect(codeOf(await ada.vault.noteReminder(noted(next, { outcome: "taken-back" }))), "who was never told").toBe(
    "appointment-unknown",
  );
  expect(gone.next, "what is planned next").toMatchObject({ start: next.start, id: next.id });
  expect(gone.words).toContain("What is planned now:");
  const isDue = next.state === "due";
  expect(await ada.vault.remindersWaiting(zone), "the next time is told along with it").toEqual({
    due: 0,
    changed: 1,
  });
  const elsewhere = { start: `${dayAfter(2)}T16:01`, zone };
  expect(codeOf(await ada.vault.noteReminder(noted(gone, { outcome: "taken-back", next: elsewhere })))).toBe(
    "appointment-unknown",
  );
  must(await ada.vault.noteReminder(noted(gone, { outcome: "taken-back", ...(isDue ? { next } : {}) })));
  expect(await states()).toHaveLength(3);
  expect((await first()).state, "they know, and it can be seen until then").toBe("done");
  expect((await list())[1]?.state).toBe(isDue ? "done" : "later");
  must(await ada.vault.planAppointment({ ref: entry.ref, plan: { start: `${dayAfter(1)}T10:00` } }));
  expect((await states())[0], "it is as it was after all").toBe(`${dayAfter(1)}T10:00 due`);
});

test("REM-7 what was noted by mistake is said to be so, and stands as before; nothing goes", async () => {
  const mistaken = async (of: ReminderView, note = "") =>
    codeOf(await ada.vault.noteReminder(noted(of, { outcome: "mistaken", at: "555 0199", note })));
  const [of] = (await list()).filter(({ said }) => !said);
  if (!of) throw new Error("one of which nothing was noted");
  expect(await mistaken(of), "nothing was noted").toBe("appointment-unknown");
  must(await ada.vault.noteReminder(noted(await first(), {})));
  expect((await first()).state).toBe("done");
  expect(await mistaken(await first(), "It was the other Priya.")).toBe("taken");
  expect(await first()).toMatchObject({
    state: "due",
    said: { outcome: "mistaken", undoes: "told", at: "555 0143", note: "It was the other Priya.", author: "Ada Owner" },
  });
  expect(await mistaken(await first()), "twice").toBe("appointment-unknown");
  const { start } = await first();
  const calendar = must(await ada.vault.calendar({ from: dayAfter(1), until: dayAfter(1), zone }));
  const ref = calendar.entries[0]?.ref;
  if (!ref) throw new Error("it is planned");
  must(await ada.vault.planAppointment({ ref, plan: { start: `${dayAfter(1)}T17:00` } }));
  expect(await states(), "nobody was told of the old time").not.toContain(`${start} changed`);
  must(await ada.vault.planAppointment({ ref, plan: { start } }));
  must(await ada.vault.noteReminder(noted(await first(), {})));
  must(await ada.vault.planAppointment({ ref, plan: { start: `${dayAfter(1)}T17:00` } }));
  must(await ada.vault.noteReminder(noted(await first(), { outcome: "taken-back" })));
  expect(await states()).toContain(`${start} done`);
  expect(await mistaken(await first()), "they don’t know of the change").toBe("taken");
  expect(await states()).toContain(`${start} changed`);
  must(await ada.vault.planAppointment({ ref, plan: { start } }));
  expect(await states(), "and were told of that time").toContain(`${start} done`);
  expect(await mistaken(await first())).toBe("appointment-unknown");
});

test("REM-2 REM-6 who has no numbers has no reminder; who reads them alone says nothing of them; looks stand in the log", async () => {
  must(await ada.vault.shareSchedule({ member: await memberOf(ada, "Ben"), writes: true }));
  await allFollow();
  expect(await states(ben)).toEqual([]);
  const numbers = { numbers: { zone }, until: dayAfter(3) };
  must(await ada.vault.shareSchedule({ member: await memberOf(ada, "Ben"), writes: true, ...numbers }));
  await allFollow();
  const seen = await first(ben);
  expect(seen.mayWrite).toBe(false);
  expect(await ben.vault.remindersWaiting(zone)).toEqual({ due: 0, changed: 0 });
  expect(codeOf(await ben.vault.noteReminder(noted(seen, {})))).toBe("not-entitled");
  await allFollow();
  const log = await ada.vault.accessLog(chart);
  expect(JSON.stringify(log)).toContain("numbers");
});

test("REM-2 of a guarded chart that is closed there is none", async () => {
  must(await ada.vault.guardChart({ chart }));
  await allFollow();
  expect(await states(fay)).toEqual([]);
});
