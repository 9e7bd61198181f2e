/** A whole chart is destroyed, on real devices: who may, what hinders, what goes, what stays, what waits, and what is certified (CDS). */

import { readdirSync, readFileSync } from "node:fs";
import { join as joinPath } from "node:path";
import { toHex } from "@alcove/bytes";
import { parseStatement } from "@alcove/protocol";
import { certificateFile, certificatePaper } from "@alcove/export/certificate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDisk } from "../../packages/vault/src/disk.ts";
import { compartmentOfEntry } from "../../packages/vault/src/engine/entry-compartment.ts";
import { admitClient } from "../client.ts";
import { type Device, enrolByKit, found, must, passphrase, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";

let stage: Stage;
let ada: Device;
let phone: Device;
let ben: Device;
let kit = "";
/** Ada's and Ben's. */
let chart = "";
let other = "";
/** Everything sealed of the chart, as Ada's laptop had it: its notes, people and files. */
let sealed: Uint8Array[];
const today = new Date().toISOString().slice(0, 10);
/** The day of every note that `save` writes. */
const noted = "2026-03-02";
const reason = "They asked for it in writing, and the board agreed.";

beforeAll(async () => {
  stage = await setStage();
  [ada, phone] = [await stage.open(), await stage.open()];
  ({ kit, chart } = await found(stage, ada));
  await enrolByKit(kit, ada, phone);
  ben = await join(stage, ada, "Ben", "clinician");
  ({ id: other } = must(await ada.vault.createChart({ name: "O. Client" })));
  await fill(chart, "quince");
  await fill(other, "medlar");
  for (const one of [chart, other])
    must(
      await ada.vault.shareChart({
        chart: one,
        member: await memberOf(ada, "Ben"),
        kind: "progress",
        right: "read-write",
      }),
    );
  await all();
});
afterAll(() => stage.close());

async function all(): Promise<void> {
  for (const { vault, network } of [ada, phone, ben, ada, phone, ben]) if (network === "up") await settle(vault);
}
/** Of each kind something, with this word in it. */
async function fill(one: string, word: string): Promise<void> {
  await save(ada, one, `For the record: ${`${word} `.repeat(6000)}`);
  await save(ada, one, `Mine alone: ${word}.`, { kind: "psychotherapy" });
  const someone = { called: "", relation: "", reach: [], note: word, roles: ["client"] as const };
  must(await ada.vault.savePerson({ chart: one, basedOn: [], name: `Person ${word}`, ...someone }));
  must(
    await ada.vault.saveFact({
      chart: one,
      basedOn: [],
      said: { kind: "flag", about: "other", words: word, since: today },
    }),
  );
  const bytes = Buffer.from(`file ${word} `.repeat(500));
  must(await ada.vault.attach({ chart: one, name: `${word}.txt`, mediaType: "text/plain", bytes }));
  must(
    await ada.vault.recordDisclosure({
      ...{ chart: one, on: today, to: "County court", address: "", what: "Summary", basis: "court" },
      ...{ purpose: "An order", authorisation: "" },
    }),
  );
  await ended(one);
  await all();
}
async function ended(one: string, status: "discharged" | "active" = "discharged", at = ada): Promise<void> {
  const basedOn = (await at.vault.administrative(one))?.faceSheet?.basedOn ?? [];
  const sheet = { form: "individual", since: today, tags: [], custom: [] } as const;
  must(await at.vault.saveFaceSheet({ chart: one, basedOn, status, ...sheet }));
}
/** Everything sealed in the chart's compartments but its log, as this device has it. */
function partsOf({ disk }: Device, one: string): Uint8Array[] {
  const { bodies } = openDisk(disk);
  const goes = new Set<string>();
  const parts: Uint8Array[] = [];
  for (const { body, entry } of [...bodies.entries()]) {
    for (const each of parseStatement(entry)?.body.operations ?? [])
      if (each[0] === "compartment.create" && each[3] && toHex(each[3]) === one && each[2] !== "access-log")
        goes.add(toHex(each[1]));
    const of = compartmentOfEntry(entry);
    if (of && goes.has(toHex(of))) parts.push(...bodies.payload(body));
  }
  return parts;
}
/** How many of them are in the files of this folder, in any piece that lies on one page. */
function foundIn(folder: string): number {
  const files = readdirSync(folder).filter((name) => /\.(db|sqlite)(-wal)?$/.test(name));
  const bytes = Buffer.concat(files.map((name) => readFileSync(joinPath(folder, name))));
  const pieces = (one: Uint8Array) =>
    Array.from({ length: Math.ceil(one.length / 256) }, (_, n) => Buffer.from(one.subarray(n * 256 + 8, n * 256 + 40)));
  return sealed.filter((one) => pieces(one).some((piece) => piece.length > 16 && bytes.includes(piece))).length;
}
const code = async (outcome: Promise<{ ok: boolean; error?: { code: string } }>) => {
  const done = await outcome;
  return done.ok ? "done" : done.error?.code;
};
const hinders = async (one = chart, at = ada) =>
  (await at.vault.chartDestruction(one))?.hinders.map((each) => each.code);
const destroy = (one = chart, said = reason, at = ada) => code(at.vault.destroyChart({ chart: one, reason: said }));
const wordsFound = async ({ vault }: Device, words: string): Promise<number> => {
  const { total, apart } = must(await vault.search({ words }));
  return total + apart;
};

test("CDS-2 what is said before: what goes is counted, what stays is named, and a reason is asked for", async () => {
  const plan = await ada.vault.chartDestruction(chart);
  expect(plan).toMatchObject({
    chartName: "R. Client",
    needsReason: true,
    from: noted,
    ownNotes: 1,
    stays: ["name", "log", "appointments"],
    hinders: [],
    othersNotes: [],
    needsSecondOwner: false,
  });
  expect(Object.fromEntries((plan?.counts ?? []).map(({ what, count }) => [what, count]))).toEqual({
    "progress-notes": 1,
    files: 1,
    facts: 1,
    people: 1,
  });
  expect(await destroy(chart, " ")).toBe("reason-empty");
  expect(await destroy(chart, "x".repeat(2001))).toBe("text-too-long");
  expect(await destroy("00".repeat(16))).toBe("chart-unknown");
});

test("CDS-1 CDS-4 a clinician of it only proposes it; nobody destroys it of a client, of an open case, or with words of it here alone", async () => {
  expect((await ben.vault.chartDestruction(chart))?.needsSecondOwner).toBe(true);
  await ended(chart, "active");
  expect(await hinders()).toEqual(["chart-going"]);
  await ended(chart);
  const about = {
    kind: "subpoena",
    received: today,
    from: "County court",
    address: "",
    asked: "",
    checked: "",
  } as const;
  const { id } = must(await ada.vault.saveCase({ chart, basedOn: [], said: { ...about, steps: [] } }));
  expect(await hinders()).toEqual(["legal-hold", "case-open"]);
  expect(await destroy()).toBe("legal-hold");
  const [open] = (await ada.vault.cases(chart)).filter((one) => one.id === id);
  const closed = {
    ...about,
    steps: [],
    decision: { on: today, outcome: "granted", grounds: [], words: "" },
    closed: { on: today, words: "" },
  } as const;
  must(await ada.vault.saveCase({ chart, id, basedOn: open?.basedOn ?? [], said: closed }));
  expect(await hinders()).toEqual([]);
  const begun = { chart, kind: "progress", date: today, title: "", body: { text: "begun" }, basedOn: [] } as const;
  const { id: draft } = must(await ada.vault.keepDraft(begun));
  expect(await hinders()).toEqual(["notes-unsent"]);
  expect(await destroy()).toBe("notes-unsent");
  await ada.vault.discardDraft(draft);
  await all();
});

test("CDS-4 notes that a colleague keeps apart are theirs: they go first, by their author", async () => {
  await save(ben, chart, "Ben's alone.", { kind: "psychotherapy" });
  await all();
  expect((await ada.vault.chartDestruction(chart))?.othersNotes).toEqual(["Ben"]);
  expect(await destroy()).toBe("notes-of-others");
  must(await ben.vault.destroyApart({ chart }));
  await all();
  expect(await hinders()).toEqual([]);
});

test("CDS-4 what came in since the person looked is looked at first", async () => {
  const { note } = await save(ben, chart, "Ben's, unseen.");
  ada.network = "down";
  must(await ben.vault.sync());
  ada.network = "up";
  expect(await destroy()).toBe("notes-came");
  expect(must(await ada.vault.note(note)).current.body.text).toBe("Ben's, unseen.");
});

test("CDS-1 CDS-5 it leaves the device and the server: lists, search, people, files, keys, free pages and log", async () => {
  await all();
  sealed = partsOf(ada, chart);
  const [head] = await phone.vault.notes(chart);
  const { current } = must(await phone.vault.note(head?.id ?? ""));
  phone.network = "down";
  await save(phone, chart, "late words", { note: head?.id ?? "", basedOn: [current.revision] });
  await save(phone, chart, "late and new");
  const words = { chart, kind: "progress", date: today, title: "", basedOn: [], body: { text: "late draft" } } as const;
  must(await phone.vault.keepDraft(words));
  ben.network = "down";
  expect([sealed.length > 8, foundIn(ada.folder), foundIn(stage.server.dataFolder)]).toEqual([
    true,
    sealed.length,
    sealed.length,
  ]);
  expect(await wordsFound(ada, "quince")).toBeGreaterThan(0);
  expect(await destroy()).toBe("done");
  expect([foundIn(ada.folder), foundIn(stage.server.dataFolder)]).toEqual([0, 0]);
  const gone = async (at: Device) => {
    expect(await at.vault.notes(chart)).toEqual([]);
    expect(await at.vault.attachments(chart)).toEqual([]);
    expect((await at.vault.charts()).map(({ id }) => id)).not.toContain(chart);
    expect((await at.vault.administrative(chart))?.people ?? []).toEqual([]);
    expect(await wordsFound(at, "quince")).toBe(0);
    expect(await code(at.vault.chart(chart))).toBe("chart-destroyed");
  };
  await gone(ada);
  await ada.vault.lock("person");
  must(await ada.vault.unlock(passphrase));
  await all();
  await gone(ada);
  expect(foundIn(ada.folder)).toBe(0);
  expect((await textsIn(ada, other)).length).toBe(2);
  expect(await wordsFound(ada, "medlar")).toBeGreaterThan(0);
  expect(must(await ada.vault.verifyLedger()).problems).toEqual([]);
  expect(await destroy(), "once").toBe("not-entitled");
  const more = { chart, kind: "progress", date: today, title: "", basedOn: [], body: { text: "more" } } as const;
  expect(await code(ada.vault.saveNote(more)), "nothing is begun in it again").toBe("not-entitled");
});

test("CDS-6 what stays is its log, with who looked, what was given out and why it went", async () => {
  const log = await ada.vault.accessLog(chart);
  expect(JSON.stringify(log)).toContain("searched");
  expect(await ada.vault.disclosures(chart)).toMatchObject([{ to: "County court", basis: "court" }]);
  const [line] = await ada.vault.destroyedCharts();
  expect(line).toMatchObject({ chart, chartName: "R. Client", act: { byName: "Ada Owner" } });
});

test("CDS-7 the certificate says what, when, by whom, why, what stays, what it does not reach, and which devices have not been seen since", async () => {
  const made = must(await ada.vault.destructionCertificate(chart));
  expect(made.destroyed.map(({ kind }) => kind).sort()).toEqual([
    "administrative",
    "clinical",
    "psychotherapy",
    "psychotherapy",
  ]);
  expect(made.ground).toMatchObject({ reason, lastContact: today, from: noted, to: noted });
  expect(made.ground?.counts.find(({ what }) => what === "progress-notes")?.count).toBe(2);
  expect(
    made.ground?.counts.map(({ what }) => what),
    "psychotherapy notes are not counted",
  ).not.toContain("psychotherapy");
  expect(made.unseen.map(({ name, memberName }) => `${memberName}: ${name}`).sort()).toEqual([
    "Ada Owner: phone",
    "Ben: Ben's laptop",
  ]);
  const text = JSON.stringify(certificatePaper(made));
  const words = [
    "R. Client",
    "By Ada Owner",
    reason,
    "2 progress notes",
    "Backups of the server",
    "swap",
    "Ben's laptop of Ben",
  ];
  for (const one of [...words, made.destroyed[0]?.digest ?? ""]) expect(text).toContain(one);
  const file = JSON.stringify(certificateFile(made));
  for (const text of [file, JSON.stringify(certificatePaper(made))])
    for (const secret of ["quince", "Person"]) expect(text).not.toContain(secret);
});

test("CDS-5 LED-14 another device follows when it sees the statement; what it had not sent is kept for its person, and goes nowhere", async () => {
  expect(foundIn(phone.folder)).toBe(sealed.length);
  [phone.network, ben.network] = ["up", "up"];
  must(await phone.vault.sync());
  must(await ben.vault.sync());
  expect([foundIn(phone.folder)]).toEqual([0]);
  const kept = await phone.vault.heldSaves();
  expect(kept.map(({ text, waitsFor }) => [text, waitsFor])).toEqual([
    ["late words", "nothing"],
    ["late and new", "nothing"],
  ]);
  expect((await phone.vault.drafts()).map(({ body }) => body.text)).toEqual(["late draft"]);
  await save(phone, other, "Sent meanwhile.");
  await save(ben, other, "And Ben's.");
  for (const { vault } of [phone, phone, ada]) must(await vault.sync());
  expect(await textsIn(ada, other)).toContain("Sent meanwhile.");
  for (const { id } of await phone.vault.heldSaves()) await phone.vault.discardHeld(id);
  await all();
  for (const device of [ada, phone, ben]) {
    expect(await alarmsOf(device)).toEqual([]);
    expect(must(await device.vault.verifyLedger()).problems).toEqual([]);
  }
  expect(must(await ada.vault.destructionCertificate(chart)).unseen).toEqual([]);
  expect((await ben.vault.accessLog(chart)).reads, "whoever had its log has it still").toBe(true);
});

test("LED-14 a device that first syncs afterwards misses nothing that it is owed, and verifies the whole ledger", async () => {
  const tablet = await stage.open();
  must(await tablet.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "tablet" }));
  await settle(ada.vault);
  await settle(tablet.vault);
  expect((await tablet.vault.charts()).map(({ id }) => id)).toEqual([other]);
  expect(await alarmsOf(tablet)).toEqual([]);
  expect(must(await tablet.vault.verifyLedger()).problems).toEqual([]);
  expect(foundIn(tablet.folder)).toBe(0);
  expect(must(await tablet.vault.destructionCertificate(chart)).ground?.reason).toBe(reason);
});

test("CDS-3 CDS-6 of a guarded chart it is destroyed while open, crisis card and all; what was given out inside stays in its log", async () => {
  const { id: guarded } = must(await ada.vault.createChart({ name: "G. Client" }));
  await save(ada, guarded, "For the record.");
  await settle(ada.vault);
  must(await ada.vault.guardChart({ chart: guarded }));
  must(await ada.vault.openGuarded(guarded));
  must(await ada.vault.saveCrisisCard({ chart: guarded, safetyPlan: "plan", contacts: "", medication: "" }));
  const given = { address: "", what: "Summary", basis: "threat", purpose: "A warning", authorisation: "" } as const;
  must(await ada.vault.recordDisclosure({ chart: guarded, on: today, to: "County police", ...given }));
  must(await ada.vault.recordDisclosure({ chart: guarded, on: "2019-01-02", to: "Long ago", ...given }));
  await ended(guarded);
  await settle(ada.vault);
  await ada.vault.closeGuarded();
  expect(await hinders(guarded)).toEqual(["guard-closed"]);
  expect(await destroy(guarded)).toBe("guard-closed");
  must(await ada.vault.openGuarded(guarded));
  expect((await ada.vault.chartDestruction(guarded))?.counts).toContainEqual({ what: "crisis-cards", count: 1 });
  expect(await destroy(guarded)).toBe("done");
  await all();
  expect((await ada.vault.charts()).map(({ id }) => id)).not.toContain(guarded);
  expect(await ada.vault.disclosures(guarded)).toMatchObject([
    { to: "County police", author: "Ada Owner", owed: true },
  ]);
  const made = must(await ada.vault.destructionCertificate(guarded));
  expect(made.destroyed.map(({ kind }) => kind).sort()).toEqual(["clinical", "crisis"]);
  for (const device of [ada, phone, ben]) {
    expect(await alarmsOf(device)).toEqual([]);
    expect(must(await device.vault.verifyLedger()).problems).toEqual([]);
  }
});

test("CDS-2 RET-1 what is due by a confirmed rule needs no reason, and an enquiry has no log to say one in", async () => {
  const { id } = must(
    await ada.vault.beginEnquiry({
      name: "E. Quiry",
      called: "",
      reach: [],
      form: "individual",
      asked: "2015-01-02",
      asks: "",
      heard: "",
    }),
  );
  await settle(ada.vault);
  expect(await hinders(id)).toEqual(["chart-going"]);
  const basedOn = (await ada.vault.administrative(id))?.faceSheet?.basedOn ?? [];
  const sheet = { form: "individual", since: "2015-01-03", tags: [], custom: [] } as const;
  must(await ada.vault.saveFaceSheet({ chart: id, basedOn, status: "not-taken-on", ...sheet }));
  await all();
  const retention = { years: 7, untilAge: 25, source: "OAR 858-010-0060", on: today };
  must(await ada.vault.saveOffice({ lines: "", complaints: "", state: "OR", numbers: [], retention }));
  ada.clockAheadMs = 12 * 366 * 86_400_000;
  const plan = await ada.vault.chartDestruction(id);
  ada.clockAheadMs = 0;
  expect([plan?.needsReason, plan?.rule?.source, plan?.hinders]).toEqual([false, "OAR 858-010-0060", []]);
  expect(await destroy(id)).toBe("done");
  await all();
  const made = must(await ada.vault.destructionCertificate(id));
  expect([made.destroyed.map(({ kind }) => kind), made.ground]).toEqual([["administrative"], undefined]);
  expect(await alarmsOf(ada)).toEqual([]);
});

test("CDS-4 CDS-3 while a device of the client's opens its portal it is not destroyed; then the portal stays, with nothing in it", async () => {
  const { id } = must(await ada.vault.createChart({ name: "P. Client" }));
  await save(ada, id, "For the record.");
  await settle(ada.vault);
  await ended(id);
  await admitClient(ada.vault, id);
  await all();
  expect(await hinders(id)).toEqual(["portal-open"]);
  expect(await destroy(id)).toBe("portal-open");
  const portal = (await ada.vault.portals()).find((one) => one.chart === id);
  must(await ada.vault.endPortal({ portal: portal?.id ?? "" }));
  await all();
  expect(await destroy(id)).toBe("done");
  await all();
  for (const device of [ada, phone, ben]) expect(await alarmsOf(device)).toEqual([]);
});
