/**
 * Word documents: a zip of XML parts that relationships hold together (ECMA-376 part 2, OPC). The text comes from the
 * main part and the headers, footers, footnotes, endnotes and comments that it refers to.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import { type DocxNote, type DocxWalk, type NoteReference, visitWordPart, wordNamespaces } from "./docx-body.ts";
import { createDocxNumbering } from "./docx-numbering.ts";
import type { Inflation } from "./inflation.ts";
import type { DocumentLimits } from "./limits.ts";
import { countedWarnings, type ReadText, type Refusal } from "./problems.ts";
import { composeText, createTextFlow } from "./text-flow.ts";
import { readXmlPart, type XmlVisitor } from "./xml-part.ts";
import type { ZipArchive } from "./zip.ts";

type Relationship = { readonly type: string; readonly target: string };

const packageNamespaces: ReadonlyMap<string, string> = new Map([
  ["http://schemas.openxmlformats.org/package/2006/relationships", "rel"],
]);

/**
 * Fails with "document-damaged" (also when there is no main part), "document-zip-bomb", "document-encrypted",
 * "document-unsupported", "document-too-large" for a text beyond the limit.
 */
export function readDocx(zip: ZipArchive, inflation: Inflation, limits: DocumentLimits): Result<ReadText, Refusal> {
  const packaged = readRelationships(zip, inflation, "");
  if (!packaged.ok) return packaged;
  const mainPart = partsOfType(packaged.value, "officeDocument")[0] ?? "word/document.xml";
  const main = readRelationships(zip, inflation, mainPart);
  if (!main.ok) return main;
  const relationships = main.value;

  const walk: DocxWalk = {
    flow: createTextFlow(),
    numbering: createDocxNumbering(),
    noteReferences: [],
    commentReferences: [],
    headerIds: [],
    footerIds: [],
    notes: new Map(),
    deletions: 0,
    pictures: 0,
    embedded: 0,
    unreadable: 0,
  };
  // A unit is a byte or more, so this stops no text that is within the limit.
  const enough = () => walk.flow.length() > limits.maxNoteBytes;
  const readPart = (part: string | undefined, visitor: XmlVisitor): Result<undefined, Refusal> => {
    const entry = part === undefined ? undefined : zip.find(part);
    return entry === undefined ? ok() : readXmlPart(zip, entry, inflation, wordNamespaces, visitor);
  };
  const readBlock = (part: string | undefined): Result<string, Refusal> => {
    walk.flow.openBlock();
    const read = readPart(part, visitWordPart(walk, enough));
    const text = walk.flow.closeBlock();
    return read.ok ? ok(text) : read;
  };

  if (zip.find(mainPart) === undefined) return fail({ code: "document-damaged", reason: "part-missing" });
  const styles = readPart(partsOfType(relationships, "styles")[0], walk.numbering.stylesVisitor);
  if (!styles.ok) return styles;
  const numbering = readPart(partsOfType(relationships, "numbering")[0], walk.numbering.numberingVisitor);
  if (!numbering.ok) return numbering;
  const body = readBlock(mainPart);
  if (!body.ok) return body;

  const texts = (ids: readonly string[]) =>
    readAll([...new Set(ids)], (id) => readBlock(relationships.get(id)?.target));
  const headers = texts(walk.headerIds);
  if (!headers.ok) return headers;
  const footers = texts(walk.footerIds);
  if (!footers.ok) return footers;
  const noteParts = ["footnotes", "endnotes", "comments"].flatMap((type) => partsOfType(relationships, type));
  const noteTexts = readAll(noteParts, readBlock);
  if (!noteTexts.ok) return noteTexts;

  if (enough()) {
    return fail({ code: "document-too-large", what: "note", size: walk.flow.length(), limit: limits.maxNoteBytes });
  }

  const text = composeText({
    headers: headers.value,
    body: body.value,
    notes: walk.noteReferences.map((reference) => noteOf(walk, reference).text),
    comments: walk.commentReferences.map((reference) => noteOf(walk, reference)),
    footers: footers.value,
  });
  return ok({
    text,
    warnings: [
      ...(hasMacros(zip) ? [{ code: "document-macros-left-out" } as const] : []),
      ...countedWarnings({
        "document-deletions-left-out": walk.deletions,
        "document-pictures-left-out": walk.pictures,
        "document-embedded-left-out": walk.embedded,
        "document-characters-unreadable": walk.unreadable,
      }),
    ],
  });
}

/** Programs of Visual Basic (MS-OFFMACRO). The part is never opened. */
const hasMacros = (zip: ZipArchive): boolean => zip.names.some((name) => /(?:^|\/)vbaProject\.bin$/i.test(name));

function noteOf(walk: DocxWalk, { kind, id }: NoteReference): DocxNote {
  return walk.notes.get(`${kind} ${id}`) ?? { author: undefined, text: "" };
}

function readAll(
  parts: readonly string[],
  read: (part: string) => Result<string, Refusal>,
): Result<readonly string[], Refusal> {
  const texts: string[] = [];
  for (const part of parts) {
    const result = read(part);
    if (!result.ok) return result;
    texts.push(result.value);
  }
  return ok(texts);
}

/** Those of `part`, or of the package for "". None when the part has no relationships. */
function readRelationships(
  zip: ZipArchive,
  inflation: Inflation,
  part: string,
): Result<ReadonlyMap<string, Relationship>, Refusal> {
  const slash = part.lastIndexOf("/") + 1;
  const folder = part.slice(0, slash);
  const relationships = new Map<string, Relationship>();
  const entry = zip.find(`${folder}_rels/${part.slice(slash)}.rels`);
  if (entry === undefined) return ok(relationships);
  const read = readXmlPart(zip, entry, inflation, packageNamespaces, {
    open: (element) => {
      if (element.name !== "rel:Relationship" || element.attribute("TargetMode") === "External") return;
      relationships.set(element.attribute("Id") ?? "", {
        type: element.attribute("Type") ?? "",
        target: resolvePart(folder, element.attribute("Target") ?? ""),
      });
    },
    close: () => {},
  });
  return read.ok ? ok(relationships) : read;
}

/** By the last segment of the type, which the transitional and the strict namespaces share. */
function partsOfType(relationships: ReadonlyMap<string, Relationship>, type: string): string[] {
  return [...relationships.values()].filter((one) => one.type.endsWith(`/${type}`)).map((one) => one.target);
}

/** A target as a part name of the archive; ".." stops at its root. */
function resolvePart(folder: string, target: string): string {
  const segments: string[] = [];
  for (const segment of (target.startsWith("/") ? target : folder + target).split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.join("/");
}
