import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writtenParagraphs } from "./testing/arbitraries.ts";
import { buildOdt, odtParagraph, type OdtParts } from "./testing/build-odt.ts";
import { problemOf, readOne } from "./testing/read-one.ts";

const read = (parts: OdtParts) => readOne("note.odt", buildOdt(parts));
const textOf = async (body: string) => (await read({ body })).text;
const p = (text: string) => odtParagraph(text);

describe("odt", () => {
  test("every paragraph comes out as it was written", async () => {
    await fc.assert(
      fc.asyncProperty(writtenParagraphs, async (paragraphs) => {
        expect(await textOf(paragraphs.map(p).join(""))).toBe(paragraphs.join("\n"));
      }),
      { seed: 22, numRuns: 150 },
    );
  });

  test("white space collapses as ODF says: only its own elements are several spaces", async () => {
    const body = `<text:p>\n   a \n <text:span> b</text:span><text:s text:c="3"/>c\u00a0\u00a0d<text:tab/> e<text:line-break/> f</text:p>`;
    expect(await textOf(body)).toBe("a b   c\u00a0\u00a0d\t e\n f");
  });

  test("tracked deletions are left out and counted, insertions stay", async () => {
    const body = `<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>A</dc:creator></office:change-info>${p("gone")}</text:deletion></text:changed-region></text:tracked-changes><text:p>kept<text:change text:change-id="c1"/> <text:change-start text:change-id="c2"/>new<text:change-end text:change-id="c2"/></text:p>`;
    const note = await read({ body });
    expect(note.text).toBe("kept new");
    expect(note.warnings).toEqual([{ code: "document-deletions-left-out", count: 1 }]);
  });

  test("notes, comments, text boxes, shapes and tables keep their places", async () => {
    const note = `<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>${p("foot")}</text:note-body></text:note>`;
    const comment = `<office:annotation><dc:creator>Dr. S</dc:creator><dc:date>2024-01-01T10:00:00</dc:date>${p("really?")}</office:annotation>`;
    const frame = `<draw:frame><draw:text-box>${p("boxed")}</draw:text-box><svg:desc>alternative</svg:desc></draw:frame>`;
    const shape = `<draw:custom-shape>${p("shaped")}</draw:custom-shape>`;
    const cell = (content: string) => `<table:table-cell>${content}</table:table-cell>`;
    const table = `<table:table><table:table-header-rows><table:table-row>${cell(p("a"))}${cell(p("b") + p("b2"))}</table:table-row></table:table-header-rows><table:table-row>${cell(p("c"))}<table:covered-table-cell/></table:table-row></table:table>`;
    const text = await textOf(
      `<text:p>one${note} two${comment} ${frame}three${shape} four</text:p>${table}${p("end")}`,
    );
    expect(text).toBe(
      "one[1] two[comment 1] three four\nboxed\nshaped\na\tb\nb2\nc\nend\n\n[1] foot\n\n[comment 1] Dr. S: really?",
    );
  });

  test("headers and footers of all master pages, once each, without bare page numbers", async () => {
    const master = (name: string, header: string, footer: string) =>
      `<style:master-page style:name="${name}"><style:header>${p(header)}</style:header><style:footer>${p(footer)}</style:footer></style:master-page>`;
    const styles = `<office:master-styles>${master("A", "North", "- 1 -")}${master("B", "North", "private")}</office:master-styles>`;
    expect((await read({ body: p("body"), styles })).text).toBe("North\n\nbody\n\nprivate");
  });

  test("list numbers are counted: levels, going on, headings, bullets", async () => {
    const level = (at: number, format: string, suffix: string, more = "") =>
      `<text:list-level-style-number text:level="${at}" style:num-format="${format}" style:num-suffix="${suffix}" ${more}/>`;
    const automaticStyles = `<text:list-style style:name="N">${level(1, "1", ".")}${level(2, "a", ")", `text:display-levels="2"`)}</text:list-style><text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="\uf0b7"/></text:list-style>`;
    const styles = `<office:styles><text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/></text:outline-style></office:styles>`;
    const item = (...content: string[]) => `<text:list-item>${content.join("")}</text:list-item>`;
    const list = (style: string, content: string, more = "") =>
      `<text:list text:style-name="${style}" ${more}>${content}</text:list>`;
    const sublist = `<text:list>${item(p("sub"))}${item(p("sub"))}</text:list>`;
    const body =
      odtParagraph("Heading", 'text:h text:outline-level="1"') +
      list("N", item(p("one"), p("more"), sublist) + item(p("two"))) +
      list("N", item(p("three")), `text:continue-numbering="true"`) +
      list("N", item(p("again")) + `<text:list-item text:start-value="7">${p("seven")}</text:list-item>`) +
      list("B", item(p("bullet"))) +
      odtParagraph("Second", 'text:h text:outline-level="1"');
    expect((await read({ body, automaticStyles, styles })).text.split("\n")).toEqual([
      "I. Heading",
      "1. one",
      "more",
      "1.a) sub",
      "1.b) sub",
      "2. two",
      "3. three",
      "1. again",
      "7. seven",
      "• bullet",
      "II. Second",
    ]);
  });

  test("scripts, forms, alternative texts and pictures are no text; pictures and objects are counted", async () => {
    const body = `<office:forms><form xmlns="urn:x">${p("form")}</form></office:forms><text:p>a<text:script>alert(1)</text:script><draw:frame><draw:image xlink:href="x.png"><office:binary-data>QUJD</office:binary-data></draw:image><svg:title>title</svg:title></draw:frame><draw:frame><draw:object xlink:href="./O"/></draw:frame>b</text:p>`;
    const note = await read({ body });
    expect(note.text).toBe("ab");
    expect(note.warnings).toEqual([
      { code: "document-pictures-left-out", count: 1 },
      { code: "document-embedded-left-out", count: 1 },
    ]);
  });

  test("symbol fonts and form fields show what they show on the page", async () => {
    const style = (name: string, font: string) =>
      `<style:style style:name="${name}" style:family="text"><style:text-properties style:font-name="${font}"/></style:style>`;
    const automaticStyles = `<style:font-face style:name="W1" svg:font-family="'Wingdings'"/>${style("T1", "W1")}${style("T2", "Symbol")}`;
    const field = (type: string, parameters: string) =>
      `<f:fieldmark xmlns:f="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0" f:type="vnd.oasis.opendocument.field.${type}">${parameters}</f:fieldmark>`;
    const parameter = (name: string, value: string) => `<f:param f:name="${name}" f:value="${value}"/>`;
    const box = field("FORMCHECKBOX", parameter("Checkbox_Checked", "true")) + field("FORMCHECKBOX", "");
    const list =
      parameter("Dropdown_ListEntry", "mild") +
      parameter("Dropdown_ListEntry", "severe") +
      parameter("Dropdown_Selected", "1");
    const body = `<text:p><text:span text:style-name="T1"><text:span>\uf0fe</text:span><text:span text:style-name="T2">\uf0b3</text:span>\uf0fc</text:span>\uf0fc ${box} ${field("FORMDROPDOWN", list)}</text:p>`;
    const note = await read({ body, automaticStyles });
    expect(note.text).toBe("☑≥✓\uf0fc ☒☐ severe");
    expect(note.warnings).toEqual([{ code: "document-characters-unreadable", count: 1 }]);
  });

  test("a password is recognised by the manifest", async () => {
    const manifest = `<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>`;
    expect(await problemOf("a.odt", buildOdt({ body: p("x"), manifest }))).toEqual({
      code: "document-encrypted",
      path: "a.odt",
    });
  });

  test("a document type of the manifest is passed over, one of the text is refused", async () => {
    const declaration = `<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">`;
    expect((await read({ body: p("old"), manifestProlog: declaration })).text).toBe("old");
    expect(await problemOf("a.odt", buildOdt({ body: p("x"), contentProlog: declaration }))).toMatchObject({
      code: "document-damaged",
      reason: "document-type",
    });
  });

  test("lines count too, though they are empty", async () => {
    const bytes = buildOdt({ body: "<text:p/>".repeat(200) + p("x") });
    expect(await problemOf("a.odt", bytes, { maxNoteBytes: 100 })).toMatchObject({
      code: "document-too-large",
      what: "note",
    });
  });

  test("spaces by the hundred thousand in few bytes are refused at the first that is too much", async () => {
    const body = `<text:p>${'<text:s text:c="99999"/>'.repeat(200_000)}</text:p>`;
    const problem = await problemOf("a.odt", buildOdt({ body }));
    expect(problem).toMatchObject({ code: "document-too-large", what: "note" });
    expect((problem as { size: number }).size).toBeLessThan(4 * 1024 * 1024 + 100_000);
  });
});
