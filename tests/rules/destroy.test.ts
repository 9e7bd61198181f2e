/** An author destroys psychotherapy notes, on real devices: what goes, what stays, what waits, and what is certified (DES, LEA-8). */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "@alcove/bytes";
import { certificatePaper } from "@alcove/export/certificate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDisk } from "../../packages/vault/src/disk.ts";
import { compartmentOfEntry } from "../../packages/vault/src/engine/entry-compartment.ts";
import { type Device, enrolByKit, found, must, passphrase, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join as joins, memberOf, textsIn } from "./people.ts";

let stage: Stage;
let ada: Device;
let phone: Device;
let ben: Device;
let kit = "";
/** Ada's. */
let chart = "";
let other = "";
/** Sealed keys and envelopes of her notes, as her laptop had them. */
let sealed: Uint8Array[];

beforeAll(async () => {
  stage = await setStage();
  [ada, phone] = [await stage.open(), await stage.open()];
  ({ kit, chart } = await found(stage, ada));
  await enrolByKit(kit, ada, phone);
  ben = await joins(stage, ada, "Ben", "clinician");
  ({ id: other } = must(await ada.vault.createChart({ name: "O. Client" })));
  await save(ada, chart, "What everybody may read.");
  await save(ada, chart, `Mine alone: ${"quince ".repeat(6000)}`, { kind: "psychotherapy" });
  await save(ada, chart, "Mine too: medlar.", { kind: "psychotherapy" });
  await save(ada, other, "Of another client: quince.", { kind: "psychotherapy" });
  const bytes = Buffer.from("file bytes ".repeat(500));
  const [note] = (await ada.vault.notes(chart)).filter(({ kind }) => kind === "psychotherapy");
  const file = { chart, note: note?.id ?? "", name: "scan", mediaType: "text/plain", bytes };
  must(await ada.vault.attach(file));
  await all();
  await wordsFound(ada, "quince");
  sealed = partsOn(ada);
});
afterAll(() => stage.close());

/** Everybody is up to date who has a network. */
async function all(): Promise<void> {
  for (const { vault, network } of [ada, phone, ben, ada, phone, ben]) if (network === "up") await settle(vault);
}
/** What lies beside entries of Ada's notes in the chart. */
function partsOn({ disk }: Device): Uint8Array[] {
  const { bodies } = openDisk(disk);
  const entries = [...bodies.entries()].map(({ body, entry }) => ({ body, of: compartmentOfEntry(entry) }));
  const sizes = new Map<string, Uint8Array[]>();
  for (const { body, of } of entries)
    if (of) sizes.set(toHex(of), [...(sizes.get(toHex(of)) ?? []), ...bodies.payload(body)]);
  // The long note is in one of them.
  return [...sizes.values()].find((parts) => parts.some(({ length }) => length > 40_000)) ?? [];
}
/** How many of them are in this device's files, in any piece that lies on one page. */
function foundIn({ folder }: Device): number {
  const files = ["device.sqlite", "device.sqlite-wal"]
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path));
  const bytes = Buffer.concat(files.map((path) => readFileSync(path)));
  const pieces = (one: Uint8Array) =>
    Array.from({ length: Math.ceil(one.length / 256) }, (_, n) => Buffer.from(one.subarray(n * 256 + 8, n * 256 + 40)));
  return sealed.filter((one) => pieces(one).some((piece) => piece.length > 16 && bytes.includes(piece))).length;
}
const code = async (outcome: Promise<{ ok: boolean; error?: { code: string } }>) => {
  const ended = await outcome;
  return ended.ok ? "done" : ended.error?.code;
};
const apart = async ({ vault }: Device) =>
  (await vault.leaving(await memberOf(ada, "Ada Owner")))?.psychotherapy.map((one) => [one.chartName, one.decided]);
/** In psychotherapy notes. */
const wordsFound = async ({ vault }: Device, words: string): Promise<number> => {
  const { total, apart: hidden } = must(await vault.search({ words, kind: "psychotherapy" }));
  return total + hidden;
};

test("DES-7 not without the server, not by others, not while somebody else reads them, not while words of them are here alone", async () => {
  expect(await code(ben.vault.destroyApart({ chart }))).toBe("not-entitled");
  expect(await code(ada.vault.destroyApart({ chart: "00" }))).toBe("chart-unknown");
  ada.network = "down";
  expect(await code(ada.vault.destroyApart({ chart }))).toBe("server-unreachable");
  ada.network = "up";
  const about = { chart, kind: "psychotherapy", date: "2026-11-30", title: "", basedOn: [] } as const;
  const { id } = must(await ada.vault.keepDraft({ ...about, body: { text: "begun" } }));
  expect(await ada.vault.destroyApart({ chart })).toMatchObject({
    error: { code: "notes-unsent", facts: { saves: 0, drafts: 1 } },
  });
  await ada.vault.discardDraft(id);
  must(await ada.vault.shareChart({ chart, member: await memberOf(ada, "Ben"), kind: "psychotherapy", right: "read" }));
  expect(await code(ada.vault.destroyApart({ chart }))).toBe("notes-shared");
  must(await ada.vault.endAccess({ chart, member: await memberOf(ada, "Ben"), kind: "psychotherapy" }));
  await all();
  expect(await textsIn(ada, chart)).toHaveLength(3);
});

test("DES-3 DES-7 a note that came in just now from another device is looked at first", async () => {
  const words = { chart, kind: "psychotherapy", date: "2026-11-30", title: "", basedOn: [] } as const;
  const { note } = must(await phone.vault.saveNote({ ...words, body: { text: "from the phone, unseen" } }));
  ada.network = "down";
  must(await phone.vault.sync());
  ada.network = "up";
  expect(await code(ada.vault.destroyApart({ chart }))).toBe("notes-came");
  expect(must(await ada.vault.note(note)).current.body.text).toBe("from the phone, unseen");
});

test("DES-6 LED-13 they leave the device that destroys them: lists, search, files, keys, free pages and log", async () => {
  // What the other device saves and can't send yet: an edit of what will be gone.
  phone.network = "down";
  const [edited] = (await phone.vault.notes(chart)).filter(({ kind }) => kind === "psychotherapy");
  const words = { chart, kind: "psychotherapy", date: "2026-11-30", title: "", body: { text: "late words" } } as const;
  const { current } = must(await phone.vault.note(edited?.id ?? ""));
  const late = must(await phone.vault.saveNote({ ...words, note: edited?.id ?? "", basedOn: [current.revision] }));
  // And one more that goes on from it, with a file of that note.
  const later = { ...words, note: edited?.id ?? "", body: { text: "later words" } };
  must(await phone.vault.saveNote({ ...later, basedOn: [late.revision] }));
  const scan = { chart, name: "scan", mediaType: "text/plain", bytes: new TextEncoder().encode("late bytes") };
  must(await phone.vault.attach({ ...scan, note: edited?.id ?? "" }));
  expect([sealed.length > 3, foundIn(ada)]).toEqual([true, sealed.length]);
  expect(await wordsFound(ada, "quince")).toBe(2);
  must(await ada.vault.destroyApart({ chart }));
  expect(foundIn(ada)).toBe(0);
  expect(await textsIn(ada, chart)).toEqual(["What everybody may read."]);
  expect(await textsIn(ada, other)).toEqual(["Of another client: quince."]);
  expect(await wordsFound(ada, "quince")).toBe(1);
  expect(await wordsFound(ada, "medlar")).toBe(0);
  expect(await ada.vault.attachments(chart)).toEqual([]);
  expect(ada.disk.prepare("SELECT count(*) AS n FROM chunks").get()).toEqual({ n: 0 });
  await ada.vault.lock("person");
  must(await ada.vault.unlock(passphrase));
  await all();
  expect(await textsIn(ada, chart)).toEqual(["What everybody may read."]);
  expect(await wordsFound(ada, "medlar")).toBe(0);
  expect(foundIn(ada)).toBe(0);
  expect(must(await ada.vault.verifyLedger()).problems).toEqual([]);
  expect(await code(ada.vault.destroyApart({ chart })), "once").toBe("not-entitled");
});

test("DES-6 LED-14 they leave another device when it sees the statement; words that it had not sent are kept, and go nowhere", async () => {
  expect(foundIn(phone)).toBe(sealed.length);
  phone.network = "up";
  must(await phone.vault.sync());
  expect(foundIn(phone)).toBe(0);
  const kept = await phone.vault.heldSaves();
  expect(kept.map(({ text }) => text).filter(Boolean)).toEqual(["late words", "later words"]);
  // What else waits on the device goes on its way.
  const { id: third } = must(await phone.vault.createChart({ name: "T. Client" }));
  await save(phone, third, "Sent meanwhile.");
  for (let n = 0; n < 3; n++) must(await phone.vault.sync());
  must(await ada.vault.sync());
  expect(await textsIn(ada, third)).toEqual(["Sent meanwhile."]);
  expect(await apart(ada)).toEqual([
    ["R. Client", "destroyed"],
    ["O. Client", undefined],
  ]);
  must(await phone.vault.sync());
  for (const { id } of await phone.vault.heldSaves()) await phone.vault.discardHeld(id);
  await all();
  expect(await alarmsOf(phone)).toEqual([]);
  expect(must(await phone.vault.verifyLedger()).problems).toEqual([]);
  expect(await apart(ada), "who looked at them begins none anew").toHaveLength(2);
  await save(phone, chart, "Begun anew.", { kind: "psychotherapy" });
  await all();
  expect((await textsIn(ada, chart)).sort()).toEqual(["Begun anew.", "What everybody may read."]);
  expect([await alarmsOf(ada), await alarmsOf(phone), await alarmsOf(ben)]).toEqual([[], [], []]);
});

test("LED-14 a device that first syncs afterwards misses nothing that it is owed, and verifies the whole ledger", async () => {
  const tablet = await stage.open();
  must(await tablet.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "tablet" }));
  await settle(ada.vault);
  await settle(tablet.vault);
  expect((await textsIn(tablet, chart)).sort()).toEqual(["Begun anew.", "What everybody may read."]);
  expect(await alarmsOf(tablet)).toEqual([]);
  expect(must(await tablet.vault.verifyLedger()).problems).toEqual([]);
  expect(foundIn(tablet)).toBe(0);
});

test("DES-8 DES-2 a certificate can be made on any device of the practice: who, when, what, and what it does not reach", async () => {
  const certificate = must(await ben.vault.destructionCertificate(chart));
  expect(certificate.destroyed).toMatchObject([
    { kind: "psychotherapy", act: { byName: "Ada Owner" }, device: { name: "laptop" } },
  ]);
  const [one] = certificate.destroyed;
  expect(one?.entries).toBeGreaterThan(3);
  expect([one?.digest, one?.statement].every((each) => /^[0-9a-f]{64}$/.test(each ?? ""))).toBe(true);
  expect(must(await ada.vault.destructionCertificate(chart)).destroyed).toEqual(certificate.destroyed);
  const text = JSON.stringify(certificatePaper(certificate));
  for (const words of [one?.digest, "By Ada Owner", "Backups of the server", "R. Client"])
    expect(text).toContain(words);
  expect(await code(ben.vault.destructionCertificate(other))).toBe("nothing-destroyed");
  const acts = (await ben.vault.activity({})).flatMap((each) => each.acts.map(({ says }) => says));
  expect(acts).toContain("destroyed psychotherapy notes of R. Client");
});

test("LEA-8 what is destroyed is not to be decided any more", async () => {
  expect(await apart(ben)).toEqual([
    ["R. Client", "destroyed"],
    ["O. Client", undefined],
    ["R. Client", undefined],
  ]);
});

test("DES-7 GRD-5 of a guarded chart they are destroyed while it is open, and the server's part goes with them", async () => {
  const { id: guarded } = must(await ada.vault.createChart({ name: "G. Client" }));
  await save(ada, guarded, "For the record.");
  await settle(ada.vault);
  must(await ada.vault.guardChart({ chart: guarded }));
  must(await ada.vault.openGuarded(guarded));
  await save(ada, guarded, "Mine, inside: loquat.", { kind: "psychotherapy" });
  await settle(ada.vault);
  await ada.vault.closeGuarded();
  expect(await code(ada.vault.destroyApart({ chart: guarded }))).toBe("guard-closed");
  must(await ada.vault.openGuarded(guarded));
  expect(await textsIn(ada, guarded)).toHaveLength(2);
  must(await ada.vault.destroyApart({ chart: guarded }));
  expect(await textsIn(ada, guarded)).toEqual(["For the record."]);
  await ada.vault.closeGuarded();
  must(await ada.vault.openGuarded(guarded));
  expect(await textsIn(ada, guarded)).toEqual(["For the record."]);
  must(await phone.vault.sync());
  must(await phone.vault.openGuarded(guarded));
  expect(await textsIn(phone, guarded)).toEqual(["For the record."]);
  await all();
  for (const device of [ada, phone]) {
    expect(await alarmsOf(device)).toEqual([]);
    expect(must(await device.vault.verifyLedger()).problems).toEqual([]);
  }
});
