import { strToU8, zipSync } from "fflate";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writtenParagraphs } from "./testing/arbitraries.ts";
import { buildDocx, docxParagraph, docxRun, type DocxParts } from "./testing/build-docx.ts";
import { problemOf, readOne } from "./testing/read-one.ts";

const read = (parts: DocxParts) => readOne("note.docx", buildDocx(parts));
const textOf = async (body: string) => (await read({ body })).text;
const deleted = (text: string) => `<w:del w:id="1"><w:r><w:delText>${text}</w:delText></w:r></w:del>`;

describe("docx", () => {
  test("every paragraph comes out as it was written", async () => {
    await fc.assert(
      fc.asyncProperty(writtenParagraphs, async (paragraphs) => {
        const body = paragraphs.map((text) => docxParagraph(text)).join("");
        expect(await textOf(body)).toBe(paragraphs.join("\n"));
      }),
      { seed: 21, numRuns: 150 },
    );
  });

  test("runs, links, content controls and fields give their text once", async () => {
    const body = `<w:p>${docxRun("one ")}<w:hyperlink r:id="x">${docxRun("two")}</w:hyperlink><w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>${docxRun(" three")}</w:sdtContent></w:sdt><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${docxRun(" 5 March")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`;
    expect(await textOf(body)).toBe("one two three 5 March");
  });

  test("what was deleted or moved away is left out and counted, what was inserted stays", async () => {
    const body =
      `<w:p>${docxRun("kept ")}${deleted("gone")}<w:ins w:id="2">${docxRun("new")}</w:ins></w:p>` +
      `<w:p><w:moveFrom w:id="3">${docxRun("from")}</w:moveFrom><w:moveTo w:id="4">${docxRun("to")}</w:moveTo></w:p>` +
      `<w:p><w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr>${docxRun("joi")}</w:p>${docxParagraph("ned")}`;
    const note = await read({ body });
    expect(note.text).toBe("kept new\nto\njoined");
    expect(note.warnings).toEqual([{ code: "document-deletions-left-out", count: 2 }]);
  });

  test("a deleted table row goes, the others stay", async () => {
    const row = (text: string, properties = "") =>
      `<w:tr>${properties}<w:tc>${docxParagraph(text)}</w:tc><w:tc>${docxParagraph("b")}</w:tc></w:tr>`;
    const gone = `<w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc><w:p>${deleted("x")}</w:p></w:tc></w:tr>`;
    expect(await textOf(`<w:tbl>${row("1")}${gone}${row("2")}</w:tbl>`)).toBe("1\tb\n2\tb");
  });

  test("tables become lines with tabs, cells with several paragraphs and tables inside cells included", async () => {
    const cell = (content: string) => `<w:tc>${content}</w:tc>`;
    const inner = `<w:tbl><w:tr>${cell(docxParagraph("x"))}${cell(docxParagraph("y"))}</w:tr></w:tbl>`;
    const body = `<w:tbl><w:tr>${cell(docxParagraph("a") + docxParagraph("a2"))}${cell("<w:p/>")}${cell(docxParagraph("c"))}</w:tr><w:tr>${cell(inner + docxParagraph("after"))}</w:tr></w:tbl>${docxParagraph("end")}`;
    expect(await textOf(body)).toBe("a\na2\t\tc\nx\ty\nafter\nend");
  });

  test("tab stops of a paragraph are no tabs of its text", async () => {
    expect(await textOf(docxParagraph("a\tb", `<w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs>`))).toBe("a\tb");
  });

  test("special characters: non-breaking hyphen, symbols, formulas", async () => {
    const body = `<w:p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c </w:t><w:sym w:font="Wingdings" w:char="F0E0"/><w:sym w:font="Symbol" w:char="B3"/><w:sym w:font="Webdings" w:char="F061"/></w:r><w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\uf0fe</w:t></w:r><w:r><w:t>\uf0fe</w:t></w:r><m:oMath><m:r><m:t>x²</m:t></m:r></m:oMath></w:p>`;
    const note = await read({ body });
    expect(note.text).toBe("a\u2011bc →≥\uf061☑\uf0fex²");
    expect(note.warnings).toEqual([{ code: "document-characters-unreadable", count: 2 }]);
  });

  test("form fields show what was chosen", async () => {
    const box = (inside: string) =>
      `<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData>${inside}</w:ffData></w:fldChar></w:r>${docxRun(" label")}</w:p>`;
    const body =
      box(`<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>`) +
      box(`<w:checkBox><w:default w:val="1"/></w:checkBox>`) +
      box(`<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>`) +
      box(`<w:ddList><w:result w:val="1"/><w:listEntry w:val="mild"/><w:listEntry w:val="severe"/></w:ddList>`);
    expect(await textOf(body)).toBe("☒ label\n☒ label\n☐ label\nsevere label");
  });

  test("a text box comes once, after its line, though the file holds it twice", async () => {
    const content = `<w:txbxContent>${docxParagraph("boxed")}</w:txbxContent>`;
    const body = `<w:p>${docxRun("line ")}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>${content}</wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox>${content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>${docxRun("goes on")}</w:p>${docxParagraph("next")}`;
    expect(await textOf(body)).toBe("line goes on\nboxed\nnext");
  });

  test("footnotes, endnotes and comments follow the body under their marks, headers come first", async () => {
    const separator = `<w:footnote w:id="-1" w:type="separator">${docxParagraph("-----")}</w:footnote>`;
    const note = await read({
      body:
        `<w:p>${docxRun("a")}<w:r><w:footnoteReference w:id="7"/></w:r>${docxRun(" b")}<w:r><w:endnoteReference w:id="2"/></w:r>${docxRun(" c")}<w:r><w:commentReference w:id="0"/></w:r></w:p>` +
        `<w:sectPr><w:headerReference w:type="default" r:id="id-header1"/><w:headerReference w:type="first" r:id="id-header2"/><w:footerReference w:type="default" r:id="id-footer1"/></w:sectPr>`,
      parts: {
        footnotes: `${separator}<w:footnote w:id="7">${docxParagraph("foot")}</w:footnote><w:footnote w:id="8">${docxParagraph("unused")}</w:footnote>`,
        endnotes: `<w:endnote w:id="2">${docxParagraph("end")}</w:endnote>`,
        comments: `<w:comment w:id="0" w:author="Dr. S">${docxParagraph("really?")}</w:comment>`,
        header1: docxParagraph("Practice North"),
        header2: docxParagraph("Practice North"),
        footer1: `<w:p>${docxRun("Page 1 of 3")}</w:p>`,
      },
    });
    expect(note.text).toBe(
      "Practice North\n\na[1] b[2] c[comment 1]\n\n[1] foot\n[2] end\n\n[comment 1] Dr. S: really?",
    );
  });

  test("list numbers are counted: levels, restarts, styles, bullets", async () => {
    const level = (at: number, format: string, text: string) =>
      `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
    const item = (text: string, numId: number, at = 0) =>
      docxParagraph(text, `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${numId}"/></w:numPr>`);
    const note = await read({
      body:
        item("one", 1) +
        item("sub", 1, 1) +
        item("sub", 1, 1) +
        item("two", 1) +
        item("sub", 1, 1) +
        docxParagraph("between") +
        item("goes on", 2) +
        item("starts again", 3) +
        item("bullet", 4) +
        docxParagraph("by style", `<w:pStyle w:val="Child"/>`) +
        docxParagraph("style, but no number", `<w:pStyle w:val="Child"/><w:numPr><w:numId w:val="0"/></w:numPr>`) +
        docxParagraph(
          "not by what it was",
          `<w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>`,
        ),
      parts: {
        numbering:
          `<w:abstractNum w:abstractNumId="0">${level(0, "decimal", "%1.")}${level(1, "lowerLetter", "%1.%2)")}</w:abstractNum>` +
          `<w:abstractNum w:abstractNumId="1">${level(0, "bullet", "\uf0b7")}</w:abstractNum>` +
          `<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>` +
          `<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>` +
          `<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>`,
        styles: `<w:style w:styleId="Parent"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style><w:style w:styleId="Child"><w:basedOn w:val="Parent"/></w:style>`,
      },
    });
    expect(note.text.split("\n")).toEqual([
      "1. one",
      "1.a) sub",
      "1.b) sub",
      "2. two",
      "2.a) sub",
      "between",
      "3. goes on",
      "5. starts again",
      "• bullet",
      "• by style",
      "style, but no number",
      "not by what it was",
    ]);
  });

  test("the strict namespace, a main part of another name and backslashes in the archive are read", async () => {
    const strict = { body: docxParagraph("strict"), mainNamespace: "http://purl.oclc.org/ooxml/wordprocessingml/main" };
    expect((await read(strict)).text).toBe("strict");
    const xml = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${docxParagraph("elsewhere")}</w:body></w:document>`;
    const archive = zipSync({
      "_rels/.rels": strToU8(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>`,
      ),
      "word\\document2.xml": strToU8(xml),
    });
    expect((await readOne("note.docx", archive)).text).toBe("elsewhere");
  });

  test("UTF-16 and Latin-1 parts are read as they declare themselves", async () => {
    const xml = (encoding: string) =>
      `<?xml version="1.0" encoding="${encoding}"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${docxParagraph("Übung")}</w:body></w:document>`;
    const utf16 = xml("UTF-16");
    const units = new Uint8Array(2 + utf16.length * 2);
    units.set([0xff, 0xfe]);
    for (let at = 0; at < utf16.length; at++)
      new DataView(units.buffer).setUint16(2 + at * 2, utf16.charCodeAt(at), true);
    for (const part of [units, strToU8(xml("ISO-8859-1"), true)]) {
      expect((await readOne("note.docx", zipSync({ "word/document.xml": part }))).text).toBe("Übung");
    }
  });

  test("a document type is refused, so no entity is ever expanded or fetched", async () => {
    const bomb = `<!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>`;
    const external = bomb.replace(/<!DOCTYPE.*\]>/, `<!DOCTYPE w SYSTEM "file:///etc/passwd">`).replace("&b;", "x");
    for (const xml of [bomb, external]) {
      expect(await problemOf("a.docx", zipSync({ "word/document.xml": strToU8(xml) }))).toEqual({
        code: "document-damaged",
        reason: "document-type",
        path: "a.docx",
      });
    }
  });

  test("XML that is cut, ill-formed or nested without end is damaged", async () => {
    const problem = (files: Record<string, Uint8Array>) => problemOf("a.docx", zipSync(files));
    const open = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">`;
    expect(await problem({ "word/document.xml": strToU8(`${open}<w:body>`) })).toMatchObject({ reason: "xml" });
    expect(await problem({ "word/document.xml": strToU8(`${open}</w:body>`) })).toMatchObject({ reason: "xml" });
    expect(await problem({ "word/document.xml": strToU8(`${open}&nbsp;</w:document>`) })).toMatchObject({
      reason: "xml",
    });
    expect(await problem({ "word/document.xml": strToU8(`${open}\xff</w:document>`, true) })).toMatchObject({
      reason: "xml",
    });
    expect(await problem({ "word/document.xml": strToU8(`${open}${"<w:p>".repeat(100_000)}`) })).toMatchObject({
      reason: "nesting",
    });
    expect(await problem({ "word/styles.xml": strToU8("<a/>") })).toMatchObject({ reason: "part-missing" });
  });

  test("a bomb in the text is refused, one in a picture never inflates", async () => {
    const bomb = strToU8(
      `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${" ".repeat(12_000_000)}`,
    );
    expect(await problemOf("a.docx", zipSync({ "word/document.xml": bomb }))).toMatchObject({
      code: "document-zip-bomb",
    });
    const picture = { "word/media/white.bmp": new Uint8Array(12_000_000) };
    expect((await read({ body: docxParagraph("fine"), files: picture })).text).toBe("fine");
  });

  test("a text beyond the limit is refused with its size, also when a small part makes it large", async () => {
    const long = buildDocx({ body: docxParagraph("word ".repeat(1_000)) });
    expect(await problemOf("a.docx", long, { maxNoteBytes: 4_999 - 1 })).toMatchObject({
      code: "document-too-large",
      what: "note",
      limit: 4_998,
    });
    const unused = `<w:footnote w:id="1">${docxParagraph("x".repeat(6_000))}</w:footnote>`;
    const used = `<w:footnote w:id="2">${docxParagraph("used")}</w:footnote>`;
    const reference = `<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>`;
    const noted = buildDocx({ body: reference, parts: { footnotes: unused + used } });
    expect(await problemOf("a.docx", noted, { maxNoteBytes: 5_000 })).toMatchObject({ code: "document-too-large" });
    const label = "x".repeat(1_000_000);
    const numbering = `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="${label}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`;
    const item = docxParagraph("a", `<w:numPr><w:numId w:val="1"/></w:numPr>`);
    const problem = await problemOf("a.docx", buildDocx({ body: item.repeat(100_000), parts: { numbering } }));
    expect(problem).toMatchObject({ code: "document-too-large", what: "note" });
    // It stopped at the first paragraph that was too much.
    expect((problem as { size: number }).size).toBeLessThan(4 * 1024 * 1024 + 1_000_010);
  });
});
