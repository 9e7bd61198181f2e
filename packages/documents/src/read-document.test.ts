import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { acceptsPath, defaultDocumentLimits, readDocument } from "./index.ts";
import { buildDocx, docxParagraph } from "./testing/build-docx.ts";
import { buildOdt, odtParagraph } from "./testing/build-odt.ts";
import { buildPdf } from "./testing/build-pdf.ts";
import { buildRtf, bytesOf } from "./testing/build-rtf.ts";
import { problemOf, readOne, utf8 } from "./testing/read-one.ts";

const files = {
  txt: utf8("plain words"),
  md: utf8("# plain words"),
  rtf: buildRtf("rich words"),
  docx: buildDocx({ body: docxParagraph("word words") }),
  odt: buildOdt({ body: odtParagraph("open words") }),
  pdf: buildPdf({ pages: [["portable words"]] }),
  csv: utf8("text,id\ncell words,1\n"),
};
type Extension = keyof typeof files;
const extensions = Object.keys(files) as Extension[];
const isText = (extension: Extension) => ["txt", "md", "csv"].includes(extension);

describe("what a file is against what its name says", () => {
  test("each format under its own name is read", async () => {
    for (const extension of extensions) {
      expect(acceptsPath(`a.${extension}`)).toBe(true);
      expect((await readOne(`2024-03-05 Jane.${extension}`, files[extension])).text).toContain("words");
    }
  });

  test("IMP-1 each format under each other name is read as what it is, and both are said", async () => {
    for (const named of extensions) {
      for (const actual of extensions) {
        if (named === actual || isText(actual)) continue;
        const read = await readDocument({ path: `a.${named}`, bytes: files[actual] });
        expect(read, `${actual} as ${named}`).toMatchObject({
          ok: true,
          notes: [{ text: expect.stringContaining("words") as string }],
          warnings: [{ code: "document-named-otherwise", named, found: actual }],
        });
      }
    }
  });

  test("IMP-1 text under the name of a document is none of it; HTML and plain text under .doc are read", async () => {
    for (const named of ["rtf", "docx", "odt", "pdf"] as const)
      expect(await problemOf(`a.${named}`, files.txt), named).toMatchObject({ named, found: "text" });
    for (const [text, found] of [
      ["<html><body><p>plain words</p></body></html>", "html"],
      ["plain words", "txt"],
    ] as const)
      expect(await readDocument({ path: "a.doc", bytes: utf8(text) })).toMatchObject({
        ok: true,
        notes: [{ text: "plain words" }],
        warnings: [{ code: "document-named-otherwise", named: "doc", found }],
      });
  });

  test("pictures, old Word files, databases, spreadsheets and plain zips are named", async () => {
    const found = async (path: string, bytes: Uint8Array) => (await problemOf(path, bytes)) as { found?: string };
    expect((await found("a.txt", bytesOf("\x89PNG\r\n\x1a\n\0\0"))).found).toBe("picture");
    expect((await found("a.pdf", bytesOf("\xff\xd8\xff\xe0\0"))).found).toBe("picture");
    expect((await found("a.docx", bytesOf(`\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${"\0".repeat(600)}`))).found).toBe("ole");
    expect((await found("a.csv", bytesOf("SQLite format 3\0"))).found).toBe("database");
    expect((await found("a.docx", zipSync({ "xl/workbook.xml": strToU8("<a/>") }))).found).toBe("xlsx");
    expect((await found("a.odt", zipSync({ "notes.txt": strToU8("a") }))).found).toBe("zip");
    expect(
      (await found("a.odt", zipSync({ mimetype: strToU8("application/vnd.oasis.opendocument.spreadsheet") }))).found,
    ).toBe("opendocument");
    expect((await found("a.rtf", bytesOf("\0\x01\x02"))).found).toBe("binary");
  });

  test("a Word file with a password is encrypted, not damaged", async () => {
    const name = Array.from("EncryptedPackage", (letter) => `${letter}\0`).join("");
    const bytes = bytesOf(`\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${"\0".repeat(2_000)}${name}${"\0".repeat(100)}`);
    expect(await problemOf("a.docx", bytes)).toEqual({ code: "document-encrypted", path: "a.docx" });
  });

  test("a zip that was cut is damaged", async () => {
    for (const extension of ["docx", "odt"] as const) {
      expect(await problemOf(`a.${extension}`, files[extension].slice(0, -40))).toMatchObject({
        code: "document-damaged",
      });
    }
  });
});

describe("limits", () => {
  test("a file of 500 MB is refused by its size alone, with the figures", async () => {
    const bytes = new Uint8Array(500 * 1024 * 1024);
    for (const extension of extensions) {
      expect(await problemOf(`a.${extension}`, bytes)).toEqual({
        code: "document-too-large",
        what: "file",
        size: bytes.length,
        limit: defaultDocumentLimits.maxFileBytes,
        path: `a.${extension}`,
      });
    }
  });

  test("a note's text is measured in bytes of UTF-8, to the byte", async () => {
    const text = utf8("Ü".repeat(1_000));
    expect((await readDocument({ path: "a.txt", bytes: text }, { maxNoteBytes: 2_000 })).ok).toBe(true);
    expect(await problemOf("a.txt", text, { maxNoteBytes: 1_999 })).toEqual({
      code: "document-too-large",
      what: "note",
      size: 2_000,
      limit: 1_999,
      path: "a.txt",
    });
  });

  test("no bytes are an empty document under any name", async () => {
    for (const extension of extensions) {
      expect(await problemOf(`a.${extension}`, new Uint8Array(0))).toMatchObject({ code: "document-empty", bytes: 0 });
    }
  });

  test("a document without text gives no note and says so", async () => {
    for (const [path, bytes] of [
      ["a.docx", buildDocx({ body: "<w:p/>" })],
      ["a.odt", buildOdt({ body: "<text:p/>" })],
      ["a.rtf", buildRtf("\\par ")],
    ] as const) {
      expect(await readDocument({ path, bytes }), path).toEqual({
        ok: true,
        notes: [],
        warnings: [{ code: "document-no-text" }],
      });
    }
  });
});

test("title, date and source come from the path, normalised", async () => {
  expect(await readOne("./Jane Doe//2024-03-05 Session.docx", files.docx)).toMatchObject({
    title: "2024-03-05 Session",
    date: "2024-03-05",
    source: "Jane Doe/2024-03-05 Session.docx",
  });
  expect((await readOne("note.txt", utf8("Date of service: March 5, 2024\n\nText"))).date).toBe("2024-03-05");
});
