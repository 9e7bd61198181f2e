/** Until when charts are kept (docs/spec, RET). */

import { keepUntil, proposedRetention } from "@alcove/content/retention";
import type { RetentionLine } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, setStage, settle, type Stage } from "./devices.ts";
import { join } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
});
afterAll(() => stage.close());

const yearMs = 365.25 * 24 * 60 * 60 * 1000;
const someone = { called: "", relation: "", reach: [], note: "" };

async function begun(name: string): Promise<string> {
  const chart = must(await ada.vault.createChart({ name })).id;
  const said = { chart, kind: "progress", title: "", body: { text: "Words." }, basedOn: [] } as const;
  must(await ada.vault.saveNote({ ...said, date: "2026-03-02" }));
  await settle(ada.vault);
  return chart;
}
const born = async (chart: string, name: string, bornOn: string, role: "client" | "payer" = "client") =>
  must(await ada.vault.savePerson({ chart, basedOn: [], ...someone, name, roles: [role], bornOn }));
async function stands(chart: string, status: "active" | "discharged" | "enquiry", since: string): Promise<void> {
  const basedOn = (await ada.vault.administrative(chart))?.faceSheet?.basedOn ?? [];
  must(await ada.vault.saveFaceSheet({ chart, basedOn, status, form: "individual", since, tags: [], custom: [] }));
}
async function lineOf(chart: string, at: Device = ada): Promise<RetentionLine | undefined> {
  return (await at.vault.retention())?.charts.find((one) => one.chart === chart);
}
async function later<T>(years: number, look: () => Promise<T>): Promise<T> {
  ada.clockAheadMs = years * yearMs;
  try {
    return await look();
  } finally {
    ada.clockAheadMs = 0;
  }
}
/** The device's own day: a chart that is begun now was in contact now. */
const today = new Date().toISOString().slice(0, 10);
const in10 = keepUntil(proposedRetention, today, []);

test("RET-1 what is proposed says so; what the practice confirmed counts, of several clients by the youngest", async () => {
  const chart = await begun("Priya Raman");
  const proposed = await ada.vault.retention();
  expect([proposed?.times, proposed?.confirmed]).toEqual([{ years: 10, untilAge: 25 }, undefined]);
  expect((await lineOf(chart))?.keepUntil).toBe(in10);
  await born(chart, "Priya", "2015-05-06");
  await born(chart, "Arun", "2018-07-08");
  await born(chart, "Their uncle", "2024-01-01", "payer");
  expect(await lineOf(chart)).toMatchObject({ bornOn: "2018-07-08", keepUntil: "2043-07-08" });
  const office = { lines: "", complaints: "", state: "OR", numbers: [] };
  const retention = { years: 7, untilAge: 18, source: "OAR 858-010-0060", on: "2026-03-02" };
  for (const unfit of [{ years: 0 }, { untilAge: 17 }, { source: " " }, { on: "2026-02-30" }]) {
    const refused = await ada.vault.saveOffice({ ...office, retention: { ...retention, ...unfit } });
    expect([unfit, !refused.ok && refused.error.code]).toEqual([unfit, "case-unfit"]);
  }
  must(await ada.vault.saveOffice({ ...office, retention }));
  const confirmed = await ada.vault.retention();
  expect([confirmed?.times, confirmed?.confirmed]).toEqual([{ years: 7, untilAge: 18 }, retention]);
  expect(confirmed?.rows[0]?.state, "the practice's own State first").toBe("OR");
  expect((await lineOf(chart))?.keepUntil).toBe("2036-07-08");
  must(await ada.vault.saveOffice(office));
});

test("RET-2 the newest note and the face sheet tell the last contact; who is a client is never due", async () => {
  const chart = await begun("Q. Client");
  const ahead = `${Number(today.slice(0, 4)) + 1}-05-06`;
  const said = { chart, kind: "progress", title: "", body: { text: "Later." }, basedOn: [] } as const;
  must(await ada.vault.saveNote({ ...said, date: ahead }));
  expect((await lineOf(chart))?.lastContact).toBe(ahead);
  await stands(chart, "active", "2026-03-02");
  expect((await later(12, () => lineOf(chart)))?.state).toBe("active");
  await stands(chart, "enquiry", "2026-03-02");
  expect((await later(12, () => lineOf(chart)))?.state).toBe("active");
  const over = `${Number(today.slice(0, 4)) + 2}-05-06`;
  await stands(chart, "discharged", over);
  expect((await lineOf(chart))?.lastContact).toBe(over);
  expect([(await lineOf(chart))?.state, (await later(13, () => lineOf(chart)))?.state]).toEqual(["keeps", "due"]);
});

test("RET-3 an open subpoena holds what is due, and no longer than it is open", async () => {
  const chart = await begun("R. Client");
  const state = () => later(11, async () => (await lineOf(chart))?.state);
  expect(await state()).toBe("due");
  const words = { from: "", address: "", asked: "", checked: "", steps: [] };
  const said = { kind: "subpoena", received: "2026-03-02", ...words } as const;
  const { id } = must(await ada.vault.saveCase({ chart, said, basedOn: [] }));
  expect(await state()).toBe("held");
  const decision = { on: "2026-03-09", outcome: "granted", grounds: [], words: "" } as const;
  const closed = { on: "2026-03-09", words: "" };
  const basedOn = (await ada.vault.cases(chart))[0]?.basedOn ?? [];
  must(await ada.vault.saveCase({ chart, id, said: { ...said, decision, closed }, basedOn }));
  expect(await state()).toBe("due");
});

test("RET-4 who opens no note of a chart is told nothing of it, and of a guarded one that is closed nobody is", async () => {
  const chart = await begun("The President");
  await settle(ben.vault);
  expect([await lineOf(chart, ben), (await lineOf(chart))?.state]).toEqual([undefined, "keeps"]);
  must(await ada.vault.guardChart({ chart, alias: "J. Linden" }));
  await settle(ada.vault);
  expect((await lineOf(chart))?.state).toBe("keeps");
  await ada.vault.closeGuarded();
  expect(await lineOf(chart)).toBeUndefined();
});
