/** What is asked for and given in an emergency (docs/spec, EMG) on real devices: who is asked, what comes, and what never does. */

import type { CaseWords, EmergencyView } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, openStatus, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";

const dayMs = 86_400_000;
const reason = "Her sister called. She may be in danger tonight.";
let stage: Stage;
let ada: Device;
let ben: Device;
let eva: Device;
let pia: Device;
let chart = "";
let plan = "";
let other = "";
let apart = "";

/** Ada owns the practice; Ben treats R. Client; Eva treats others; Pia is privacy officer. */
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  eva = await join(stage, ada, "Eva", "clinician");
  pia = await join(stage, ada, "Pia", "privacy-officer");
  ({ id: chart } = must(await ben.vault.createChart({ name: "M. Client" })));
  plan = (await save(ben, chart, "calls her sister first")).note;
  other = (await save(ben, chart, "nothing for others")).note;
  apart = (await save(ben, chart, "apart", { kind: "psychotherapy" })).note;
  await all();
});
afterAll(() => stage.close());

const devices = () => [ada, ben, eva, pia];
const all = async () => {
  for (let i = 0; i < 2; i++) for (const { vault } of devices()) await settle(vault);
};
const ask = async (device = eva, of = chart, wants: "card" | "notes" = "notes"): Promise<string> => {
  const { id } = must(await device.vault.askInEmergency({ chart: of, wants, reason }));
  await all();
  return id;
};
const seen = async ({ vault }: Device, id: string): Promise<EmergencyView | undefined> =>
  (await vault.emergencies()).find((one) => one.id === id);
const give = ({ vault }: Device, emergency: string, notes: readonly string[], card = false) =>
  vault.giveInEmergency({ emergency, notes, card });
const code = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "done" : outcome.error?.code;

test("EMG-1 EMG-2 it is shown with its reason to who can open the chart, to owners and privacy officers, and to nobody else", async () => {
  const { id } = must(await eva.vault.askInEmergency({ chart, wants: "notes", reason: ` ${reason} ` }));
  expect(await seen(eva, id)).toMatchObject({ isYours: true, isSent: false, became: "waits", readers: ["Ben"] });
  await all();
  expect(await seen(eva, id)).toMatchObject({ isSent: true, mayAnswer: false, mayRead: false });
  const told = async ({ vault }: Device) => (await openStatus(vault)).emergencies?.toAnswer;
  expect(await Promise.all(devices().map(told)), "of Ada, Ben, Eva and Pia").toEqual([0, 1, 0, 0]);
  const said = { name: "Eva", chartName: "M. Client", reason, wants: "notes", became: "waits" };
  expect(await seen(ben, id)).toMatchObject({ ...said, mayAnswer: true });
  for (const device of [ada, pia]) expect(await seen(device, id)).toMatchObject({ ...said, mayAnswer: false });
  const kim = await join(stage, ada, "Kim", "clinician");
  await settle(kim.vault);
  expect(await kim.vault.emergencies()).toEqual([]);
  expect(code(await kim.vault.declineEmergency(id))).toBe("emergency-over");
  expect(code(await give(kim, id, [plan]))).toBe("emergency-over");
  must(await eva.vault.declineEmergency(id));
  await all();
});

test("EMG-1 nobody asks without a reason, nor for what they can open or is not there", async () => {
  const asking = async (device: Device, changes: object) =>
    code(await device.vault.askInEmergency({ chart, wants: "notes", reason, ...changes }));
  expect(await asking(eva, { reason: " " })).toBe("reason-empty");
  expect(await asking(eva, { chart: "00".repeat(16) })).toBe("chart-unknown");
  expect(await asking(eva, { wants: "card" })).toBe("crisis-card-missing");
  expect(await asking(ben, {})).toBe("emergency-needless");
});

test("EMG-4 EMG-5 EMG-6 exactly what was chosen comes to who asked; no right arises, and nobody else can read it", async () => {
  const id = await ask();
  must(await give(ben, id, [plan]));
  await all();
  const { notes, card } = must(await eva.vault.givenInEmergency(id));
  expect(notes).toEqual([{ date: "2026-03-02", title: "Session", text: "calls her sister first", byName: "Ben" }]);
  expect(card).toBeUndefined();
  const until = new Date(Date.now() + 7 * dayMs).toISOString().slice(0, 10);
  for (const device of devices())
    expect(await seen(device, id)).toMatchObject({ became: "given", given: { byName: "Ben", until } });
  for (const device of [ada, pia]) {
    expect(await seen(device, id)).toMatchObject({ mayRead: false, mayAnswer: false });
    expect(code(await device.vault.givenInEmergency(id))).toBe("emergency-over");
  }
  expect(await textsIn(eva, chart)).toEqual([]);
  expect((await eva.vault.charts()).find((one) => one.id === chart)).toMatchObject({ opens: false, writes: false });
  expect(must(await eva.vault.search({ words: "sister" })).hits).toEqual([]);
  expect((await ben.vault.chartAccess(chart)).map(({ name }) => name)).not.toContain("Eva");
  for (const device of devices()) expect(await alarmsOf(device)).toEqual([]);
  expect(code(await give(ben, id, [other])), "once").toBe("emergency-over");
  expect(code(await ben.vault.declineEmergency(id))).toBe("emergency-over");
  // Across a lock too.
  await eva.vault.lock("person");
  must(await eva.vault.unlock("willow anchor cedar lantern mint"));
  expect(must(await eva.vault.givenInEmergency(id)).notes).toHaveLength(1);
});

test("EMG-5 never psychotherapy notes, nor a note of another chart, nor nothing at all", async () => {
  const { id: elsewhere } = must(await ben.vault.createChart({ name: "N. Client" }));
  const { note } = await save(ben, elsewhere, "of somebody else");
  const id = await ask();
  for (const notes of [[apart], [plan, apart], [note], ["00".repeat(16)], []])
    expect(code(await give(ben, id, notes))).toBe("note-unknown");
  expect(code(await give(ben, id, [plan], true))).toBe("crisis-card-missing");
  await all();
  expect(await seen(eva, id), "nothing came of these").toMatchObject({ became: "waits" });
  must(await eva.vault.declineEmergency(id));
  await all();
});

test("EMG-7 it stands in the chart's access log with the request, and in Activity", async () => {
  must(await ada.vault.sync());
  const [gave] = await ben.vault.activity({ chart });
  expect(gave?.acts.map(({ says }) => says)).toEqual(["gave Eva words from the chart of M. Client in an emergency"]);
  const given = (await ben.vault.accessLog(chart)).sittings.flatMap(({ name, acts }) =>
    acts.filter(({ act }) => act === "given").map(({ notes }) => [name, notes.map(({ id }) => id)]),
  );
  expect(given).toEqual([["Ben", [plan]]]);
  const id = await ask();
  must(await give(ben, id, [plan]));
  await all();
  const again = (await ben.vault.accessLog(chart)).sittings.flatMap(({ acts }) =>
    acts.filter(({ act }) => act === "given"),
  );
  expect(again, "to another request the same note is written down once more").toHaveLength(1);
});

test("EMG-3 a no ends nothing for others but the asker's own; when all have said it, the asker sees that", async () => {
  must(
    await ben.vault.shareChart({ chart, member: await memberOf(ben, "Ada Owner"), kind: "progress", right: "read" }),
  );
  await all();
  const id = await ask();
  must(await ben.vault.declineEmergency(id));
  await all();
  expect(await seen(eva, id)).toMatchObject({ became: "waits", declined: ["Ben"] });
  expect(await seen(ben, id)).toMatchObject({ mayAnswer: false });
  must(await ada.vault.declineEmergency(id));
  await all();
  expect(await seen(eva, id)).toMatchObject({ became: "declined", declined: expect.arrayContaining(["Ada Owner"]) });
  const second = await ask();
  must(await eva.vault.declineEmergency(second));
  await all();
  for (const device of devices()) expect(await seen(device, second)).toMatchObject({ became: "withdrawn" });
  expect(code(await give(ada, second, [plan]))).toBe("emergency-over");
});

test("EMG-2 after three days nobody is asked any more", async () => {
  const id = await ask();
  ben.clockAheadMs = 3 * dayMs;
  expect(await seen(ben, id)).toMatchObject({ became: "over", mayAnswer: false });
  expect(code(await give(ben, id, [plan]))).toBe("emergency-over");
  ben.clockAheadMs = 0;
  expect(await seen(ben, id)).toMatchObject({ became: "waits", mayAnswer: true });
});

test("EMG-6 EMG-7 offline nothing is given; who is cut off after the statement goes on where it stands", async () => {
  const id = await ask();
  ben.network = "down";
  expect(code(await give(ben, id, [plan]))).toBe("server-unreachable");
  ben.network = "answer-lost";
  expect(code(await give(ben, id, [plan]))).toBe("server-unreachable");
  ben.network = "up";
  await all();
  expect(await seen(eva, id)).toMatchObject({ became: "given", mayRead: false });
  expect(await seen(ben, id)).toMatchObject({ mayAnswer: true });
  expect(await seen(ada, id), "it is Ben's to finish").toMatchObject({ mayAnswer: false });
  must(await give(ben, id, [plan, other]));
  await all();
  expect(must(await eva.vault.givenInEmergency(id)).notes.map(({ text }) => text)).toEqual([
    "calls her sister first",
    "nothing for others",
  ]);
});

test("EMG-8 after its last day the right ends by itself, and the copies leave the asker's device", async () => {
  const id = await ask();
  must(await give(ben, id, [plan]));
  await all();
  ben.clockAheadMs = 9 * dayMs;
  await settle(ben.vault);
  must(await eva.vault.sync());
  expect(await seen(eva, id)).toMatchObject({ became: "given", mayRead: false });
  expect(code(await eva.vault.givenInEmergency(id))).toBe("emergency-over");
  ben.clockAheadMs = 0;
  expect(await alarmsOf(eva)).toEqual([]);
});

test("EMG-5 of a guarded chart the crisis card comes while it is closed, notes by who has it open", async () => {
  const { id: quiet } = must(await ben.vault.createChart({ name: "P. Client" }));
  const { note } = await save(ben, quiet, "a guarded word");
  await settle(ben.vault);
  must(await ben.vault.guardChart({ chart: quiet, alias: "Blue Heron" }));
  const card = { safetyPlan: "Night line", contacts: "Sister 555 0142", medication: "none" };
  must(await ben.vault.saveCrisisCard({ chart: quiet, ...card }));
  await all();
  await ben.vault.closeGuarded();
  const id = await ask(eva, quiet, "card");
  expect(code(await give(ben, id, [note]))).toBe("guard-closed");
  must(await give(ben, id, [], true));
  await all();
  expect(must(await eva.vault.givenInEmergency(id))).toEqual({ card, notes: [] });
  const second = await ask(eva, quiet);
  must(await ben.vault.openGuarded(quiet));
  must(await give(ben, second, [note], true));
  await all();
  expect(must(await eva.vault.givenInEmergency(second))).toMatchObject({ card, notes: [{ text: "a guarded word" }] });
});

test("DES-9 who gave it destroys the copies, for who asked too; the notes, the request and the log stay; nobody else can, and no hold is passed", async () => {
  const id = await ask();
  must(await give(ben, id, [plan]));
  await all();
  expect(must(await eva.vault.givenInEmergency(id)).notes).toHaveLength(1);
  expect(await seen(ben, id)).toMatchObject({ mayDestroy: true, isDestroyed: false });
  for (const device of [ada, eva, pia]) {
    expect((await seen(device, id))?.mayDestroy).toBe(false);
    expect(code(await device.vault.destroyGiven(id))).toBe("not-entitled");
  }
  expect(code(await ben.vault.destroyGiven(plan)), "no request").toBe("not-entitled");
  const paper: CaseWords = {
    kind: "subpoena",
    ...{ received: "2026-03-02", from: "County court", address: "" },
    ...{ asked: "All notes.", checked: "", steps: [] },
  };
  const held = must(await ben.vault.saveCase({ chart, said: paper, basedOn: [] }));
  await all();
  expect(code(await ben.vault.destroyGiven(id))).toBe("legal-hold");
  const basedOn = (await ben.vault.cases(chart)).find((one) => one.id === held.id)?.basedOn ?? [];
  const decision = { on: "2026-03-03", outcome: "granted", grounds: [], words: "" } as const;
  const closed = { ...paper, decision, closed: { on: "2026-03-03", words: "" } };
  must(await ben.vault.saveCase({ id: held.id, chart, said: closed, basedOn }));

  const logged = async () => JSON.stringify((await ben.vault.accessLog(chart)).sittings);
  const before = await logged();
  must(await ben.vault.destroyGiven(id));
  await all();
  for (const device of [ben, eva]) {
    expect(code(await device.vault.givenInEmergency(id))).toBe("emergency-over");
    expect(await seen(device, id)).toMatchObject({ reason, became: "given", isDestroyed: true, mayRead: false });
    expect(await alarmsOf(device)).toEqual([]);
  }
  expect(await seen(ben, id)).toMatchObject({ mayDestroy: false, mayAnswer: false });
  expect(code(await ben.vault.destroyGiven(id)), "once").toBe("not-entitled");
  expect(await logged()).toBe(before);
  expect(must(await ben.vault.note(plan)).current.body.text).toBe("calls her sister first");
  const { destroyed } = must(await ada.vault.destructionCertificate(chart));
  expect(destroyed).toMatchObject([{ kind: "emergency", act: { byName: "Ben" } }]);
});
