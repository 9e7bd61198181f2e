/**
 * What becomes of each file of a folder, as data that a person looks through before anything is kept: one row for a note or a
 * file. A row that asks something is not taken until it was answered; nothing is left out without a row that says so.
 */

import { formatOfPath } from "../document-path.ts";
import type { DocumentWarning } from "../problems.ts";
import type { DocumentFormat, FoundNote } from "../source-file.ts";
import { type Because, guessClients, guessDay, guessTake } from "./guess.ts";
import { chartsNamed, type Chart, createNamed, hasWords } from "./named.ts";
import { compareNames, foldName } from "./names.ts";
import type { FoundPicture } from "./picture.ts";

/** One file of the folder, as it was read. */
export type FoundFile = {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of its bytes, in hex. */
  readonly hash: string;
  /** The day of its last change, `yyyy-mm-dd`, where it is known. */
  readonly changed?: string | undefined;
  readonly notes: readonly FoundNote[];
  readonly warnings: readonly DocumentWarning[];
  /** Why it gives no text. */
  readonly problem?: { readonly code: string };
  readonly picture?: FoundPicture;
};

export type Take = "progress" | "psychotherapy" | "file" | "out";
/** What a person has to look at: whose it is, what it is, which day. */
export type Ask = "client" | "take" | "date";

export type MappingRow = {
  /** The file's path, with "#" and its part for one note of many. No two rows have the same. */
  readonly source: string;
  readonly path: string;
  readonly take: Take;
  /** The chart's name; "": nobody knows yet. */
  readonly client: string;
  /** Of a chart that is there; absent: a new one of that name. */
  readonly chart?: string | undefined;
  /** What its file's name says of whose it is: rows that say another word are asked apart. Absent: it says nothing. */
  readonly named?: string;
  /** `yyyy-mm-dd`; "": none, and it gets the day of the import. */
  readonly date: string;
  readonly title: string;
  /** The file as it is lies beside the note. */
  readonly withFile: boolean;
  /** Of the file more than the words of its note: its look, a signature, pictures. */
  readonly holdsMore: boolean;
  readonly asks: readonly Ask[];
  readonly because: { readonly client?: Because; readonly take?: Because; readonly date?: Because };
  /** SHA-256 in hex of its note's text, or of the file where it has none. */
  readonly hash: string;
  /** SHA-256 in hex of the file's bytes. */
  readonly fileHash: string;
  readonly bytes: number;
  readonly words: number;
  readonly isReadable: boolean;
  readonly warnings: readonly DocumentWarning[];
  /** Why it gives no text. */
  readonly problem?: { readonly code: string };
  readonly picture?: FoundPicture;
  /** The row that says the same, which is why this one is left out, or comes in as a file where it is another file. */
  readonly twin?: string;
  /** A row of almost the same name that says something else: both are kept. */
  readonly besides?: string;
  /** It is in the chart already. */
  readonly isThere?: true;
};

export type Mapping = { readonly rows: readonly MappingRow[]; readonly notes: ReadonlyMap<string, FoundNote> };

/** Of what a file holds something is not in its note. */
const LEFT_OUT: ReadonlySet<DocumentWarning["code"]> = new Set([
  "document-pages-without-text",
  "document-pictures-left-out",
  "document-embedded-left-out",
  "document-deletions-left-out",
  "document-characters-unreadable",
  "document-columns-left-out",
  "document-rows-without-text",
  "document-form-not-read",
  "document-entries-without-text",
  "document-macros-left-out",
] as const);
/** Of a file that is one note also this: whether its letters were read as they were meant, nobody knows without it. */
const UNSURE: ReadonlySet<DocumentWarning["code"]> = new Set([
  "document-encoding-guessed",
  "document-cut-short",
] as const);
/** Kinds of files that hold more than words, whatever is in them. */
const LOSSY: ReadonlySet<DocumentFormat | undefined> = new Set([
  "rtf",
  "doc",
  "docx",
  "odt",
  "pdf",
  "html",
  "fhir",
  "cda",
] as const);

/**
 * @param hash SHA-256 in hex of a text
 * @param today `yyyy-mm-dd`; a later day is asked
 */
export async function buildMapping(
  files: readonly FoundFile[],
  charts: readonly Chart[],
  { hash, today }: { readonly hash: (text: string) => Promise<string>; readonly today: string },
): Promise<Mapping> {
  const notes = new Map<string, FoundNote>();
  const rows: MappingRow[] = [];
  const named = createNamed(
    files.map(({ path }) => path),
    charts,
  );
  const whose = createClients(charts, named);
  for (const file of files) {
    for (const note of file.notes) {
      const source = notes.has(note.source) ? `${note.source} (${notes.size})` : note.source;
      notes.set(source, note);
      rows.push(rowOfNote(file, { ...note, source }, await hash(note.text), whose, today));
    }
    const isPart = file.notes.length > 0 && file.notes.every(({ source }) => source !== file.path);
    if (file.notes.length === 0 || (isPart && losesSomething(file))) rows.push(rowOfFile(file, whose, today));
  }
  return { rows: withTwins(rows), notes };
}

type ReadFile = Pick<FoundFile, "path" | "notes" | "warnings">;

function losesSomething({ path, warnings }: ReadFile): boolean {
  const otherwise = warnings.find(({ code }) => code === "document-named-otherwise");
  const format = otherwise?.code === "document-named-otherwise" ? otherwise.found : formatOfPath(path);
  return LOSSY.has(format) || warnings.some(({ code }) => LEFT_OUT.has(code));
}

/** Of a file that is one note: whether there is more in it than its note says. */
export function holdsMoreThanWords(file: ReadFile): boolean {
  const isOneNote = file.notes.length === 1 && file.notes[0]?.source === file.path;
  return isOneNote && (losesSomething(file) || file.warnings.some(({ code }) => UNSURE.has(code)));
}

function rowOfNote(file: FoundFile, note: FoundNote, hash: string, whose: Clients, today: string): MappingRow {
  const client = whose(file.path, guessClients(file.path, note.text, note.client));
  const take = guessTake(file.path, note.text);
  const day = guessDay(file.path, note, file.changed);
  const isSingle = note.source === file.path;
  const holdsMore = holdsMoreThanWords(file);
  return {
    ...shared(file),
    ...client.row,
    source: note.source,
    // Of a table or a bundle each note stays a note: as a file it would be the whole of it.
    take: isSingle || take.value === "psychotherapy" ? take.value : "progress",
    date: day?.value ?? "",
    title: note.title,
    withFile: holdsMore,
    holdsMore,
    asks: [
      ...client.asks,
      ...(take.value === "psychotherapy" ? (["take"] as const) : []),
      ...(note.date === undefined || note.date > today ? (["date"] as const) : []),
    ].filter((ask) => ask !== "date" || take.value !== "file"),
    because: { ...client.because, take: take.because, ...(day && { date: day.because }) },
    hash,
    words: note.text.split(/\s+/).filter(Boolean).length,
    isReadable: true,
  };
}

function rowOfFile(file: FoundFile, whose: Clients, today: string): MappingRow {
  // What is of one client in all its parts is theirs as a whole.
  const named = new Set(file.notes.map((note) => note.client));
  const client = whose(file.path, guessClients(file.path, "", named.size === 1 ? [...named][0] : undefined));
  const take = guessTake(file.path, "");
  const isApart = take.value === "psychotherapy";
  const day = guessDay(file.path, { text: "", date: undefined }, file.changed);
  return {
    ...shared(file),
    ...client.row,
    source: file.path,
    take: file.bytes === 0 ? "out" : isApart ? "psychotherapy" : "file",
    date: day?.value ?? today,
    title: file.path.split("/").at(-1) ?? file.path,
    withFile: isApart,
    holdsMore: true,
    asks: file.bytes === 0 ? [] : [...client.asks, ...(isApart ? (["take"] as const) : [])],
    because: { ...client.because, take: isApart ? take.because : "no text to read" },
    hash: file.hash,
    words: 0,
    isReadable: false,
  };
}

function shared({ path, bytes, hash, warnings, problem, picture }: FoundFile) {
  return { path, bytes, fileHash: hash, warnings, ...(problem && { problem }), ...(picture && { picture }) };
}

type Client = {
  readonly row: Pick<MappingRow, "client" | "chart" | "named">;
  readonly asks: readonly Ask[];
  readonly because: { readonly client?: Because };
};
type Clients = (path: string, guesses: ReturnType<typeof guessClients>) => Client;

/** Charts that are there first, then names that other files of the folder gave. */
function createClients(charts: readonly Chart[], namedOf: (path: string) => string | undefined): Clients {
  const fresh = new Map<string, string>();

  function resolve(name: string): { row: Client["row"]; isSure: boolean } {
    const same = charts.filter((chart) => compareNames(chart.name, name) === "same");
    const maybe = charts.filter((chart) => compareNames(chart.name, name) === "maybe");
    const [one = maybe.length === 1 ? maybe[0] : undefined] = same;
    if (one) return { row: { client: one.name, chart: one.id }, isSure: same.length === 1 };
    const folded = foldName(name);
    const before = fresh.get(folded) ?? [...fresh.values()].find((other) => compareNames(other, name) === "same");
    if (before !== undefined) return { row: { client: before }, isSure: isWhole(before) && maybe.length === 0 };
    const like = [...fresh.values()].find((other) => compareNames(other, name) === "maybe");
    if (like !== undefined) return { row: { client: like }, isSure: false };
    fresh.set(folded, name);
    return { row: { client: name }, isSure: isWhole(name) && maybe.length === 0 };
  }

  /** A word of a file's name: whoever alone has it, else the word as it is typed. */
  function resolveWord(word: string): Client["row"] {
    const [chart, ...more] = chartsNamed(word, charts);
    if (chart && more.length === 0) return { client: chart.name, chart: chart.id };
    const [name, ...others] = chart ? [] : [...fresh.values()].filter((one) => hasWords(one, word));
    if (name !== undefined && others.length === 0) return { client: name };
    // A word in small letters is hardly how a new client is called.
    return { client: /^\p{Ll}/u.test(word) ? "" : word };
  }

  const isKnown = (name: string) =>
    isWhole(name) ||
    [...charts.map((chart) => chart.name), ...fresh.values()].some((one) => compareNames(one, name) !== "other");

  return (path, guesses) => {
    const word = namedOf(path);
    const named = word === undefined ? {} : { named: word };
    // Of a single word nobody knows whether it is a name; a whole one farther away says more.
    const [first, ...others] = guesses.toSorted((a, b) => Number(isWhole(b.value)) - Number(isWhole(a.value)));
    // A folder of a single word that is nobody yet says less than a name that is there.
    if (word !== undefined && (!first || (!isKnown(first.value) && chartsNamed(word, charts).length > 0)))
      return { row: { ...resolveWord(word), ...named }, asks: ["client"], because: { client: "its name" } };
    if (!first) return { row: { client: "" }, asks: ["client"], because: {} };
    const { row, isSure } = resolve(first.value);
    // Folders above a person's are many people's; what a file says of itself is compared with all of them.
    const contradicts =
      first.because !== "its folder's name" &&
      others.some(
        ({ value, because }) =>
          because === "its folder's name" && isWhole(value) && compareNames(value, first.value) === "other",
      );
    return {
      row: { ...row, ...named },
      asks: isSure && !contradicts ? [] : ["client"],
      because: { client: first.because },
    };
  };
}

/** A first and a last name; of less it is asked. */
const isWhole = (name: string): boolean =>
  name.split(/\s+/).filter((word) => word.replace(/\./g, "").length > 1).length > 1;

/** Rows that say the same of the same client and day: the first is taken. Another file of the same words comes in beside it. */
function withTwins(rows: readonly MappingRow[]): MappingRow[] {
  const said = new Map<string, MappingRow>();
  const named = new Map<string, MappingRow>();
  return rows.map((row) => {
    const whose = `${row.chart ?? foldName(row.client)}`;
    const contentOf = ({ take, date, hash, fileHash }: MappingRow) =>
      [whose, ...(take === "file" ? [take, fileHash] : [take, date, hash])].join("\0");
    const first = said.get(contentOf(row));
    if (first) {
      const twin = first.source;
      const isAnother = row.take !== "file" && row.holdsMore && row.fileHash !== first.fileHash;
      // Among the files of the chart words that are kept apart would be read by others.
      if (isAnother && row.take === "psychotherapy") return row;
      const asFile: MappingRow = { ...row, take: "file", asks: row.asks.filter((ask) => ask !== "date"), twin };
      if (!isAnother || said.has(contentOf(asFile))) return { ...row, take: "out", asks: [], twin };
      said.set(contentOf(asFile), asFile);
      return asFile;
    }
    said.set(contentOf(row), row);
    const name = [whose, row.take === "file" ? "file" : row.date, plainTitle(row.title), endingOf(row.path)].join("\0");
    const other = named.get(name);
    if (!other) named.set(name, row);
    return other && row.source.includes("#") === other.source.includes("#") && plainTitle(row.title) !== ""
      ? { ...row, besides: other.source }
      : row;
  });
}

const endingOf = (path: string): string => (path.includes("#") ? "" : (path.split(".").at(-1) ?? "").toLowerCase());

/** Without what programs add to the name of a copy. */
function plainTitle(title: string): string {
  return title
    .toLowerCase()
    .replace(/\b(?:copy(?: of)?|final|draft|old|new|v\d+|version \d+|conflicted copy.*)\b|\(\d+\)|_\d$/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** What a person may change of a row, or of many at once. Whatever is said of a thing is an answer to what it asked. */
export type RowChange = {
  readonly take?: Take;
  readonly client?: { readonly name: string; readonly chart?: string | undefined };
  readonly date?: string;
  readonly title?: string;
  readonly withFile?: boolean;
  /** That the guess is right. */
  readonly confirms?: readonly Ask[];
};

export function changeRow(row: MappingRow, change: RowChange): MappingRow {
  const answered: readonly Ask[] = [
    ...(change.take === undefined ? [] : (["take"] as const)),
    ...(change.client === undefined ? [] : (["client"] as const)),
    ...(change.date === undefined ? [] : (["date"] as const)),
    ...(change.confirms ?? []),
  ];
  const { client, confirms: _, ...plain } = change;
  // A client has to be named by somebody before a row can be right about them.
  const asks = row.asks.filter(
    (ask) => !answered.includes(ask) || (ask === "client" && (client?.name ?? row.client) === ""),
  );
  return {
    ...row,
    ...plain,
    ...(client && { client: client.name, chart: client.chart }),
    asks: change.take === "out" ? [] : asks,
  };
}

/** Whether it is taken by a run as it stands: what asks something waits. */
export const isReady = (row: MappingRow): boolean =>
  row.take !== "out" && row.asks.length === 0 && row.client.trim() !== "";
export const isWaiting = (row: MappingRow): boolean => row.take !== "out" && !isReady(row);

/** Rows of which the original may lie beside its note. Of what gives no text there is nothing else. */
export const originalsOf = (rows: readonly MappingRow[]): readonly MappingRow[] =>
  rows.filter(
    ({ isReadable, holdsMore, take }) => isReadable && holdsMore && (take === "progress" || take === "psychotherapy"),
  );

/** By their words alone. */
export const withoutOriginals = (rows: readonly MappingRow[]): MappingRow[] =>
  rows.map((row) => (row.isReadable ? { ...row, withFile: false } : row));

export const withOriginals = (rows: readonly MappingRow[]): MappingRow[] =>
  rows.map((row) => (row.isReadable ? { ...row, withFile: row.holdsMore } : row));
