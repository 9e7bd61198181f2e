/**
 * The table of codes that diagnoses are chosen from (docs/spec, COD). What comes with the app is enough to begin; the official file
 * of a year is read in once by anybody of the practice, and lies in the directory as a sealed file for all of its devices.
 */

import { fail, fromUtf8, ok, type Result, utf8 } from "@alcove/bytes";
import {
  type Code,
  codeLines,
  type CodeSearch,
  commonTable,
  createCodeSearch,
  isNewer,
  parseCodeFile,
  parseCodeLines,
} from "@alcove/content/icd10cm";
import { type Failure, failure } from "@alcove/protocol";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import { directory } from "../engine/outbox.ts";
import type { CodeTableView, FoundCode } from "../facade.ts";
import type { Ports } from "../ports.ts";
import type { Structured } from "../views/lists/structured.ts";
import { readFile } from "./files/open.ts";
import { keepFile } from "./files/seal.ts";
import { nextRevision } from "./structured.ts";

/** An official file has about 6 MB, with its headings and short descriptions 15. */
const mostCharacters = 32 * 1024 * 1024;

type KnownTable = { readonly view: CodeTableView; readonly search: CodeSearch };
/** Opened once for an unlocked vault, and anew by who asks which one it is. */
export type CodeTables = WeakMap<Opened, Promise<KnownTable>>;
/** What each act here works with. */
type Place = { readonly ports: Ports; readonly disk: Disk; readonly opened: Opened; readonly tables: CodeTables };

/** Which table is searched; reads it anew. */
export async function codeTable(place: Place): Promise<Result<CodeTableView, Failure>> {
  place.tables.delete(place.opened);
  return ok((await tableIn(place)).view);
}

export async function findCodes(
  place: Place,
  { typed, limit }: { readonly typed: string; readonly limit: number },
): Promise<Result<FoundCode[], Failure>> {
  const { search, view } = await tableIn(place);
  return ok(search(typed, limit).map((code) => ({ ...code, edition: view.edition })));
}

function tableIn(place: Place): Promise<KnownTable> {
  const known = place.tables.get(place.opened) ?? openTable(place);
  place.tables.set(place.opened, known);
  return known;
}

/** The newest that the practice read in, and can be had; else what comes with the app. */
async function openTable(place: Place): Promise<KnownTable> {
  const { codes: common, edition, sources, notice } = commonTable();
  for (const table of newestFirst(place.opened)) {
    const codes = await codesOf(place, table);
    if (!codes) continue;
    const facts = { edition: table.value.edition, codes: codes.length, isBuiltIn: false };
    return {
      view: { ...facts, source: "ICD-10-CM, the official file", notice },
      search: createCodeSearch(usedMostFirst(codes, common)),
    };
  }
  const facts = { edition, codes: common.length, isBuiltIn: true };
  return { view: { ...facts, source: sources.join("; "), notice }, search: createCodeSearch(common) };
}

/** Of one edition on every device the same comes first. */
function newestFirst({ fold }: Opened): Structured<"code-table">[] {
  const tables = fold.structuredOfType("code-table");
  return tables.toSorted(
    (a, b) => Number(isNewer(b.value.edition, a.value.edition)) - Number(isNewer(a.value.edition, b.value.edition)),
  );
}

/** `undefined`: it is not here and can't be fetched, or is not what its record says. */
async function codesOf(
  { ports, disk, opened }: Place,
  { value }: Structured<"code-table">,
): Promise<readonly Code[] | undefined> {
  const read = await readFile(ports, disk, opened, value.file);
  const text = read.ok ? fromUtf8(read.value) : undefined;
  const codes = text === undefined ? undefined : parseCodeLines(text);
  return codes && !("problem" in codes) && codes.length === value.codes ? codes : undefined;
}

function usedMostFirst(codes: readonly Code[], common: readonly Code[]): readonly Code[] {
  const usedMost = new Set(common.map(({ code }) => code));
  return [...codes.filter(({ code }) => usedMost.has(code)), ...codes.filter(({ code }) => !usedMost.has(code))];
}

/**
 * Reads in an official file. Not kept where the practice has this edition or a later one.
 * Failures: `codes-name`, `codes-unfit`, `codes-few`, `attachment-too-large`.
 */
export async function importCodes(
  place: Place,
  { name, text }: { readonly name: string; readonly text: string },
): Promise<Result<{ edition: string; codes: number; added: boolean }, Failure>> {
  const { ports, disk, opened, tables } = place;
  if (text.length > mostCharacters)
    return fail(failure("attachment-too-large", { bytes: text.length, limit: mostCharacters }));
  const file = parseCodeFile(name, text);
  if ("problem" in file) {
    if (file.problem === "name") return fail(failure("codes-name"));
    return fail(
      file.problem === "too-few"
        ? failure("codes-few", { codes: file.codes })
        : failure("codes-unfit", { line: file.line }),
    );
  }
  const { edition, codes } = file;
  const { view } = await tableIn(place);
  if (!view.isBuiltIn && !isNewer(edition, view.edition))
    return ok({ edition: view.edition, codes: view.codes, added: false });
  const [record, table] = [ports.crypto.random(16), ports.crypto.random(16)];
  const kept = { record, name, mediaType: "text/plain", bytes: utf8(codeLines(codes)) };
  const said = { system: "icd-10-cm", edition, codes: codes.length, file: record } as const;
  const beside = nextRevision(ports, opened, directory, table, "code-table", said);
  const sealed = await keepFile(ports, disk, opened, directory, kept, [beside]);
  if (!sealed.ok) return sealed;
  tables.delete(opened);
  return ok({ edition, codes: codes.length, added: true });
}
