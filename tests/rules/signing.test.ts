/** SIG: notes signed and countersigned on real devices; locked, added to, verified by everybody who reads them. */

import type { NoteSignatures } from "@alcove/vault";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Device, must, passphrase, save, settle, type Stage } from "./devices.ts";
import { setStageOfTwo } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let chart: string;
/** By Ada, on the server, and known to Ben. */
let note: string;
let revision: string;
beforeAll(async () => {
  ({ stage, ada, ben } = await setStageOfTwo());
  chart = must(await ada.vault.createChart({ name: "S. Signed" })).id;
  await save(ada, chart, "The first note.");
  await settle(ada.vault);
  const member = (await ada.vault.members()).find(({ name }) => name === "Ben")?.id ?? "";
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read-write" }));
  await everybody();
});
afterAll(() => stage.close());
beforeEach(async () => {
  ({ note, revision } = await save(ada, chart, "What was said."));
  await everybody();
});

async function everybody(): Promise<void> {
  for (const { vault } of [ada, ben, ada, ben]) await settle(vault);
}
const seenBy = async ({ vault }: Device): Promise<NoteSignatures> => must(await vault.noteSignatures(note));
const headAt = async ({ vault }: Device) => must(await vault.note(note)).head;
const sign = ({ vault }: Device, intent: "sign" | "countersign" = "sign", of = revision) =>
  vault.signNote({ note, revision: of, intent });
const code = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "done" : outcome.error?.code;

test("SIG-1 a note is signed by its author, once, and everybody who reads it sees that it holds", async () => {
  expect([await sign(ada), await sign(ada)].map(code)).toEqual(["done", "done"]);
  expect(await seenBy(ada), "before it was sent").toMatchObject({ signatures: [{ by: "Ada Owner", isOfNow: true }] });
  await everybody();
  const { signatures } = await seenBy(ben);
  expect(signatures).toEqual([
    expect.objectContaining({ by: "Ada Owner", isYours: false, intent: "sign", isOfNow: true, version: 1 }),
  ]);
  expect(signatures[0]).not.toHaveProperty("broken");
  expect([(await headAt(ada)).signed, (await headAt(ben)).signed]).toEqual(["signed", "signed"]);
});

test("SIG-6 a signed note is locked at every device; what is to be added is an addendum, which is signed for itself", async () => {
  must(await sign(ada));
  await everybody();
  for (const device of [ada, ben]) {
    const again = { note, chart, kind: "progress", date: "2026-03-02", title: "x", body: { text: "y" } } as const;
    expect(code(await device.vault.saveNote({ ...again, basedOn: [revision] }))).toBe("note-signed");
    expect((await headAt(device)).mayEdit).toBe(false);
  }
  const words = { chart, kind: "progress", date: "2026-03-03", title: "Addendum", basedOn: [] } as const;
  const added = must(await ada.vault.saveNote({ ...words, body: { text: "Also this." }, adds: note }));
  const further = must(await ben.vault.saveNote({ ...words, body: { text: "And that." }, adds: note }));
  await everybody();
  const onTop = must(await ben.vault.saveNote({ ...words, body: { text: "On top." }, adds: added.note }));
  await everybody();
  const { addenda } = await seenBy(ben);
  expect(addenda.map(({ id }) => id).toSorted()).toEqual([added.note, further.note, onTop.note].toSorted());
  expect(addenda.map(({ signed }) => signed)).toEqual([undefined, undefined, undefined]);
  must(await ada.vault.signNote({ note: added.note, revision: added.revision, intent: "sign" }));
  expect((await seenBy(ada)).addenda.find(({ id }) => id === added.note)?.signed).toBe("signed");
  expect(code(await ada.vault.saveNote({ ...words, body: { text: "z" }, adds: "0".repeat(32) }))).toBe("note-unknown");
});

test("SIG-4 who wrote none of it signs not as author, and a countersignature stands behind an author's, of the same version", async () => {
  expect(code(await sign(ben))).toBe("note-by-others");
  expect(code(await sign(ben, "countersign"))).toBe("note-unsigned");
  must(await sign(ada));
  expect(code(await sign(ada, "countersign"))).toBe("note-unsigned");
  await everybody();
  must(await sign(ben, "countersign"));
  await everybody();
  expect((await seenBy(ada)).signatures.map(({ by, intent, broken }) => [by, intent, broken])).toEqual([
    ["Ada Owner", "sign", undefined],
    ["Ben", "countersign", undefined],
  ]);
  expect((await headAt(ada)).signed).toBe("countersigned");
});

test("SIG-7 a supervisor asks for a change: the first signature stands, an addendum answers, a countersignature ends it", async () => {
  expect(code(await ben.vault.askForChange({ note, words: "Which day?" }))).toBe("note-unsigned");
  must(await sign(ada));
  await everybody();
  expect(code(await ben.vault.askForChange({ note, words: " " }))).toBe("reason-empty");
  must(await ben.vault.askForChange({ note, words: "Which day?" }));
  await everybody();
  expect(await seenBy(ada)).toMatchObject({
    signatures: [{ by: "Ada Owner", intent: "sign" }],
    changeRequests: [{ by: "Ben", words: "Which day?", isAnswered: false }],
  });
  expect((await headAt(ada)).signed).toBe("signed");
  must(await sign(ben, "countersign"));
  await everybody();
  expect((await seenBy(ada)).changeRequests).toMatchObject([{ isAnswered: true }]);
});

test("SIG-3 what was not read is not signed: another version, two side by side, or one that the server has not", async () => {
  const next = await save(ada, chart, "Second version.", { note, basedOn: [revision] });
  expect(code(await sign(ada))).toBe("note-changed");
  expect(code(await sign(ada, "sign", next.revision))).toBe("note-unsent");
  await save(ben, chart, "Beside it.", { note, basedOn: [revision] });
  await everybody();
  expect(code(await sign(ada, "sign", next.revision))).toBe("note-changed");
});

test("SIG-6 a version that another device wrote before it knew of the signature is shown as not covered by it", async () => {
  ben.network = "down";
  await save(ben, chart, "Written on the train.", { note, basedOn: [revision] });
  must(await sign(ada));
  await settle(ada.vault);
  ben.network = "up";
  await everybody();
  expect((await seenBy(ada)).signatures).toMatchObject([{ version: 1, isOfNow: false }]);
  expect((await seenBy(ada)).signatures[0]).not.toHaveProperty("broken");
  expect((await headAt(ada)).mayEdit, "locked all the same").toBe(false);
  const now = must(await ada.vault.note(note)).current.revision;
  must(await sign(ada, "sign", now));
  await everybody();
  expect((await seenBy(ben)).signatures.map(({ version, isOfNow }) => [version, isOfNow])).toEqual([
    [1, false],
    [2, true],
  ]);
});

test("SIG-1 what somebody signed before they began new keys still holds, and what they sign since too", async () => {
  must(await sign(ada));
  await everybody();
  must(await ada.vault.rekey({ reason: "exposed", now: passphrase, next: "umber lattice orchid pepper gravel" }));
  await everybody();
  expect((await seenBy(ben)).signatures).toMatchObject([{ by: "Ada Owner", isOfNow: true }]);
  expect((await seenBy(ben)).signatures[0]).not.toHaveProperty("broken");
  const later = await save(ada, chart, "With new keys.");
  await everybody();
  must(await ada.vault.signNote({ note: later.note, revision: later.revision, intent: "sign" }));
  await everybody();
  const { signatures } = must(await ben.vault.noteSignatures(later.note));
  expect(signatures.map(({ broken }) => broken)).toEqual([undefined]);
});

test("SIG-1 psychotherapy notes and notes of a guarded chart are signed where they lie", async () => {
  const apart = await save(ada, chart, "For me alone.", { kind: "psychotherapy" });
  const guarded = must(await ada.vault.createChart({ name: "G. Guarded" })).id;
  await save(ada, guarded, "Before.");
  await settle(ada.vault);
  must(await ada.vault.guardChart({ chart: guarded }));
  const inside = await save(ada, guarded, "Inside.");
  await settle(ada.vault);
  for (const one of [apart, inside]) {
    must(await ada.vault.signNote({ note: one.note, revision: one.revision, intent: "sign" }));
    await settle(ada.vault);
    const { signatures } = must(await ada.vault.noteSignatures(one.note));
    expect(signatures.map(({ isOfNow, broken }) => [isOfNow, broken])).toEqual([[true, undefined]]);
    expect(must(await ada.vault.note(one.note)).head).toMatchObject({ signed: "signed", mayEdit: false });
  }
  await ada.vault.closeGuarded();
  expect(code(await ada.vault.noteSignatures(inside.note))).toBe("note-unknown");
  expect((await ada.vault.unsignedNotes()).filter(({ id }) => [apart.note, inside.note].includes(id))).toEqual([]);
});

test("SIG-8 notes without a signature are listed from the day of the first signed one on, to who began them, and imported ones never", async () => {
  expect(await ben.vault.unsignedNotes()).toEqual([]);
  const listed = async () => (await ada.vault.unsignedNotes()).map(({ id }) => id);
  expect(await listed()).toContain(note);
  const notes = [{ title: "Old", text: "Typed long ago.", date: "2026-03-05", source: "old.txt" }];
  must(await ada.vault.importNotes({ chart, kind: "progress", notes, task: "t" }));
  const words = { chart, kind: "progress", title: "Earlier", body: { text: "e" }, basedOn: [] } as const;
  const earlier = must(await ada.vault.saveNote({ ...words, date: "2026-03-01" })).note;
  const theirs = must(await ben.vault.saveNote({ ...words, date: "2026-03-09" })).note;
  await everybody();
  const all = await listed();
  expect([all.includes(note), all.includes(earlier), all.includes(theirs)]).toEqual([true, false, false]);
  const heads = await ada.vault.unsignedNotes();
  expect(heads.filter(({ title }) => title === "Old")).toEqual([]);
  must(await sign(ada));
  expect(await listed()).not.toContain(note);
});
