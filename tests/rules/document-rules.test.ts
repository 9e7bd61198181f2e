/** Documents (docs/spec, DOC) on real devices and a real server: what is said of a file, by whom, and where it counts. */

import type { DocumentView, DocumentWords } from "@alcove/vault";
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
  await save(ada, chart, "so that the chart is there");
  await settle(ada.vault);
  ben = await join(stage, ada, "Ben", "clinician");
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read-write" }));
  await all();
});
afterAll(() => stage.close());

const all = async () => {
  for (let i = 0; i < 2; i++) for (const { vault } of [ada, ben]) await settle(vault);
};
const letter: DocumentWords = { category: "letter", title: "Referral", date: "2026-03-04", from: "Dr. Okafor" };
const attach = async ({ vault }: Device, also: { note?: string; document?: DocumentWords } = {}) =>
  must(
    await vault.attach({
      ...{ chart, name: "scan.pdf", mediaType: "application/pdf", bytes: crypto.getRandomValues(new Uint8Array(2000)) },
      ...also,
    }),
  ).id;
const documentOf = async ({ vault }: Device, id: string): Promise<DocumentView> => {
  const there = (await vault.documents(chart)).find((one) => one.id === id);
  expect(there, "the file is listed").toBeDefined();
  return there as DocumentView;
};
const describe = async ({ vault }: Device, { id, basedOn }: DocumentView, said: DocumentWords) =>
  vault.describeDocument({ file: id, said, basedOn });

test("DOC-1 DOC-4 what is said with a file goes in its batch; what can't be said is refused, and no file is added", async () => {
  const appends = () => ada.sent.filter(({ path }) => path === "/v1/append").length;
  const before = appends();
  const id = await attach(ada, { document: letter });
  await settle(ada.vault);
  expect(appends()).toBe(before + 1);
  expect(await documentOf(ada, id)).toMatchObject({ said: letter, others: [], mayDescribe: true });
  const files = (await ada.vault.documents(chart)).length;
  for (const unfit of [
    { ...letter, title: "x".repeat(301) },
    { ...letter, from: "x".repeat(301) },
    { ...letter, date: "2026-02-30" },
    { ...letter, category: "spam" as "other" },
  ]) {
    const request = { chart, name: "x", mediaType: "text/plain", bytes: new Uint8Array(1), document: unfit };
    expect(await ada.vault.attach(request)).toMatchObject({ ok: false, error: { code: "document-unfit" } });
    expect(await describe(ada, await documentOf(ada, id), unfit)).toMatchObject({ error: { code: "document-unfit" } });
  }
  const plain = { chart, name: "x", mediaType: "text/plain", bytes: new Uint8Array([7, 7, 7]) };
  const ofNothing = await ada.vault.attach({ ...plain, note: "00".repeat(16) });
  expect(ofNothing).toMatchObject({ ok: false, error: { code: "note-unknown" } });
  expect((await ada.vault.documents(chart)).length).toBe(files);
  must(await ada.vault.attach({ ...plain, onlyNew: true }));
  const twice = await ada.vault.attach({ ...plain, onlyNew: true });
  expect(twice, "what is there is not added once more").toMatchObject({
    ok: false,
    error: { code: "attachment-there" },
  });
  expect((await ada.vault.documents(chart)).length).toBe(files + 1);
});

test("DOC-3 a change is said over what was seen; two at once stand side by side until somebody saves over both", async () => {
  const id = await attach(ada);
  await all();
  expect(await documentOf(ben, id)).toMatchObject({ others: [], basedOn: [] });
  expect((await documentOf(ben, id)).said).toBeUndefined();
  must(await describe(ben, await documentOf(ben, id), letter));
  await all();
  const [mine, theirs] = [await documentOf(ada, id), await documentOf(ben, id)];
  must(await describe(ada, mine, { ...letter, title: "Ada's" }));
  must(await describe(ben, theirs, { ...letter, title: "Ben's" }));
  await all();
  const [one, two] = [await documentOf(ada, id), await documentOf(ben, id)];
  expect([one.said, one.others]).toEqual([two.said, two.others]);
  const titles = [one.said, ...one.others].map((words) => words?.title);
  expect(new Set(titles)).toEqual(new Set(["Ada's", "Ben's"]));
  must(await describe(ada, one, { ...letter, title: "Both" }));
  await all();
  expect(await documentOf(ben, id)).toMatchObject({ said: { title: "Both" }, others: [] });
});

test("DOC-3 of two that were begun at once the first in the ledger counts on every device", async () => {
  const id = await attach(ada);
  await all();
  ada.network = "down";
  must(await describe(ada, await documentOf(ada, id), { ...letter, title: "Ada's" }));
  must(await describe(ben, await documentOf(ben, id), { ...letter, title: "Ben's" }));
  await settle(ben.vault);
  ada.network = "up";
  await all();
  for (const device of [ada, ben]) expect((await documentOf(device, id)).said?.title).toBe("Ben's");
});

test("DOC-2 beside a psychotherapy note nobody else learns of it, and who may not write there says nothing", async () => {
  const { note } = await save(ada, chart, "apart", { kind: "psychotherapy" });
  const id = await attach(ada, { note, document: letter });
  await all();
  expect((await ben.vault.documents(chart)).map((one) => one.id)).not.toContain(id);
  const refused = await ben.vault.describeDocument({ file: id, said: letter, basedOn: [] });
  expect(refused).toMatchObject({ error: { code: "attachment-unknown" } });
  const shared = await attach(ada);
  await all();
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read" }));
  await all();
  const seen = await documentOf(ben, shared);
  expect(seen.mayDescribe).toBe(false);
  expect(await describe(ben, seen, letter)).toMatchObject({ error: { code: "not-entitled" } });
});
