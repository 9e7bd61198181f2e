// What a real word processor writes, read back: LibreOffice converts a document made here into the other formats.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import WordExtractor from "word-extractor";
import { readDocument } from "../../packages/documents/src/index.ts";
import { buildOdt, odtParagraph } from "../../packages/documents/src/testing/build-odt.ts";
import { needsTool } from "../needs.ts";

// Latin, Greek, Cyrillic, Hebrew and Arabic are in DejaVu, which LibreOffice brings along. Where a font lacks a
// character, the PDF holds no such character but a box: emoji and Chinese are in the other formats only.
const inEveryFont = [
  "The client reports “sleeping badly” since May – 4½ hours a night, naïve café Łódź Ærøskøbing.",
  "Ο πελάτης αναφέρει άγχος. Клиент сообщает о тревоге.",
  "הלקוח מדווח על חרדה מאז חודש מאי.",
  "المريض يبلغ عن القلق منذ شهر مايو.",
  "Two  spaces,\ta tab and\na break; a\u00a0non-breaking space and a non\u2011breaking hyphen.",
];
const elsewhere = ["Emoji 👋🏽 👩‍👩‍👧 and 中文 日本語."];

const item = (...content: string[]) => `<text:list-item>${content.join("")}</text:list-item>`;
const level = (at: number, format: string, suffix: string) =>
  `<text:list-level-style-number text:level="${at}" style:num-format="${format}" style:num-suffix="${suffix}"><style:list-level-properties text:space-before="${at * 0.6}cm" text:min-label-width="0.6cm"/></text:list-level-style-number>`;
const cell = (...paragraphs: string[]) =>
  `<table:table-cell>${paragraphs.map((text) => odtParagraph(text)).join("")}</table:table-cell>`;
const note = `<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>${odtParagraph("Footnote words.")}</text:note-body></text:note>`;
const comment = `<office:annotation><dc:creator>Dr. Supervisor</dc:creator><dc:date>2024-03-05T10:00:00</dc:date>${odtParagraph("Please expand.")}</office:annotation>`;

function makeOdt(paragraphs: readonly string[]): Uint8Array {
  return buildOdt({
    body:
      odtParagraph("Heading of the note", 'text:h text:outline-level="1"') +
      paragraphs.map((text) => odtParagraph(text)).join("") +
      `<text:list text:style-name="N">${item(odtParagraph("Goal one"), odtParagraph("goes on"))}${item(odtParagraph("Goal two"), `<text:list>${item(odtParagraph("step"))}${item(odtParagraph("step more"))}</text:list>`)}</text:list>` +
      `<text:list text:style-name="B">${item(odtParagraph("bullet"))}</text:list>` +
      `<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/><table:table-row>${cell("Mood")}${cell("low", "but steady")}</table:table-row><table:table-row>${cell("Sleep")}${cell("4½ h")}</table:table-row></table:table>` +
      `<text:p>With a footnote ${note} and a comment ${comment} after.</text:p>` +
      odtParagraph("Sentence of a long paragraph. ".repeat(400)) +
      odtParagraph("Last words."),
    automaticStyles: `<text:list-style style:name="N">${level(1, "1", ".")}${level(2, "a", ")")}</text:list-style><text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>`,
    styles: `<office:automatic-styles><style:page-layout style:name="L"><style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"><style:header>${odtParagraph("Practice North")}</style:header><style:footer>${odtParagraph("Confidential footer")}</style:footer></style:master-page></office:master-styles>`,
  });
}

async function textOf(path: string, bytes: Uint8Array): Promise<string> {
  const read = await readDocument({ path, bytes });
  if (!read.ok) throw new Error(`${path}: ${read.problem.code}`);
  expect(read.warnings).toEqual([]);
  expect(read.notes).toHaveLength(1);
  return read.notes[0]?.text ?? "";
}

/** Words with how often they occur. A bullet touches its word on the page, and hyphens look alike. */
function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.replaceAll("•", " ").replaceAll("\u2011", "-").split(/\s+/)) {
    if (word !== "") counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

test("a document that LibreOffice wrote as odt, docx and rtf comes out letter by letter, as pdf word by word", async (context) => {
  if (!(await needsTool("soffice", context))) return;
  const folder = await mkdtemp(join(tmpdir(), "alcove-libreoffice-"));
  const convert = async (name: string, filter: string) => {
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, "profile")).href}`;
    const out = ["--convert-to", filter, "--outdir", join(folder, "out"), join(folder, name)];
    await promisify(execFile)("soffice", ["--headless", profile, ...out], { timeout: 120_000 });
    return new Uint8Array(await readFile(join(folder, "out", name.replace("odt", filter.replace(/:.*/, "")))));
  };
  try {
    const whole = makeOdt([...inEveryFont, ...elsewhere]);
    const plain = makeOdt(inEveryFont);
    await writeFile(join(folder, "whole.odt"), whole);
    await writeFile(join(folder, "plain.odt"), plain);

    const original = await textOf("whole.odt", whole);
    for (const text of [...inEveryFont, ...elsewhere, "2. Goal two", "b) step more", "Mood\tlow\nbut steady"]) {
      expect(original).toContain(text);
    }
    for (const format of ["odt", "docx", "rtf"]) {
      expect(await textOf(`whole.${format}`, await convert("whole.odt", format)), format).toBe(original);
    }

    // Without numbers of lists, which are not in its text, and without whose a comment is.
    const old = await convert("whole.odt", "doc");
    const inOld = countWords(await textOf("whole.doc", old));
    const sayable = original.replaceAll(/^(?:\d\.|[ab]\)) /gm, "").replace("Dr. Supervisor: ", "");
    expect([...countWords(sayable)].filter(([word, count]) => (inOld.get(word) ?? 0) < count)).toEqual([]);
    // Another program's reading of the same bytes, paragraph by paragraph.
    const theirs = (await new WordExtractor().extract(Buffer.from(old))).getBody();
    // It makes typed quotation marks and dashes of typeset ones.
    const letters = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
    const ours = letters((await textOf("whole.doc", old)).replaceAll(/\[(?:comment )?1\]/g, ""));
    for (const line of theirs.split(/[\n\t]/)) expect(ours).toContain(letters(line));

    const onTheWeb = countWords(await textOf("whole.html", await convert("whole.odt", "html")));
    // What a browser doesn't show: comments, and marks in brackets.
    const seen = countWords(
      original.replaceAll(/\[comment 1\].*|\[1\]|^[ab]\) /gm, "").replace(" and a comment  after", ""),
    );
    expect([...seen].filter(([word, count]) => word !== "Footnote" && (onTheWeb.get(word) ?? 0) < count)).toEqual([]);

    // A page has no tabs and no marks, its headers repeat, and a comment is not printed.
    const printed = (await textOf("plain.odt", plain)).replaceAll(/\[comment 1\].*|\[1\]/g, "");
    const found = countWords(await textOf("plain.pdf", await convert("plain.odt", "pdf")));
    const missing = [...countWords(printed)].filter(([word, count]) => (found.get(word) ?? 0) < count);
    expect(missing).toEqual([]);

    const locked =
      'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"secret"}}';
    expect(await readDocument({ path: "a.pdf", bytes: await convert("plain.odt", locked) })).toMatchObject({
      ok: false,
      problem: { code: "document-encrypted" },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
