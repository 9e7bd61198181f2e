/** OpenDocument texts made by hand. LibreOffice opens them. */

import { strToU8, type Zippable, zipSync } from "fflate";
import { escapeXml } from "./build-docx.ts";

export type OdtParts = {
  /** What stands inside office:text. */
  readonly body: string;
  readonly automaticStyles?: string;
  /** What stands inside office:document-styles. */
  readonly styles?: string;
  readonly manifest?: string;
  /** What stands before the root of content.xml, and of the manifest. */
  readonly contentProlog?: string;
  readonly manifestProlog?: string;
};

const OASIS = "urn:oasis:names:tc:opendocument:xmlns";
const NAMESPACES =
  `xmlns:office="${OASIS}:office:1.0" xmlns:text="${OASIS}:text:1.0" xmlns:table="${OASIS}:table:1.0" ` +
  `xmlns:draw="${OASIS}:drawing:1.0" xmlns:style="${OASIS}:style:1.0" xmlns:svg="${OASIS}:svg-compatible:1.0" ` +
  `xmlns:fo="${OASIS}:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"`;
const MIMETYPE = "application/vnd.oasis.opendocument.text";

export function buildOdt({
  body,
  automaticStyles = "",
  styles,
  manifest,
  contentProlog = "",
  manifestProlog = "",
}: OdtParts): Uint8Array {
  const part = (root: string, content: string) =>
    strToU8(
      `<?xml version="1.0" encoding="UTF-8"?>\n${root === "document-content" ? contentProlog : ""}<office:${root} ${NAMESPACES} office:version="1.2">${content}</office:${root}>`,
    );
  const entry = (path: string, type: string) =>
    `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`;
  const files: Zippable = {
    // First and stored, so that the kind of file is among its first bytes (ODF 1.3 part 2, 3.3).
    mimetype: [strToU8(MIMETYPE), { level: 0 }],
    "content.xml": part(
      "document-content",
      `<office:automatic-styles>${automaticStyles}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body>`,
    ),
    "META-INF/manifest.xml": strToU8(
      `<?xml version="1.0" encoding="UTF-8"?>\n${manifestProlog}<manifest:manifest xmlns:manifest="${OASIS}:manifest:1.0" manifest:version="1.2">` +
        `${manifest ?? entry("/", MIMETYPE) + entry("content.xml", "text/xml") + (styles === undefined ? "" : entry("styles.xml", "text/xml"))}</manifest:manifest>`,
    ),
  };
  if (styles !== undefined) files["styles.xml"] = part("document-styles", styles);
  return zipSync(files);
}

/** A paragraph with tabs, line breaks and runs of spaces as ODF writes them. */
export function odtParagraph(text: string, element = "text:p"): string {
  return `<${element}>${odtText(text)}</${element.split(" ")[0]}>`;
}

export function odtText(text: string): string {
  return escapeXml(text)
    .replace(/^ | (?= )/g, "<text:s/>")
    .replaceAll("\t", "<text:tab/>")
    .replaceAll("\n", "<text:line-break/>");
}
