import { zlibSync } from "fflate";
import { describe, expect, test } from "vitest";
import { readDocument } from "./read-document.ts";
import { buildPdf } from "./testing/build-pdf.ts";
import { bytesOf } from "./testing/build-rtf.ts";
import { problemOf, readOne } from "./testing/read-one.ts";

describe("pdf", () => {
  test("all lines of all pages, compressed or not", async () => {
    const pages = [["Session note (first)", "Second line"], ["Page two"], ["Page three", "the end"]];
    for (const compressed of [false, true]) {
      const note = await readOne("note.pdf", buildPdf({ pages, compressed }));
      expect(note.text).toBe("Session note (first)\nSecond line\nPage two\nPage three\nthe end");
      expect(note.warnings).toEqual([]);
    }
  });

  test("a remark at the right margin that is drawn first doesn't run into its line", async () => {
    const drawn = "BT /F1 12 Tf 1 0 0 1 400 700 Tm (remark) Tj 1 0 0 1 72 700 Tm (line) Tj ET";
    expect((await readOne("a.pdf", buildPdf({ pages: [["x"]], content: zlibSync(bytesOf(drawn)) }))).text).toBe(
      "remark\nline",
    );
  });

  test("the bytes that were handed in are still there afterwards", async () => {
    const bytes = buildPdf({ pages: [["word"]] });
    const before = bytes.slice();
    await readOne("note.pdf", bytes);
    expect(bytes).toEqual(before);
  });

  test("form fields and notes that were added follow their page", async () => {
    const rectangle = "/Rect [0 0 100 20] /F 4";
    const note = await readOne(
      "form.pdf",
      buildPdf({
        pages: [["Intake"], ["Page two"]],
        annotations: "100 0 R 101 0 R 102 0 R 103 0 R 104 0 R 105 0 R",
        extraObjects: {
          100: `<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /TU (Full name) /V (Jane Doe) ${rectangle} >>`,
          101: `<< /Type /Annot /Subtype /Widget /FT /Tx /T (empty) ${rectangle} >>`,
          102: `<< /Type /Annot /Subtype /Widget /FT /Btn /T (smokes) /V /Yes /AS /Yes /AP << /N << /Yes 106 0 R /Off 106 0 R >> >> ${rectangle} >>`,
          103: `<< /Type /Annot /Subtype /Widget /FT /Btn /T (drinks) /V /Off /AS /Off /AP << /N << /Yes 106 0 R /Off 106 0 R >> >> ${rectangle} >>`,
          104: `<< /Type /Annot /Subtype /Text /T (Dr. S) /Contents (really?) ${rectangle} >>`,
          105: `<< /Type /Annot /Subtype /FreeText /Contents (typed on the page) /DA (/F1 12 Tf) ${rectangle} >>`,
          106: "<< /Type /XObject >>",
        },
      }),
    );
    expect(note.text).toBe(
      "Intake\ntyped on the page\nFull name: Jane Doe\n☒ smokes\n☐ drinks\nPage two\n\n[comment 1] Dr. S: really?",
    );
  });

  test("pages without text are counted; without any there is no note", async () => {
    expect((await readOne("a.pdf", buildPdf({ pages: [["one"], [], []] }))).warnings).toEqual([
      { code: "document-pages-without-text", count: 2 },
    ]);
    expect(await readDocument({ path: "scan.pdf", bytes: buildPdf({ pages: [[], []] }) })).toEqual({
      ok: true,
      notes: [],
      warnings: [{ code: "document-pages-without-text", count: 2 }, { code: "document-no-text" }],
    });
  });

  test("one that takes a password is encrypted", async () => {
    const hex = (length: number) => `<${"5a".repeat(length)}>`;
    const trailer = `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O ${hex(32)} /U ${hex(32)} >> /ID [${hex(16)} ${hex(16)}]`;
    expect(await problemOf("a.pdf", buildPdf({ pages: [["secret"]], trailer }))).toEqual({
      code: "document-encrypted",
      path: "a.pdf",
    });
  });

  test("what only begins like a PDF is damaged", async () => {
    for (const bytes of [bytesOf("%PDF-1.7\n"), bytesOf(`%PDF-1.7\n${"rubbish ".repeat(500)}`)]) {
      expect(await problemOf("a.pdf", bytes)).toMatchObject({ code: "document-damaged", reason: "pdf" });
    }
  });

  test("a cross-reference table that is lost is rebuilt", async () => {
    const bytes = buildPdf({ pages: [["still here"]] });
    const text = String.fromCharCode(...bytes).replace("xref\n0", "lost\n0");
    expect((await readOne("a.pdf", bytesOf(text))).text).toBe("still here");
  });

  test("too many pages, too long a text", async () => {
    const bytes = buildPdf({ pages: [["one"], ["two"], ["three"]] });
    expect(await problemOf("a.pdf", bytes, { maxPdfPages: 2 })).toEqual({
      code: "document-too-large",
      what: "pages",
      size: 3,
      limit: 2,
      path: "a.pdf",
    });
    expect(await problemOf("a.pdf", bytes, { maxNoteBytes: 8 })).toMatchObject({
      code: "document-too-large",
      what: "note",
    });
  });

  test("a page that draws without end is left as soon as it is too much", async () => {
    const drawn = `BT /F1 12 Tf ${`1 0 0 1 72 700 Tm (${"word ".repeat(40)}) Tj\n`.repeat(5_000)} ET`;
    const bytes = buildPdf({ pages: [["x"]], content: zlibSync(bytesOf(drawn)) });
    const problem = await problemOf("a.pdf", bytes, { maxNoteBytes: 10_000 });
    expect(problem).toMatchObject({ code: "document-too-large", what: "note" });
    expect((problem as { size: number }).size).toBeLessThan(100_000);
  });

  test("a content stream that is a bomb is refused, once or twice compressed", async () => {
    const bomb = zlibSync(new Uint8Array(12_000_000).fill(0x20));
    expect(await problemOf("a.pdf", buildPdf({ pages: [["x"]], content: bomb }))).toMatchObject({
      code: "document-zip-bomb",
    });
    const twice = buildPdf({ pages: [["x"]], content: zlibSync(bomb) });
    const text = Array.from(twice, (byte) => String.fromCharCode(byte)).join("");
    const named = bytesOf(text.replace("/Filter /FlateDecode", "/Filter [/FlateDecode /Fl]"));
    expect(await problemOf("a.pdf", named)).toMatchObject({ code: "document-zip-bomb" });
  });
});
