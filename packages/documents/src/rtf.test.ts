import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codePageDecoder } from "./code-pages.ts";
import { writtenParagraphs } from "./testing/arbitraries.ts";
import { buildRtf, bytesOf, rtfText } from "./testing/build-rtf.ts";
import { problemOf, readOne } from "./testing/read-one.ts";

const read = (content: string) => readOne("note.rtf", buildRtf(content));
const textOf = async (content: string) => (await read(content)).text;

describe("rtf", () => {
  test("every paragraph comes out as it was written", async () => {
    await fc.assert(
      fc.asyncProperty(writtenParagraphs, async (paragraphs) => {
        const content = paragraphs.map((text) => `${rtfText(text)}\\par\r\n`).join("");
        // A word processor writes no control characters; raw ones beyond tab are outside of RTF.
        expect(await textOf(content)).toBe(paragraphs.join("\n"));
      }),
      { seed: 23, numRuns: 150 },
    );
  });

  test("line ends of the file are nothing, a backslash before one is a paragraph", async () => {
    expect(await textOf("a\r\nb\nc\\\nd\\\r\ne")).toBe("abc\nd\ne");
  });

  test("\\uc says how many characters stand in for \\u, in groups of its own", async () => {
    expect(await textOf("\\uc2\\u8364ab|{\\uc0\\u8364 c}\\u8364 \\'80\\'80|{\\uc1\\u8364\\emdash x}")).toBe("€|€c€|€x");
    expect(await textOf("\\u-3913?\\u55357?\\u56397?!")).toBe("\uf0b7👍".replace("👍", "\u{1f44d}") + "!");
  });

  test("half a surrogate pair becomes U+FFFD, so that the text can be written as UTF-8", async () => {
    expect(await textOf("a\\u55357?b")).toBe("a\ufffdb");
  });

  test("bytes are read in the document's code page, or in their font's", async () => {
    expect(await textOf("\\'93caf\\'e9\\'94 {\\f3 \\'cf\\'f0\\'e8} \\'e9")).toBe("“café” При é");
    const cyrillic = bytesOf("{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f0\\'e8\xe2\xe5\xf2}");
    expect((await readOne("a.rtf", cyrillic)).text).toBe("Привет");
    const japanese = bytesOf("{\\rtf1\\ansi\\ansicpg932 \\'93\\'fa\\'96\\'7b\\'83A\\'5c}");
    expect((await readOne("a.rtf", japanese)).text).toBe("日本アΑ".slice(0, 2) + "ア\\");
    expect((await readOne("a.rtf", bytesOf("{\\rtf1\\pc \\'81\\'e1}"))).text).toBe("üß");
    expect((await readOne("a.rtf", bytesOf("{\\rtf1\\mac \\'8a\\'d2}"))).text).toBe("ä“");
  });

  test("every code page that RTF can name exists here", () => {
    const pages = [
      1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 437, 850, 866, 874, 932, 936, 949, 950, 10000, 10007,
    ];
    const others = [20866, 21866, 28592, 28605, 54936, 65001, 12345];
    for (const page of [...pages, ...others]) expect(codePageDecoder(page)(bytesOf("Az")), String(page)).toBe("Az");
    expect(codePageDecoder(1255)(bytesOf("\xf9"))).toBe("ש");
  });

  test("what a code page doesn't have is counted", async () => {
    const note = await readOne("a.rtf", bytesOf("{\\rtf1\\ansi\\ansicpg932 a\\'81 b}"));
    expect(note.warnings).toEqual([{ code: "document-characters-unreadable", count: 1 }]);
  });

  test("symbol fonts become the signs they show, unknown ones are counted", async () => {
    const note = await read(
      "{\\f1 \\'b3\\'61 }{\\f2 \\'fe\\u-3928?}{\\field{\\*\\fldinst SYMBOL 252 \\\\f Wingdings}{\\fldrslt {\\f2 \\'fc}}}{\\f2 \\'01\\'99}",
    );
    expect(note.text).toBe("≥α ☑☐✓\u0001\uf099");
    expect(note.warnings).toEqual([{ code: "document-characters-unreadable", count: 1 }]);
  });

  test("characters by name", async () => {
    expect(
      await textOf("a\\~b\\_c\\-d\\emdash\\endash\\lquote x\\rquote\\ldblquote y\\rdblquote\\bullet\\{\\}\\\\"),
    ).toBe("a\u00a0b\u2011cd—–‘x’“y”•{}\\");
  });

  test("destinations that are no text are skipped, known or marked", async () => {
    expect(
      await textOf(
        "a{\\*\\unknown hidden {deeper}}{\\info{\\title T}{\\author A}}{\\stylesheet{\\s0 Normal;}}{\\*\\bkmkstart x}b{\\*\\bkmkend x}{\\pict\\wmetafile8 0102}{\\xe{entry}}c{\\unknownword kept}",
      ),
    ).toBe("abckept");
  });

  test("binary data is jumped over, whatever is in it", async () => {
    expect(await textOf("a{\\pict\\bin8 }}}}{{{{}b")).toBe("ab");
    expect(await textOf("a\\bin3 {}\\b")).toBe("ab".slice(0, 1) + "b");
  });

  test("fields, links and the Unicode twin of a name give their text once", async () => {
    expect(
      await textOf(
        'see {\\field{\\*\\fldinst HYPERLINK "http://x"}{\\fldrslt {\\ul here}}} {\\upr{ansi}{\\*\\ud{\\u1587?}}}.',
      ),
    ).toBe("see here س.");
  });

  test("form fields show what was chosen", async () => {
    const field = (properties: string) => `{\\field{\\*\\fldinst FORM {\\*\\formfield{${properties}}}}{\\fldrslt}}`;
    expect(
      await textOf(
        `${field("\\fftype1\\ffres1{\\*\\ffname Check1}")}a ${field("\\fftype1\\ffres25\\ffdefres1")}b ${field("\\fftype1\\ffres0\\ffdefres1")}c ${field("\\fftype2\\ffres1{\\*\\ffl mild}{\\*\\ffl severe}")}`,
      ),
    ).toBe("☒a ☒b ☐c severe");
  });

  test("tables become lines with tabs, with and without \\intbl", async () => {
    const row =
      "\\trowd\\cellx1000\\cellx2000\\pard\\intbl a\\par a2\\cell\\pard\\intbl{\\listtext\\pard\\plain 1.\\tab}b\\cell\\row";
    expect(await textOf(`before\\par${row}\\trowd\\pard\\intbl c\\cell\\cell\\row\\pard after`)).toBe(
      "before\na\na2\t1. b\nc\t\nafter",
    );
    expect(await textOf("\\trowd\\cellx1 x\\cell y\\cell\\row z")).toBe("x\ty\nz");
    const nested =
      "\\trowd\\pard\\intbl\\itap2 in\\nestcell ner{\\*\\nesttableprops\\trowd\\nestrow}{\\nonesttables\\par}\\pard\\intbl out\\cell\\row";
    expect(await textOf(`${nested}\\pard end`)).toBe("in\tner\nout\nend");
  });

  test("a box at the beginning of a cell is in the cell", async () => {
    const box = "{\\field{\\*\\fldinst{\\*\\formfield{\\fftype1\\ffres1}}}{\\fldrslt}}";
    expect(await textOf(`\\trowd\\pard\\intbl a\\cell ${box}b\\cell\\row\\pard end`)).toBe("a\t☒b\nend");
  });

  test("a row or a cell that is never ended keeps its text", async () => {
    expect(await textOf("\\trowd\\pard\\intbl a\\cell b\\row\\pard after")).toBe("a\tb\nafter");
    expect(await textOf("\\pard\\intbl a\\cell b\\par\\pard after")).toBe("a\tb\nafter");
    expect(await textOf("\\pard\\intbl a")).toBe("a");
  });

  test("footnotes and comments follow the body under their marks, headers come first", async () => {
    expect(
      await textOf(
        "{\\header\\pard North\\par}{\\footerf Page {\\field{\\*\\fldinst PAGE}{\\fldrslt 1}}\\par}one{\\super\\chftn}{\\footnote\\pard{\\super\\chftn} foot\\par} two{\\*\\atnid S}{\\*\\atnauthor Dr. S}\\chatn{\\*\\annotation{\\*\\atndate 1}\\pard really?\\par} three",
      ),
    ).toBe("North\n\none[1] two[comment 1] three\n\n[1] foot\n\n[comment 1] Dr. S: really?");
  });

  test("a footnote inside a table cell leaves the cell whole", async () => {
    expect(await textOf("\\trowd\\pard\\intbl a{\\footnote\\pard foot} more\\cell b\\cell\\row\\pard end")).toBe(
      "a[1] more\tb\nend\n\n[1] foot",
    );
  });

  test("deleted text is left out and counted, hidden text is text", async () => {
    const note = await read("kept {\\deleted gone \\par too}{\\revised new}{\\v  hidden}\\deleted x\\deleted0 y");
    expect(note.text).toBe("kept new hiddeny");
    expect(note.warnings).toEqual([{ code: "document-deletions-left-out", count: 2 }]);
  });

  test("text boxes follow their line; pictures and objects are counted once", async () => {
    const note = await read(
      "line{\\shp{\\*\\shpinst{\\sp{\\sn name}{\\sv value}}{\\shptxt\\pard boxed\\par}}{\\shprslt{\\*\\do{\\dptxbxtext boxed}}}} on\\par{\\*\\shppict{\\pict 00}}{\\nonshppict{\\pict 00}}{\\object\\objemb{\\*\\objdata 00}{\\result seen}}",
    );
    expect(note.text).toBe("line on\nboxed\nseen");
    expect(note.warnings).toEqual([
      { code: "document-pictures-left-out", count: 1 },
      { code: "document-embedded-left-out", count: 1 },
    ]);
  });

  test("a file that ends too early is read as far as it goes, with a warning", async () => {
    const note = await readOne("a.rtf", bytesOf("{\\rtf1 one\\par {\\b two"));
    expect(note.text).toBe("one\ntwo");
    expect(note.warnings).toEqual([{ code: "document-cut-short" }]);
  });

  test("what follows the last brace is not part of the document", async () => {
    expect((await readOne("a.rtf", bytesOf("{\\rtf1 one}\0\0 two"))).text).toBe("one");
  });

  test("groups nested without end are damaged, a text without end is too large", async () => {
    expect(await problemOf("a.rtf", bytesOf(`{\\rtf1${"{".repeat(20_000)}`))).toMatchObject({ reason: "nesting" });
    expect(await problemOf("a.rtf", buildRtf("word ".repeat(1_000)), { maxNoteBytes: 4_000 })).toMatchObject({
      code: "document-too-large",
      what: "note",
    });
  });

  test("a megabyte without a space or a control word are one word", async () => {
    const word = "x".repeat(1_200_000);
    expect((await textOf(word)).length).toBe(word.length);
  });
});
