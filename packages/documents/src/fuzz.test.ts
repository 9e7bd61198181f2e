// No input throws, hangs or comes back as anything but notes or a problem. Whole files are mutated, and the parts inside
// of zips as well, since a change to compressed bytes is mostly found by the checksum.

import { strToU8, unzipSync, zipSync } from "fflate";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDocument } from "./read-document.ts";
import { buildDoc } from "./testing/build-doc.ts";
import { buildDocx, docxParagraph } from "./testing/build-docx.ts";
import { buildOdt, odtParagraph } from "./testing/build-odt.ts";
import { buildPdf } from "./testing/build-pdf.ts";
import { buildRtf } from "./testing/build-rtf.ts";

const EXTENSIONS = ["txt", "md", "rtf", "doc", "docx", "odt", "pdf", "csv", "html", "json", "xml"];
// Far above what any takes, since tests share the machine.
const MAX_MS = 20_000;

const level = `<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1."/></w:lvl>`;
const docx = buildDocx({
  body:
    docxParagraph("One", `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>`) +
    `<w:tbl><w:tr><w:tc>${docxParagraph("a")}</w:tc><w:tc>${docxParagraph("b")}</w:tc></w:tr></w:tbl>` +
    `<w:p><w:ins>${docxParagraph("in")}</w:ins><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:r><w:footnoteReference w:id="1"/><w:sym w:font="Symbol" w:char="F061"/></w:r></w:p>`,
  parts: {
    numbering: `<w:abstractNum w:abstractNumId="0">${level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`,
    footnotes: `<w:footnote w:id="1">${docxParagraph("foot")}</w:footnote>`,
  },
});
const odt = buildOdt({
  body: `${odtParagraph("One  two")}<text:list text:style-name="L"><text:list-item>${odtParagraph("item")}</text:list-item></text:list><table:table><table:table-row><table:table-cell>${odtParagraph("a")}</table:table-cell></table:table-row></table:table><text:p>x<text:s text:c="3"/><text:note><text:note-body>${odtParagraph("foot")}</text:note-body></text:note></text:p>`,
  automaticStyles: `<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style>`,
});
const rtf = buildRtf(
  "{\\header h\\par}One \\u8364?{\\f1 \\'b3}\\par\\trowd\\pard\\intbl a\\cell b\\cell\\row\\pard{\\footnote foot}{\\field{\\*\\fldinst X{\\*\\formfield{\\fftype1\\ffres1}}}{\\fldrslt r}}{\\*\\annotation{\\*\\atnauthor x}c}{\\shp{\\*\\shpinst{\\shptxt box\\par}}}{\\pict\\bin3 abc}",
);
const csv = strToU8('id;date;text\r\n1;2024-03-05;"a ""b""\r\nc"\r\n2;25/03/2024;d\r\n');
const samples: readonly Uint8Array[] = [
  docx,
  odt,
  rtf,
  csv,
  buildPdf({
    pages: [["One", "two"], ["three"]],
    compressed: true,
    annotations: "100 0 R",
    extraObjects: { 100: "<< /Type /Annot /Subtype /Text /Contents (c) /Rect [0 0 9 9] >>" },
  }),
  buildPdf({ pages: [["One"]] }),
  strToU8("Grüße, שלום 👋\r\n"),
  buildDoc({ body: "One\r\x13 PAGE \x14two\x15\rcell\x07\x07" }),
  strToU8(
    "<!doctype html><title>t</title><p>One<ol><li>two<td>x<table><tr><td>a<td>b</table><pre>\na\n b</pre><script>x</script><input value=v>",
  ),
  strToU8(
    '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"p","name":[{"family":"Doe"}]}},{"resource":{"resourceType":"DocumentReference","subject":{"reference":"Patient/p"},"date":"2024-03-05","content":[{"attachment":{"contentType":"text/plain","data":"T25l"}}]}},{"resource":{"resourceType":"Condition","code":{"text":"c"}}}]}',
  ),
  strToU8(
    '<ClinicalDocument xmlns="urn:hl7-org:v3"><title>T</title><effectiveTime value="20240305"/><component><structuredBody><component><section><title>S</title><text><paragraph>One</paragraph><table><tbody><tr><td>a</td></tr></tbody></table></text></section></component></structuredBody></component></ClinicalDocument>',
  ),
];

type Change =
  | { readonly kind: "set"; readonly at: number; readonly byte: number }
  | { readonly kind: "cut" | "repeat"; readonly at: number; readonly length: number }
  | { readonly kind: "insert"; readonly at: number; readonly bytes: Uint8Array };

const at = fc.double({ min: 0, max: 1, noNaN: true });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant("set" as const), at, byte: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ kind: fc.constantFrom("cut" as const, "repeat" as const), at, length: fc.integer({ min: 1, max: 200 }) }),
  fc.record({
    kind: fc.constant("insert" as const),
    at,
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc
        .constantFrom(
          "{",
          "}",
          "\\u-1 ",
          "\\bin99 ",
          "<w:p>",
          "</w:tr>",
          "<text:p>",
          '"',
          ";",
          "\0",
          "]]>",
          "&x;",
          "<!DOCTYPE a>",
          "endstream",
          "9999999999",
          "/Kids",
        )
        .map((text) => strToU8(text)),
    ),
  }),
);
const changes = fc.array(change, { minLength: 1, maxLength: 6 });

function apply(bytes: Uint8Array, list: readonly Change[]): Uint8Array {
  let now = bytes;
  for (const each of list) {
    const from = Math.floor(each.at * now.length);
    const head = now.subarray(0, from);
    if (each.kind === "set") {
      now = now.slice();
      if (from < now.length) now[from] = each.byte;
    } else if (each.kind === "insert") now = join(head, each.bytes, now.subarray(from));
    else if (each.kind === "cut") now = join(head, now.subarray(from + each.length));
    else now = join(now.subarray(0, from + each.length), now.subarray(from));
  }
  return now;
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    out.set(part, position);
    position += part.length;
  }
  return out;
}

async function expectNotesOrProblem(extension: string, bytes: Uint8Array): Promise<void> {
  const before = bytes.slice();
  const start = performance.now();
  const path = `folder/note.${extension}`;
  const read = await readDocument({ path, bytes });
  expect(performance.now() - start).toBeLessThan(MAX_MS);
  expect(bytes).toEqual(before);
  if (!read.ok) {
    expect(read.problem.path).toBe(path);
    expect(read.problem.code).toMatch(/^document-[a-z-]+$/);
    return;
  }
  if (read.notes.length === 0) expect(read.warnings).toContainEqual({ code: "document-no-text" });
  for (const note of read.notes) {
    expect(note.text.trim()).not.toBe("");
    expect(note.title).not.toBe("");
    expect(note.text).not.toMatch(/\p{Surrogate}/u);
    expect(note.date ?? "2024-03-05").toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(note.source.startsWith(path)).toBe(true);
  }
}

describe("no input throws", () => {
  test("random bytes under every name", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...EXTENSIONS), (bytes, extension) =>
        expectNotesOrProblem(extension, bytes),
      ),
      { seed: 31, numRuns: 1_000 },
    );
  });

  test("random bytes behind the signature of each format", async () => {
    const signatures = [
      "%PDF-1.7\n",
      "{\\rtf1",
      "PK\x03\x04",
      "PK\x05\x06",
      "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
      "\xff\xfe",
      "\xef\xbb\xbf",
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...signatures),
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(...EXTENSIONS),
        (signature, bytes, extension) => expectNotesOrProblem(extension, join(strToU8(signature, true), bytes)),
      ),
      { seed: 32, numRuns: 600 },
    );
  });

  test("valid files that were changed here and there", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...samples), changes, async (sample, list) => {
        const bytes = apply(sample, list);
        for (const extension of EXTENSIONS) await expectNotesOrProblem(extension, bytes);
      }),
      { seed: 33, numRuns: 400 },
    );
  });

  test("parts inside of zips that were changed, in a zip that is whole", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(docx, odt), at, changes, async (sample, which, list) => {
        const parts = Object.entries(unzipSync(sample));
        const chosen = Math.min(parts.length - 1, Math.floor(which * parts.length));
        const changed = parts.map(([name, bytes], index) => [name, index === chosen ? apply(bytes, list) : bytes]);
        const bytes = zipSync(Object.fromEntries(changed) as Record<string, Uint8Array>);
        await expectNotesOrProblem(sample === docx ? "docx" : "odt", bytes);
      }),
      { seed: 34, numRuns: 300 },
    );
  });

  test("directories of zips that were changed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(docx, odt), changes, async (sample, list) => {
        const directoryAt = sample.length - 700;
        const bytes = join(sample.subarray(0, directoryAt), apply(sample.subarray(directoryAt), list));
        await expectNotesOrProblem(sample === docx ? "docx" : "odt", bytes);
      }),
      { seed: 35, numRuns: 600 },
    );
  });
});
