/** Word documents made by hand, part by part, as small as Word still opens them. */

import { strToU8, zipSync } from "fflate";

export type DocxParts = {
  /** What stands inside w:body. */
  readonly body: string;
  /** Other parts by their name in "word/" without ".xml": "footnotes", "header1", "numbering", with their root's content. */
  readonly parts?: Readonly<Record<string, string>>;
  /** Part names beyond those, as they are in the archive, with their whole content. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  readonly mainNamespace?: string;
};

const TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const DECLARATION = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;

const ROOTS: Readonly<Record<string, string>> = {
  header: "hdr",
  footer: "ftr",
  footnotes: "footnotes",
  endnotes: "endnotes",
  comments: "comments",
  numbering: "numbering",
  styles: "styles",
};

export function buildDocx({ body, parts = {}, files = {}, mainNamespace = TRANSITIONAL }: DocxParts): Uint8Array {
  const names = Object.keys(parts);
  const kindOf = (name: string) => name.replace(/\d+$/, "");
  const root = (name: string, content: string) =>
    `${DECLARATION}<w:${name} xmlns:w="${mainNamespace}" xmlns:r="${RELATIONSHIPS}" ` +
    `xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" ` +
    `xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" ` +
    `xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">${content}</w:${name}>`;
  const contentTypes = names.map(
    (name) =>
      `<Override PartName="/word/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${kindOf(name)}+xml"/>`,
  );
  const relationships = names.map(
    (name) => `<Relationship Id="id-${name}" Type="${RELATIONSHIPS}/${kindOf(name)}" Target="${name}.xml"/>`,
  );
  const packageNamespace = "http://schemas.openxmlformats.org/package/2006";
  return zipSync({
    "[Content_Types].xml": strToU8(
      `${DECLARATION}<Types xmlns="${packageNamespace}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>${contentTypes.join("")}</Types>`,
    ),
    "_rels/.rels": strToU8(
      `${DECLARATION}<Relationships xmlns="${packageNamespace}/relationships"><Relationship Id="main" Type="${RELATIONSHIPS}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    "word/_rels/document.xml.rels": strToU8(
      `${DECLARATION}<Relationships xmlns="${packageNamespace}/relationships">${relationships.join("")}</Relationships>`,
    ),
    "word/document.xml": strToU8(root("document", `<w:body>${body}</w:body>`)),
    ...Object.fromEntries(
      names.map((name) => [`word/${name}.xml`, strToU8(root(ROOTS[kindOf(name)] ?? kindOf(name), parts[name] ?? ""))]),
    ),
    ...files,
  });
}

/** A paragraph of one run. */
export function docxParagraph(text: string, properties = ""): string {
  return `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${docxRun(text)}</w:p>`;
}

/** Tabs and line breaks become elements, as Word writes them. */
export function docxRun(text: string): string {
  const pieces = text.split(/(\t|\n)/).map((piece) => {
    if (piece === "\t") return "<w:tab/>";
    if (piece === "\n") return "<w:br/>";
    return piece && `<w:t xml:space="preserve">${escapeXml(piece)}</w:t>`;
  });
  return `<w:r>${pieces.join("")}</w:r>`;
}

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
