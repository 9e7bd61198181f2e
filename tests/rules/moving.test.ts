/** Notes taken out of the wrong chart and written anew in theirs (docs/spec, MOV), and about whom a note is (ABO). */

import type { MoveNote } from "@alcove/vault";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Device, must, openStatus, passphrase, save, settle, type Stage } from "./devices.ts";
import { memberOf, setStageOfTwo, textsIn } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
/** Ada and Ben both open the wrong one; the right one only Ada. */
let wrong: string;
let right: string;
let count = 0;
beforeAll(async () => {
  ({ stage, ada, ben } = await setStageOfTwo());
});
afterAll(() => stage.close());
beforeEach(async () => {
  wrong = await chartOf(`W. Wrong ${++count}`);
  right = await chartOf(`R. Right ${count}`);
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart: wrong, member, kind: "progress", right: "read-write" }));
  await everybody();
});

async function chartOf(name: string): Promise<string> {
  const { id } = must(await ada.vault.createChart({ name }));
  await save(ada, id, `First words of ${name}.`);
  await settle(ada.vault);
  return id;
}
async function everybody(): Promise<void> {
  for (const { vault } of [ada, ben, ada, ben]) await settle(vault);
}
const move = ({ vault }: Device, of: { note: string; revision: string }, more: Partial<MoveNote> = {}) =>
  vault.moveNote({ ...of, chart: right, reason: "about-another", ...more });
const code = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "done" : outcome.error?.code;
const found = async ({ vault }: Device, words: string) =>
  must(await vault.search({ words })).hits.map((hit) => hit.chart);
const shown = async ({ vault }: Device, chart: string) => must(await vault.chart(chart));

test("MOV-3 MOV-4 MOV-5 it leaves every list of its chart at every reader, and stands in its own with its day, unsigned", async () => {
  const note = await save(ada, wrong, "She dreamt of a pomegranate.");
  await everybody();
  must(await ada.vault.signNote({ ...note, intent: "sign" }));
  await everybody();
  expect([await found(ada, "pomegranate"), await found(ben, "pomegranate")]).toEqual([[wrong], [wrong]]);

  const moved = must(await move(ada, note));
  for (const when of ["before it travels", "when all have it", "after the next unlock"]) {
    if (when !== "before it travels") await everybody();
    if (when === "after the next unlock") for (const device of [ada, ben]) await unlockedAnew(device);
    const readers = when === "before it travels" ? [ada] : [ada, ben];
    for (const reader of readers) {
      expect(await textsIn(reader, wrong), when).toEqual([`First words of W. Wrong ${count}.`]);
      expect((await shown(reader, wrong)).progressNotes).toBe(1);
      expect(code(await reader.vault.note(note.note))).toBe("note-unknown");
      expect(code(await reader.vault.history(note.note))).toBe("note-unknown");
      expect(await reader.vault.movedNotes(wrong)).toMatchObject([
        { date: "2026-03-02", by: "Ada Owner", reason: "about-another", mayTakeBack: reader === ada },
      ]);
    }
    expect(await found(ada, "pomegranate"), when).toEqual([right]);
    if (readers.includes(ben)) expect(await found(ben, "pomegranate")).toEqual([]);
  }
  const [trace] = await ben.vault.movedNotes(wrong);
  expect(JSON.stringify(trace), "names no other client").not.toContain("Right");
  expect(trace).not.toHaveProperty("to");
  expect((await ada.vault.movedNotes(wrong))[0]).toMatchObject({ to: { note: moved.note, chart: right } });

  const there = must(await ada.vault.note(moved.note));
  expect(there.current.body.text).toBe("She dreamt of a pomegranate.");
  expect(there.head).toMatchObject({ chart: right, date: "2026-03-02", revisions: 1, mayEdit: true });
  expect(there.head.firstWritten).toBeLessThan(there.head.writtenAt);
  expect(must(await ada.vault.noteSignatures(moved.note)).signatures).toEqual([]);
  const again = await save(ada, right, "With more.", { note: moved.note, basedOn: [there.current.revision] });
  expect(must(await ada.vault.note(again.note)).head.firstWritten).toBe(there.head.firstWritten);
});

test("MOV-4 its addenda and files go with it, the files sealed anew, and a file's words too", async () => {
  const note = await save(ada, wrong, "The letter came.");
  const bytes = Uint8Array.from({ length: 300_000 }, (_, n) => (n * 7) & 0xff);
  const document = { category: "letter", title: "From the school", from: "School", date: "2026-02-01" } as const;
  must(
    await ada.vault.attach({
      ...{ chart: wrong, note: note.note, bytes, document },
      name: "l.pdf",
      mediaType: "application/pdf",
    }),
  );
  await everybody();
  must(await ada.vault.signNote({ ...note, intent: "sign" }));
  const words = { chart: wrong, kind: "progress", date: "2026-03-04", title: "Addendum", basedOn: [] } as const;
  must(await ada.vault.saveNote({ ...words, adds: note.note, body: { text: "One more thing." } }));
  await everybody();

  const moved = must(await move(ada, note));
  await everybody();
  expect(await ben.vault.documents(wrong)).toEqual([]);
  expect(await ben.vault.movedNotes(wrong), "one line").toHaveLength(1);
  const [file, other] = await ada.vault.documents(right);
  expect(other).toBeUndefined();
  expect(file).toMatchObject({ name: "l.pdf", note: moved.note, said: document });
  const read = must(await ada.vault.readAttachment(file?.id ?? ""));
  expect(read.bytes).toEqual(bytes);
  const { addenda } = must(await ada.vault.noteSignatures(moved.note));
  expect(addenda).toMatchObject([{ title: "Addendum", adds: moved.note, date: "2026-03-04" }]);
  expect(await textsIn(ben, wrong)).toHaveLength(1);
});

test("NOTE-8 a picture in its text names the file as it is there", async () => {
  const note = await save(ada, wrong, "[Picture: a house]");
  const picture = { name: "house.png", mediaType: "image/png", bytes: Uint8Array.of(1, 2, 3) };
  const file = must(await ada.vault.attach({ chart: wrong, note: note.note, ...picture })).id;
  const docOf = (id: string) => ({
    type: "doc",
    content: [
      { type: "picture", attrs: { file: id, says: "a house" } },
      { type: "paragraph", content: [{ type: "text", text: wrong }] },
    ],
  });
  const body = { text: "[Picture: a house]", doc: docOf(file) };
  const words = {
    chart: wrong,
    kind: "progress",
    date: "2026-03-02",
    title: "Session",
    basedOn: [note.revision],
  } as const;
  const { revision } = must(await ada.vault.saveNote({ ...words, note: note.note, body }));
  const moved = must(await move(ada, { note: note.note, revision }));
  const there = must(await ada.vault.note(moved.note));
  const [own] = there.attachments;
  expect(own?.id).not.toBe(file);
  expect(there.current.body.doc).toEqual(docOf(own?.id ?? ""));
});

test("MOV-2 MOV-4 nobody takes out what others wrote in, or what they have not seen", async () => {
  const note = await save(ada, wrong, "Mine.");
  await everybody();
  expect(code(await move(ben, note, { chart: wrong }))).toBe("chart-same");
  expect(code(await move(ben, note, { chart: await benChart() }))).toBe("note-with-others");
  const mayMove = async ({ vault }: Device) => must(await vault.note(note.note)).mayMove;
  expect([await mayMove(ada), await mayMove(ben)]).toEqual([true, false]);
  const next = await save(ben, wrong, "And mine.", { note: note.note, basedOn: [note.revision] });
  await everybody();
  expect(code(await move(ada, note))).toBe("note-changed");
  expect(code(await move(ada, next))).toBe("note-with-others");
  const own = await save(ada, wrong, "Signed.");
  await everybody();
  must(await ada.vault.signNote({ ...own, intent: "sign" }));
  await everybody();
  const words = { chart: wrong, kind: "progress", date: "2026-03-04", title: "Addendum", basedOn: [] } as const;
  must(await ben.vault.saveNote({ ...words, adds: own.note, body: { text: "Ben adds." } }));
  await everybody();
  expect(code(await move(ada, own)), "an addendum by somebody else").toBe("note-with-others");
  expect(await textsIn(ada, wrong)).toHaveLength(4);
});

test("MOV-4 nothing goes while an addendum has two versions: one of them would stay behind", async () => {
  const note = await save(ada, wrong, "Signed, and added to.");
  await everybody();
  must(await ada.vault.signNote({ ...note, intent: "sign" }));
  const words = { chart: wrong, kind: "progress", date: "2026-03-04", title: "Addendum", basedOn: [] } as const;
  const added = must(await ada.vault.saveNote({ ...words, adds: note.note, body: { text: "Also." } }));
  await everybody();
  // Over nothing that is there now: each stands beside the other.
  const again = { ...words, note: added.note, basedOn: [added.revision] };
  must(await ada.vault.saveNote({ ...again, body: { text: "One." } }));
  must(await ada.vault.saveNote({ ...again, body: { text: "Other." } }));
  await everybody();
  expect(code(await move(ada, note))).toBe("note-changed");
});

test("MOV-4 who may not write in the other chart, or in this one any more, changes neither", async () => {
  const note = await save(ben, wrong, "Ben's own.");
  await everybody();
  expect(code(await move(ben, note)), "not Ada's chart").toBe("not-entitled");
  const theirs = await benChart();
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart: wrong, member, kind: "progress", right: "read" }));
  await everybody();
  expect(code(await move(ben, note, { chart: theirs }))).toBe("not-entitled");
  expect([await textsIn(ben, theirs), await ben.vault.movedNotes(wrong)]).toEqual([["Ben begins."], []]);
});

test("MOV-2 a version that a colleague writes at the same time brings it back", async () => {
  const note = await save(ada, wrong, "Mine, so far.");
  await everybody();
  must(await move(ada, note));
  const theirs = await save(ben, wrong, "Ben had it open.", { note: note.note, basedOn: [note.revision] });
  await everybody();
  for (const reader of [ada, ben]) {
    expect(await textsIn(reader, wrong)).toContain("Ben had it open.");
    expect(await reader.vault.movedNotes(wrong)).toEqual([]);
  }
  expect(theirs.note).toBe(note.note);
});

test("MOV-6 it is brought back, and what was written anew goes; where that was gone on with both stand", async () => {
  const note = await save(ada, wrong, "It was right here.");
  const moved = must(await move(ada, note));
  await everybody();
  const [trace] = await ada.vault.movedNotes(wrong);
  expect(code(await ben.vault.takeNoteBack(trace?.id ?? ""))).toBe("not-entitled");
  expect(must(await ada.vault.takeNoteBack(trace?.id ?? ""))).toEqual({ stays: false });
  await everybody();
  expect([await textsIn(ben, wrong), await ben.vault.movedNotes(wrong)]).toEqual([
    ["It was right here.", `First words of W. Wrong ${count}.`],
    [],
  ]);
  expect(code(await ada.vault.note(moved.note))).toBe("note-unknown");
  expect(await ada.vault.movedNotes(right)).toMatchObject([{ reason: "taken-back", to: { note: note.note } }]);

  const signed = must(await move(ada, note));
  await everybody();
  const copy = must(await ada.vault.note(signed.note)).current.revision;
  must(await ada.vault.signNote({ note: signed.note, revision: copy, intent: "sign" }));
  const [first] = await ada.vault.movedNotes(wrong);
  expect(must(await ada.vault.takeNoteBack(first?.id ?? "")), "signed there").toEqual({ stays: true });

  const again = must(await move(ada, note));
  const there = must(await ada.vault.note(again.note));
  await save(ada, right, "And more.", { note: again.note, basedOn: [there.current.revision] });
  const [second] = await ada.vault.movedNotes(wrong);
  expect(must(await ada.vault.takeNoteBack(second?.id ?? ""))).toEqual({ stays: true });
  await everybody();
  expect(await textsIn(ada, wrong)).toContain("It was right here.");
  expect(await textsIn(ada, right)).toContain("And more.");
});

test("MOV-4 without a reason it stays where it is too", async () => {
  const note = await save(ada, wrong, "For both.");
  const copied = must(await ada.vault.moveNote({ ...note, chart: right }));
  await everybody();
  expect(await textsIn(ben, wrong)).toContain("For both.");
  expect(must(await ada.vault.note(copied.note)).head.firstWritten).toBeDefined();
  expect(await ada.vault.movedNotes(wrong)).toEqual([]);
});

test("MOV-3 a psychotherapy note goes among its author's own, and nobody else is told", async () => {
  const note = await save(ada, wrong, "A pomegranate apart.", { kind: "psychotherapy" });
  await everybody();
  const moved = must(await move(ada, note));
  await everybody();
  expect(await ada.vault.movedNotes(wrong)).toMatchObject([{ kind: "psychotherapy" }]);
  expect(await ben.vault.movedNotes(wrong)).toEqual([]);
  expect(must(await ada.vault.note(moved.note)).head).toMatchObject({
    kind: "psychotherapy",
    chart: right,
    isOwn: true,
  });
  const apart = must(await ada.vault.search({ words: "pomegranate", kind: "psychotherapy" })).hits;
  expect(apart.map(({ chart }) => chart)).toEqual([right]);
});

test("MOV-4 out of an open guarded chart it goes like any other; into a closed one it does not", async () => {
  const note = await save(ada, wrong, "Inside.");
  await everybody();
  must(await ada.vault.guardChart({ chart: wrong, alias: `Lamp ${count}` }));
  const moved = must(await move(ada, note));
  await settle(ada.vault);
  expect(await ada.vault.movedNotes(wrong)).toMatchObject([{ to: { note: moved.note } }]);
  expect(await textsIn(ada, wrong)).not.toContain("Inside.");
  expect(await textsIn(ada, right)).toContain("Inside.");
  await ada.vault.closeGuarded();
  expect(code(await move(ada, note)), "nothing is known of it").toBe("note-unknown");
  const out = must(await ada.vault.note(moved.note));
  expect(code(await move(ada, { note: moved.note, revision: out.current.revision }, { chart: wrong }))).toBe(
    "guard-closed",
  );
});

test("ABO-1 a note names persons of its chart, and keeps them until somebody says otherwise", async () => {
  const person = { called: "", roles: ["client"], relation: "", reach: [], note: "", basedOn: [] } as const;
  const [mira, theo] = [
    must(await ada.vault.savePerson({ ...person, chart: right, name: "Mira" })).id,
    must(await ada.vault.savePerson({ ...person, chart: wrong, name: "Theo" })).id,
  ];
  const words = { chart: right, kind: "progress", date: "2026-03-02", title: "x", body: { text: "y" } } as const;
  const others = await ada.vault.saveNote({ ...words, about: [theo], basedOn: [] });
  expect(code(others), "another chart's").toBe("person-unknown");
  const note = must(await ada.vault.saveNote({ ...words, about: [mira], basedOn: [] }));
  const aboutNow = async () => must(await ada.vault.note(note.note)).head.about;
  expect(await aboutNow()).toEqual([mira]);
  const next = must(await ada.vault.saveNote({ ...words, note: note.note, basedOn: [note.revision] }));
  expect(await aboutNow()).toEqual([mira]);
  const added = must(await ada.vault.saveNote({ ...words, adds: note.note, basedOn: [] }));
  expect(must(await ada.vault.note(added.note)).head.about, "an addendum is about the same").toEqual([mira]);
  must(await ada.vault.saveNote({ ...words, note: note.note, about: [], basedOn: [next.revision] }));
  expect(await aboutNow()).toEqual([]);
});

async function benChart(): Promise<string> {
  const { id } = must(await ben.vault.createChart({ name: `B. Begun ${count}` }));
  await save(ben, id, "Ben begins.");
  await settle(ben.vault);
  return id;
}
async function unlockedAnew(device: Device): Promise<void> {
  await device.vault.lock("person");
  must(await device.vault.unlock(device === ada ? passphrase : "willow anchor cedar lantern mint"));
  expect((await openStatus(device.vault)).alarms).toEqual([]);
}
