import { expect, test } from "vitest";
import { readDocument } from "./read-document.ts";
import { buildDoc, buildOle } from "./testing/build-doc.ts";
import { problemOf, readOne } from "./testing/read-one.ts";

const textOf = async (parts: Parameters<typeof buildDoc>[0]) => (await readOne("a.doc", buildDoc(parts))).text;

test("paragraphs, breaks, cells and special characters", async () => {
  expect(
    await textOf({
      body: "Ünï 👋🏽 שלום\rone\vtwo\fthree\rMood\x07low\x07\x07Sleep\x074½ h\x07\x07non\x1ebreaking op\x1ftional\r",
    }),
  ).toBe("Ünï 👋🏽 שלום\none\ntwo\nthree\nMood\tlow\nSleep\t4½ h\nnon\u2011breaking optional");
});

test("fields keep what they show, also one inside of another", async () => {
  expect(await textOf({ body: 'See \x13 HYPERLINK "http://x" \x14the \x13 PAGE \x142\x15 pages\x15 here\r' })).toBe(
    "See the 2 pages here",
  );
});

test("footnotes and comments follow the body, with their marks", async () => {
  expect(await textOf({ body: "Body\x02 goes\x05 on\r", footnotes: "\x02 A note.\r", comments: "\x05 Said.\r" })).toBe(
    "Body[1] goes[comment 1] on\n\n[1] A note.\n\n[comment 1] Said.",
  );
});

test("what was deleted while changes were tracked is left out, and counted", async () => {
  const read = await readDocument({
    path: "a.doc",
    bytes: buildDoc({ body: "He did not come.\r", deleted: { from: 7, to: 11 } }),
  });
  expect(read).toMatchObject({
    ok: true,
    notes: [{ text: "He did come." }],
    warnings: [{ code: "document-deletions-left-out", count: 1 }],
  });
});

test("IMP-2 macros are neither read nor run, and said", async () => {
  const plain = buildDoc({ body: "words\r" });
  // The streams of a file with macros: the reader goes by their names.
  const streams = ["WordDocument", "0Table"].map((name, at) => {
    const start = 512 * (3 + at * 8);
    return [name, plain.slice(start, start + 4096)] as const;
  });
  const bytes = buildOle([...streams, ["_VBA_PROJECT", new Uint8Array(4096).fill(65)]]);
  expect(await readDocument({ path: "a.doc", bytes })).toMatchObject({
    ok: true,
    notes: [{ text: "words" }],
    warnings: [{ code: "document-macros-left-out" }],
  });
});

test("a password, an older Word and another Office file are said", async () => {
  expect(await problemOf("a.doc", buildDoc({ body: "x", flags: 0x0100 }))).toMatchObject({
    code: "document-encrypted",
  });
  const old = buildDoc({ body: "x\r" });
  old[512 * 3] = 0xdc;
  expect(await problemOf("a.doc", old)).toMatchObject({ code: "document-unsupported", reason: "old-version" });
  const sheet = buildOle([["Workbook", new Uint8Array(4096)]]);
  expect(await problemOf("a.doc", sheet)).toMatchObject({ code: "document-not-what-its-name-says", found: "ole" });
});

test("a chain of sectors that bites its tail ends", async () => {
  const bytes = buildDoc({ body: "x\r" });
  const table = new DataView(bytes.buffer);
  table.setUint32(512 + 2 * 4, 2, true);
  expect(await problemOf("a.doc", bytes)).toMatchObject({ code: "document-damaged" });
});
