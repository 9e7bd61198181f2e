/** Files taken out of the wrong chart (docs/spec, MOV-7 to MOV-10): nothing goes before the server gives the copy back whole. */

import type { DocumentView, DocumentWords } from "@alcove/vault";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Device, isChunk, must, openStatus, passphrase, save, settle, type Stage } from "./devices.ts";
import { memberOf, setStageOfTwo } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
/** Ada and Ben both write in the wrong one; in the right one only Ada. */
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
const bytesOf = (length: number) => Uint8Array.from({ length }, (_, n) => (n * 7 + (n >> 9) + count) & 0xff);
const letter: DocumentWords = { category: "letter", title: "About a pomegranate", from: "School", date: "2026-02-01" };
const attach = async ({ vault }: Device, also: { chart?: string; note?: string; document?: DocumentWords } = {}) =>
  must(
    await vault.attach({
      ...{ chart: wrong, name: "quince.pdf", mediaType: "application/pdf", bytes: bytesOf(700_000) },
      ...also,
    }),
  ).id;
const move = ({ vault }: Device, file: string, chart = right) =>
  vault.moveFile({ file, chart, reason: "about-another" });
const code = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "done" : outcome.error?.code;
const filesIn = ({ vault }: Device, chart: string) => vault.documents(chart);
const idsIn = async (device: Device, chart: string) => (await filesIn(device, chart)).map(({ id }) => id);
const foundIn = async ({ vault }: Device, words: string) =>
  must(await vault.search({ words })).elsewhere.map(({ chart }) => chart);
const of = (files: readonly DocumentView[], id: string) => files.find((one) => one.id === id) as DocumentView;

test("MOV-7 MOV-8 it leaves its chart at every reader, and lies in its own with its words, under a key and a blob of its own", async () => {
  const file = await attach(ada, { document: letter });
  await everybody();
  const { addedAt } = of(await filesIn(ada, wrong), file);
  ada.sent.length = 0;
  const moved = must(await move(ada, file));
  await everybody();
  for (const when of ["when all have it", "after the next unlock"]) {
    if (when === "after the next unlock") for (const device of [ada, ben]) await unlockedAnew(device);
    for (const reader of [ada, ben]) {
      expect(await idsIn(reader, wrong), when).toEqual([]);
      expect(code(await reader.vault.readAttachment(file)), when).toBe("attachment-unknown");
      expect(await reader.vault.movedFiles(wrong), when).toMatchObject([
        { addedAt, by: "Ada Owner", reason: "about-another", mayTakeBack: reader === ada },
      ]);
    }
    expect(await foundIn(ada, "pomegranate"), when).toEqual([right]);
    expect(await foundIn(ben, "pomegranate"), when).toEqual([]);
  }
  const [trace] = await ben.vault.movedFiles(wrong);
  expect(JSON.stringify(trace), "names no file and no client").not.toMatch(/quince|Right|pomegranate/);
  expect(trace).not.toHaveProperty("to");
  expect((await ada.vault.movedFiles(wrong))[0]).toMatchObject({ to: { file: moved.file, chart: right } });

  const there = of(await filesIn(ada, right), moved.file);
  expect(there).toMatchObject({ name: "quince.pdf", said: letter, firstAdded: addedAt, mayMove: true });
  expect(there.note).toBeUndefined();
  expect(must(await ada.vault.readAttachment(moved.file)).bytes).toEqual(bytesOf(700_000));
  expect(code(await ben.vault.readAttachment(moved.file))).toBe("attachment-unknown");
  const blobs = new Set(ada.sent.filter(isChunk).map(({ path }) => path.split("/blobs/")[1]?.split("/")[0]));
  expect(blobs.size, "sealed anew, once").toBe(1);
});

test("MOV-9 what does not come back from the server whole takes nothing out, and the next time goes on from there", async () => {
  const file = await attach(ada, { document: letter });
  await everybody();
  const bothThere = async () => {
    expect(await idsIn(ada, wrong)).toEqual([file]);
    expect(await filesIn(ada, right)).toHaveLength(1);
    expect(of(await filesIn(ada, wrong), file).copyIn).toBe(right);
    expect(await ada.vault.movedFiles(wrong)).toEqual([]);
  };
  ada.network = "down";
  expect(code(await move(ada, file))).toBe("file-copy-not-there");
  await bothThere();
  ada.network = "chunks-lost";
  expect(code(await move(ada, file))).toBe("file-copy-not-there");
  await bothThere();
  // All is sent; one piece is not given back.
  ada.network = "up";
  ada.sent.length = 0;
  let asked = 0;
  ada.lost = (path) => path.endsWith("/1") && path.includes("/blobs/") && ++asked > 0;
  expect(code(await move(ada, file))).toBe("file-copy-not-there");
  expect(asked).toBeGreaterThan(0);
  ada.lost = undefined;
  await bothThere();
  const [copy] = await idsIn(ada, right);
  const putTwice = ada.sent.filter(isChunk).length;
  expect(must(await move(ada, file)).file).toBe(copy);
  expect(ada.sent.filter(isChunk).length, "no second copy").toBe(putTwice);
  await everybody();
  expect([await idsIn(ben, wrong), await idsIn(ada, right)]).toEqual([[], [copy]]);
});

test("MOV-9 it is asked for from the server although all of it lies here, and said how far it is", async () => {
  const file = await attach(ada);
  await everybody();
  ada.sent.length = 0;
  const seen: number[] = [];
  const unsubscribe = ada.vault.subscribe((event) => {
    if (event.kind === "progress" && event.task === "a move") seen.push(event.done / event.total);
  });
  // Asked for twice at once, as after a page was loaded anew: once done.
  const both = ["a move", "again"].map((task) => ada.vault.moveFile({ file, chart: right, reason: "own-chart", task }));
  const [one, two] = (await Promise.all(both)).map(must);
  unsubscribe();
  expect(one).toEqual(two);
  expect(await idsIn(ada, right)).toHaveLength(1);
  expect(ada.sent.filter(({ method, path }) => method === "GET" && path.includes("/blobs/"))).toHaveLength(3);
  expect(seen.at(-1)).toBe(1);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

test("MOV-7 nobody takes out what somebody else added or described; what they say later brings it back", async () => {
  const theirs = await attach(ben);
  const described = await attach(ada);
  const file = await attach(ada);
  await everybody();
  const describe = async ({ vault }: Device, id: string) =>
    vault.describeDocument({ file: id, said: letter, basedOn: of(await vault.documents(wrong), id).basedOn });
  must(await describe(ben, described));
  await everybody();
  expect([code(await move(ada, theirs)), code(await move(ada, described))]).toEqual([
    "file-with-others",
    "file-with-others",
  ]);
  const mayMove = (await filesIn(ada, wrong)).map((one) => [one.id, one.mayMove] as const);
  expect(new Map(mayMove)).toEqual(
    new Map([
      [theirs, false],
      [described, false],
      [file, true],
    ]),
  );
  must(await move(ada, file));
  // Ben has not heard of it.
  must(await describe(ben, file));
  await everybody();
  for (const reader of [ada, ben]) {
    expect(await idsIn(reader, wrong)).toContain(file);
    expect(await reader.vault.movedFiles(wrong)).toEqual([]);
  }
  expect(await idsIn(ada, right), "nothing copied that was refused").toHaveLength(1);
});

test("MOV-9 who may not write in either chart copies nothing; a word that comes while it goes keeps it", async () => {
  const member = await memberOf(ada, "Ben");
  const file = await attach(ben);
  await everybody();
  expect(code(await move(ben, file))).toBe("not-entitled");
  expect(code(await move(ben, file, wrong))).toBe("chart-same");
  expect(code(await move(ben, file, "00".repeat(16)))).toBe("chart-unknown");
  must(await ada.vault.shareChart({ chart: right, member, kind: "progress", right: "read-write" }));
  must(await ada.vault.shareChart({ chart: wrong, member, kind: "progress", right: "read" }));
  await everybody();
  expect(code(await move(ben, file))).toBe("not-entitled");
  expect(await filesIn(ada, right)).toEqual([]);

  const own = await attach(ada);
  await everybody();
  must(await ada.vault.shareChart({ chart: wrong, member, kind: "progress", right: "read-write" }));
  await everybody();
  // Between the copy and the end of it.
  ada.meanwhile = {
    path: "/v1/append",
    async act() {
      must(await ben.vault.describeDocument({ file: own, said: letter, basedOn: [] }));
      await settle(ben.vault);
    },
  };
  expect(code(await move(ada, own))).toBe("file-with-others");
  expect(await idsIn(ada, wrong)).toContain(own);
});

test("MOV-10 a psychotherapy note's, and what a note shows as a picture, go with their note; another one goes alone", async () => {
  const apart = await save(ada, wrong, "Apart.", { kind: "psychotherapy" });
  expect(code(await move(ada, await attach(ada, { note: apart.note })))).toBe("file-of-note");
  const note = await save(ada, wrong, "[Picture: a house]");
  const [shown, beside] = [await attach(ada, { note: note.note }), await attach(ada, { note: note.note })];
  const picture = { type: "picture", attrs: { file: shown, says: "a house" } };
  const body = { text: "[Picture: a house]", doc: { type: "doc", content: [picture] } };
  const words = { chart: wrong, kind: "progress", date: "2026-03-02", title: "x", basedOn: [note.revision] } as const;
  must(await ada.vault.saveNote({ ...words, note: note.note, body }));
  await everybody();
  expect(code(await move(ada, shown))).toBe("file-of-note");
  const moved = must(await move(ada, beside));
  await everybody();
  expect(of(await filesIn(ada, right), moved.file).note).toBeUndefined();
  expect(must(await ada.vault.note(note.note)).attachments.map(({ id }) => id)).toEqual([shown]);
});

test("MOV-10 it is brought back and the copy goes; where somebody else said what the copy is, both stay", async () => {
  const file = await attach(ada);
  await everybody();
  const moved = must(await move(ada, file));
  await everybody();
  const [trace] = await ada.vault.movedFiles(wrong);
  expect(code(await ben.vault.takeFileBack(trace?.id ?? ""))).toBe("not-entitled");
  expect(must(await ada.vault.takeFileBack(trace?.id ?? ""))).toEqual({ stays: false });
  await everybody();
  expect([await idsIn(ben, wrong), await ben.vault.movedFiles(wrong), await idsIn(ada, right)]).toEqual([
    [file],
    [],
    [],
  ]);
  expect(must(await ben.vault.readAttachment(file)).bytes).toEqual(bytesOf(700_000));
  expect(await ada.vault.movedFiles(right)).toMatchObject([{ reason: "taken-back", to: { file } }]);
  expect(of(await filesIn(ada, wrong), file)).not.toHaveProperty("copyIn");

  const again = must(await move(ada, file));
  expect(again.file, "what was taken back is no copy any more").not.toBe(moved.file);
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart: right, member, kind: "progress", right: "read-write" }));
  await everybody();
  must(await ben.vault.describeDocument({ file: again.file, said: letter, basedOn: [] }));
  await everybody();
  const [second] = await ada.vault.movedFiles(wrong);
  expect(must(await ada.vault.takeFileBack(second?.id ?? ""))).toEqual({ stays: true });
  await everybody();
  expect([await idsIn(ada, wrong), await idsIn(ada, right)]).toEqual([[file], [again.file]]);
});

test("MOV-9 out of an open guarded chart it goes like any other; into a closed one it does not", async () => {
  const file = await attach(ada);
  const outside = await attach(ada, { chart: right });
  await everybody();
  must(await ada.vault.guardChart({ chart: wrong, alias: `Lamp ${count}` }));
  const moved = must(await move(ada, file));
  expect(await ada.vault.movedFiles(wrong)).toMatchObject([{ to: { file: moved.file } }]);
  await ada.vault.closeGuarded();
  expect(code(await move(ada, outside, wrong))).toBe("guard-closed");
  expect(await ada.vault.movedFiles(wrong)).toEqual([]);
});

async function unlockedAnew(device: Device): Promise<void> {
  await device.vault.lock("person");
  must(await device.vault.unlock(device === ada ? passphrase : "willow anchor cedar lantern mint"));
  expect((await openStatus(device.vault)).alarms).toEqual([]);
}
