/**
 * Reads XML, a part of an archive or a file, as a stream of events, without keeping it. Document type declarations are
 * refused, so there are no entities but XML's own five and nothing outside is ever fetched (OWASP: XXE, billion laughs).
 * OPC forbids them (ECMA-376 part 2, 6.2.5), and writers of ODF put none into its text.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import { SaxesParser, type SaxesTagNS } from "saxes";
import type { Inflation } from "./inflation.ts";
import type { DamageReason, Refusal } from "./problems.ts";
import type { ZipArchive, ZipEntry } from "./zip.ts";

/** Namespace URI to the short prefix that a reader uses for it, whatever prefix the file declares. */
export type Namespaces = ReadonlyMap<string, string>;

export type XmlElement = {
  /** "w:p": the reader's prefix and the local name; "?:p" in a namespace that the reader doesn't know. */
  readonly name: string;
  /** By the reader's prefix, or without one for an attribute in no namespace. */
  readonly attribute: (name: string) => string | undefined;
};

export type XmlVisitor = {
  readonly open: (element: XmlElement) => void;
  readonly close: (name: string) => void;
  /** Character data between two tags may come in several pieces. */
  readonly text?: (text: string) => void;
  /** True ends the reading early, as a success. */
  readonly enough?: () => boolean;
};

// Word nests some dozens of levels. The parser's time for an element grows with its depth.
const MAX_DEPTH = 256;
// The parser can't be stopped within one write.
const SLICE_LENGTH = 16 * 1024;

/**
 * Fails with "document-damaged" for XML that is not well-formed, has a document type or nests beyond 256 levels, and
 * with all that `ZipArchive.read` fails with.
 */
export function readXmlPart(
  zip: ZipArchive,
  entry: ZipEntry,
  inflation: Inflation,
  namespaces: Namespaces,
  visitor: XmlVisitor,
): Result<undefined, Refusal> {
  const parsing = startParsing(namespaces, visitor);
  const read = zip.read(entry, inflation, parsing.write);
  return read.ok ? parsing.end(read.value === "whole") : read;
}

/** The same for a file that is one XML document. */
export function readXml(bytes: Uint8Array, namespaces: Namespaces, visitor: XmlVisitor): Result<undefined, Refusal> {
  const parsing = startParsing(namespaces, visitor);
  return parsing.end(parsing.write(bytes));
}

function startParsing(namespaces: Namespaces, visitor: XmlVisitor) {
  const parser = new SaxesParser<{ xmlns: true; position: false }>({ xmlns: true, position: false });
  let trouble: DamageReason | undefined;
  let depth = 0;
  const done = () => trouble !== undefined || visitor.enough?.() === true;
  parser.on("error", () => {
    trouble ??= "xml";
  });
  parser.on("doctype", () => {
    trouble ??= "document-type";
  });
  parser.on("opentag", (tag) => {
    depth++;
    if (depth > MAX_DEPTH) trouble ??= "nesting";
    if (!done()) visitor.open(elementOf(tag, namespaces));
  });
  parser.on("closetag", (tag) => {
    depth--;
    if (!done()) visitor.close(nameIn(namespaces, tag.uri, tag.local));
  });
  const onText = (text: string) => {
    if (!done()) visitor.text?.(text);
  };
  parser.on("text", onText);
  parser.on("cdata", onText);

  let decode: ((piece: Uint8Array) => string | undefined) | undefined;
  return {
    /** False when no more is wanted. */
    write(piece: Uint8Array): boolean {
      decode ??= decoderFor(piece);
      const text = decode(piece);
      if (text === undefined) trouble ??= "xml";
      else
        for (let at = 0; at < text.length && !done(); at += SLICE_LENGTH)
          parser.write(text.slice(at, at + SLICE_LENGTH));
      return !done();
    },
    end(isWhole: boolean): Result<undefined, Refusal> {
      if (trouble === undefined && isWhole) parser.close();
      return trouble === undefined ? ok() : fail({ code: "document-damaged", reason: trouble });
    },
  };
}

/**
 * By byte order mark, else by the XML declaration, else UTF-8 (XML 1.0, appendix F). What it returns gives `undefined`
 * for ill-formed bytes, and for all bytes where the declared encoding doesn't exist.
 */
function decoderFor(start: Uint8Array): (piece: Uint8Array) => string | undefined {
  const declaration = String.fromCharCode(...start.subarray(0, 200));
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(declaration)?.[1];
  const marked = declaration.startsWith("\xff\xfe")
    ? "utf-16le"
    : declaration.startsWith("\xfe\xff")
      ? "utf-16be"
      : undefined;
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(marked ?? declared ?? "utf-8", { fatal: true });
  } catch {
    return () => undefined;
  }
  return (piece) => {
    try {
      return decoder.decode(piece, { stream: true });
    } catch {
      return undefined;
    }
  };
}

function elementOf(tag: SaxesTagNS, namespaces: Namespaces): XmlElement {
  return {
    name: nameIn(namespaces, tag.uri, tag.local),
    attribute: (name) => {
      for (const attribute of Object.values(tag.attributes)) {
        const found = attribute.uri === "" ? attribute.local : nameIn(namespaces, attribute.uri, attribute.local);
        if (found === name) return attribute.value;
      }
      return undefined;
    },
  };
}

function nameIn(namespaces: Namespaces, uri: string, local: string): string {
  return `${namespaces.get(uri) ?? "?"}:${local}`;
}
