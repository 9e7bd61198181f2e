/**
 * Clinical documents as other systems hand them out (HL7 CDA R2, and C-CDA, which is a way to write it): who it is about, its
 * day and author, then each section's title with what a person reads of it. Coded entries beside the narrative are not read:
 * the standard asks that the narrative says all of it (CDA R2, 4.3.5).
 */

import { ok, type Result } from "@alcove/bytes";
import { BULLET } from "./list-labels.ts";
import { countedWarnings, type DocumentWarning, type Refusal } from "./problems.ts";
import { createTextFlow } from "./text-flow.ts";
import { readXml, type XmlElement } from "./xml-part.ts";

export type ReadClinicalDocument = {
  readonly isClinicalDocument: boolean;
  readonly title: string | undefined;
  /** As it names them: given names, then family name. */
  readonly client: string | undefined;
  readonly date: string | undefined;
  readonly text: string;
  readonly warnings: readonly DocumentWarning[];
};

const namespaces = new Map([["urn:hl7-org:v3", "v3"]]);
const LINES = new Set(["v3:paragraph", "v3:item", "v3:caption", "v3:list", "v3:table", "v3:br"]);

/** Fails with "document-damaged". */
export function readClinicalDocument(bytes: Uint8Array): Result<ReadClinicalDocument, Refusal> {
  const path: string[] = [];
  const flow = createTextFlow();
  const facts: { title?: string; date?: string } = {};
  const client: string[] = [];
  const author: string[] = [];
  let words = "";
  let narrative = 0;
  let hasWords = false;
  let embedded = 0;
  let pictures = 0;
  const isIn = (name: string) => path.includes(name);
  const endLine = () => {
    const line = words.replace(/\s+/g, " ").trim();
    words = "";
    if (line !== "") flow.write(line);
    if (line !== "") flow.endLine();
  };

  function open({ name, attribute }: XmlElement): void {
    const parent = path.at(-1);
    path.push(name);
    if (name === "v3:effectiveTime" && path.length === 2) {
      const day = attribute("value")?.slice(0, 8) ?? "";
      if (/^\d{8}$/.test(day)) facts.date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
    }
    if (name === "v3:text" && parent === "v3:nonXMLBody") embedded++;
    if (name === "v3:text" && parent === "v3:section") narrative++;
    if (narrative === 0) {
      words = "";
      return;
    }
    if (LINES.has(name)) endLine();
    if (name === "v3:item") words += `${BULLET} `;
    if (name === "v3:renderMultiMedia") pictures++;
    if (name === "v3:tr") {
      endLine();
      flow.openRow();
    } else if (name === "v3:td" || name === "v3:th") flow.openBlock();
  }

  function close(name: string): void {
    path.pop();
    const parent = path.at(-1);
    if (name === "v3:text" && parent === "v3:section") {
      endLine();
      narrative--;
      hasWords = true;
    } else if (narrative > 0) {
      if (LINES.has(name)) endLine();
      else if (name === "v3:td" || name === "v3:th") {
        endLine();
        flow.writeCell(flow.closeBlock());
      } else if (name === "v3:tr") flow.closeRow();
    } else if (name === "v3:title") {
      if (path.length === 1) facts.title = words.trim();
      else if (parent === "v3:section") {
        flow.endLine();
        endLine();
      }
      words = "";
    } else if (name === "v3:given" || name === "v3:family") {
      const isPerson = isIn("v3:patient") && isIn("v3:recordTarget") && !isIn("v3:guardian");
      const whose = isPerson ? client : isIn("v3:assignedPerson") && path[1] === "v3:author" ? author : undefined;
      if (whose && words.trim() !== "") whose.push(words.trim());
      words = "";
    }
  }

  let isClinicalDocument = false;
  const read = readXml(bytes, namespaces, {
    open(element) {
      if (path.length === 0) isClinicalDocument = element.name === "v3:ClinicalDocument";
      open(element);
    },
    close,
    text: (piece) => {
      words += piece;
    },
    enough: () => path.length > 0 && !isClinicalDocument,
  });
  if (!read.ok) return read;
  const lines = flow.closeBlock();
  const by = author.length > 0 && hasWords ? `Author: ${author.join(" ")}\n` : "";
  return ok({
    isClinicalDocument,
    title: facts.title || undefined,
    client: client.length > 0 ? client.join(" ") : undefined,
    date: facts.date,
    text: lines.trim() === "" ? "" : `${by}${lines.trim()}`,
    warnings: countedWarnings({ "document-embedded-left-out": embedded, "document-pictures-left-out": pictures }),
  });
}
