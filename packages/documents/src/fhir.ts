/**
 * What another system exported as FHIR R4 (JSON): of a bundle, or one resource, the texts that a person wrote or reads.
 * Documents with a text in them, compositions by section, questionnaires with their answers, conditions as a list, and of any
 * other resource its narrative. What has no text is counted: the bundle itself can be kept beside the notes.
 */

import { fail, fromBase64, ok, type Result } from "@alcove/bytes";
import { decodeText } from "./decode-text.ts";
import { readHtml, textOfMarkup } from "./html.ts";
import type { DocumentLimits } from "./limits.ts";
import { countedWarnings, type DocumentWarning, type Refusal } from "./problems.ts";
import type { FoundNote } from "./source-file.ts";

export type ReadResources = {
  readonly notes: readonly FoundNote[];
  readonly warnings: readonly DocumentWarning[];
};

type Json = { readonly [name: string]: unknown };
type Entry = { readonly resource: Json; readonly url: string; readonly number: number };
type Text = { readonly title: string; readonly text: string; readonly date: string | undefined };

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : []);
const json = (value: unknown): Json => (isJson(value) ? value : {});
const word = (value: unknown): string => (typeof value === "string" ? value.trim() : "");
const number = (value: unknown): string => (typeof value === "number" ? String(value) : "");
const day = (...values: unknown[]): string | undefined =>
  values
    .map(word)
    .find((value) => /^\d{4}-\d{2}-\d{2}/.test(value))
    ?.slice(0, 10);

/** `undefined` when it is no FHIR. Fails with "document-too-large", "document-damaged" and with what `decodeText` fails with. */
export function readFhir(
  bytes: Uint8Array,
  path: string,
  title: string,
  limits: DocumentLimits,
): Result<ReadResources | undefined, Refusal> {
  if (bytes.length > limits.maxMarkupBytes) {
    return fail({ code: "document-too-large", what: "file", size: bytes.length, limit: limits.maxMarkupBytes });
  }
  const decoded = decodeText(bytes, "fhir");
  if (!decoded.ok) return decoded;
  let parsed: unknown;
  try {
    parsed = JSON.parse(decoded.value.text);
  } catch {
    return fail({ code: "document-damaged", reason: "json" });
  }
  const root = json(parsed);
  if (word(root["resourceType"]) === "") return ok();
  const entries = root["resourceType"] === "Bundle" ? entriesOf(root) : [{ resource: root, url: "", number: 1 }];
  if (entries.length > limits.maxRows) {
    return fail({ code: "document-too-large", what: "rows", size: entries.length, limit: limits.maxRows });
  }
  const names = namesOf(entries);
  const notes: FoundNote[] = [];
  const conditions = new Map<string, string[]>();
  let without = 0;
  for (const { resource, number } of entries) {
    const type = word(resource["resourceType"]);
    const client = names.of(resource);
    if (type === "Patient") continue;
    if (type === "Condition") {
      conditions.set(client ?? "", [...(conditions.get(client ?? "") ?? []), conditionLine(resource)]);
      continue;
    }
    const found = textsOf(resource, type, limits);
    if (found.length === 0) without++;
    for (const [index, text] of found.entries()) {
      const part = found.length > 1 ? `${number}.${index + 1}` : `${number}`;
      notes.push({ ...text, title: text.title || title, source: `${path}#${part}`, ...named(client) });
    }
  }
  for (const [client, lines] of conditions) {
    const source = `${path}#conditions${client === "" ? "" : ` of ${client}`}`;
    notes.push({ title: "Conditions", text: lines.join("\n"), date: undefined, source, ...named(client || undefined) });
  }
  return ok({ notes, warnings: countedWarnings({ "document-entries-without-text": without }) });
}

const named = (client: string | undefined) => (client === undefined ? {} : { client });

/** Bundles inside of bundles stay closed, as archives inside of archives do. */
function entriesOf(bundle: Json): Entry[] {
  return list(bundle["entry"]).map((entry, index) => ({
    resource: json(entry["resource"]),
    url: word(entry["fullUrl"]),
    number: index + 1,
  }));
}

/** Whose a resource is: by its reference, or the one person in the file. */
function namesOf(entries: readonly Entry[]) {
  const byReference = new Map<string, string>();
  for (const { resource, url } of entries) {
    if (resource["resourceType"] !== "Patient") continue;
    const name = humanName(list(resource["name"]));
    if (name === "") continue;
    for (const reference of [`Patient/${word(resource["id"])}`, url])
      if (reference !== "") byReference.set(reference, name);
  }
  const all = [...new Set(byReference.values())];
  return {
    of(resource: Json): string | undefined {
      const reference = word(json(resource["subject"] ?? resource["patient"])["reference"]);
      const known = byReference.get(reference) ?? byReference.get(reference.split("/").slice(-2).join("/"));
      const display = word(json(resource["subject"] ?? resource["patient"])["display"]);
      return known ?? (display || (all.length === 1 ? all[0] : undefined));
    },
  };
}

function humanName(names: readonly Json[]): string {
  const name = names.find((one) => one["use"] === "official") ?? names[0] ?? {};
  const given = Array.isArray(name["given"]) ? name["given"].map(word) : [];
  return [...given, word(name["family"])].filter(Boolean).join(" ") || word(name["text"]);
}

function textsOf(resource: Json, type: string, limits: DocumentLimits): Text[] {
  switch (type) {
    case "DocumentReference":
      return documentTexts(resource, limits);
    case "Composition":
      return [compositionText(resource, limits)].filter(({ text }) => text !== "");
    case "QuestionnaireResponse":
      return [questionnaireText(resource)].filter(({ text }) => text !== "");
    default: {
      const text = narrative(resource, limits);
      const date = day(
        resource["effectiveDateTime"],
        json(resource["period"])["start"],
        resource["date"],
        resource["issued"],
      );
      return text === "" ? [] : [{ title: type, text, date }];
    }
  }
}

function documentTexts(resource: Json, limits: DocumentLimits): Text[] {
  const date = day(json(json(resource["context"])["period"])["start"], resource["date"], resource["created"]);
  return list(resource["content"]).flatMap((content) => {
    const attachment = json(content["attachment"]);
    const type = word(attachment["contentType"]).toLowerCase();
    const bytes = /^(?:text\/|application\/xhtml)/.test(type)
      ? fromBase64(word(attachment["data"]).replace(/\s+/g, ""))
      : undefined;
    if (!bytes || bytes.length === 0) return [];
    const read = type.includes("html") ? readHtml(bytes, limits) : decodeText(bytes, "fhir");
    const title = word(attachment["title"]) || word(resource["description"]) || word(json(resource["type"])["text"]);
    return read.ok && read.value.text.trim() !== "" ? [{ title, text: read.value.text, date }] : [];
  });
}

function compositionText(resource: Json, limits: DocumentLimits): Text {
  const lines: string[] = [];
  // Sections nest; a stack of them instead of calls, since whoever made the file says how deep.
  const open = list(resource["section"]).toReversed();
  for (let section = open.pop(); section; section = open.pop()) {
    const [title, text] = [word(section["title"]), narrative(section, limits)];
    if (title !== "" || text !== "") lines.push([title, text].filter(Boolean).join("\n"));
    open.push(...list(section["section"]).toReversed());
  }
  const text = lines.length > 0 ? lines.join("\n\n") : narrative(resource, limits);
  return { title: word(resource["title"]), text, date: day(resource["date"]) };
}

function questionnaireText(resource: Json): Text {
  const lines: string[] = [];
  const open = list(resource["item"]).toReversed();
  for (let item = open.pop(); item; item = open.pop()) {
    const answers = list(item["answer"]);
    const label = word(item["text"]) || word(item["linkId"]);
    const given = answers.map(answerWords).filter(Boolean).join("; ");
    lines.push(given === "" ? label : `${label}: ${given}`);
    open.push(...[...list(item["item"]), ...answers.flatMap((answer) => list(answer["item"]))].toReversed());
  }
  return { title: "Questionnaire", text: lines.join("\n").trim(), date: day(resource["authored"]) };
}

function answerWords(answer: Json): string {
  const [name = "", value] = Object.entries(answer).find(([key]) => key.startsWith("value")) ?? [];
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return String(value);
  if (name === "valueCoding") return coded({ coding: [value] });
  if (name === "valueQuantity") return `${number(json(value)["value"])} ${word(json(value)["unit"])}`.trim();
  return word(value) || word(json(value)["display"]);
}

function conditionLine(resource: Json): string {
  const status = coded(json(resource["clinicalStatus"]));
  const notes = list(resource["note"]).map((note) => word(note["text"]));
  const since = day(resource["onsetDateTime"], resource["recordedDate"]);
  const aside = [since && `since ${since}`, status].filter(Boolean).join(", ");
  return [coded(json(resource["code"])) + (aside ? ` (${aside})` : ""), ...notes].filter(Boolean).join("\n");
}

/** Its text, or its codes with their names. */
function coded(concept: Json): string {
  const codes = list(concept["coding"]).map((coding) =>
    [word(coding["code"]), word(coding["display"])].filter(Boolean).join(" "),
  );
  const text = word(concept["text"]);
  return text !== "" && codes.length > 0 ? `${text} [${codes.join("; ")}]` : text || codes.join("; ");
}

function narrative(resource: Json, limits: DocumentLimits): string {
  return textOfMarkup(word(json(resource["text"])["div"]), limits).trim();
}
