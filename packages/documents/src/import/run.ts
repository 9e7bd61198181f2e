/**
 * Takes a mapping in: charts, notes, files, then reads all of it back and compares. It asks before each thing whether it is
 * there, so that a run after a stop, a lock or a crash goes on where that one ended, and adds nothing twice.
 */

import type { FoundNote } from "../source-file.ts";
import { type DocumentCategory, guessCategory } from "./guess.ts";
import { createThere, indexKept, type Kept, type KeptIndex } from "./kept.ts";
import { isReady, isWaiting, type MappingRow } from "./mapping.ts";
import type { Chart } from "./named.ts";
import { withoutCamera } from "./picture.ts";

type Failure = { readonly code: string; readonly facts?: Readonly<Record<string, unknown>> };
type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

/** What is said of a file that is taken as one (docs/spec, DOC). */
type DocumentWords = {
  readonly category: DocumentCategory;
  readonly title: string;
  readonly date?: string;
  readonly from: string;
};

/** What a run needs of the vault. */
export type ImportVault = {
  charts(): Promise<readonly Chart[]>;
  createChart(request: { readonly name: string }): Promise<Outcome<{ readonly id: string }>>;
  importNotes(request: {
    readonly task: string;
    readonly chart: string;
    readonly kind: "progress" | "psychotherapy";
    readonly notes: readonly {
      readonly title: string;
      readonly text: string;
      readonly date?: string;
      readonly source: string;
    }[];
  }): Promise<Outcome<{ readonly added: number; readonly stoppedEarly: boolean }>>;
  attach(request: {
    readonly chart: string;
    readonly note?: string;
    readonly name: string;
    readonly mediaType: string;
    readonly bytes: Uint8Array;
    readonly document?: DocumentWords;
  }): Promise<Outcome<unknown>>;
  /** `files`: "whole" opens every file and hashes what it holds; "named" believes its record. */
  readBack(request: { readonly chart: string; readonly files: "named" | "whole" }): Promise<Outcome<Kept>>;
};

/** The folder, as it is now. */
export type Folder = {
  readonly notes: ReadonlyMap<string, FoundNote>;
  /** `undefined`: it can't be read any more. */
  readonly bytes: (path: string) => Promise<Uint8Array | undefined>;
  readonly hash: (content: Uint8Array | string) => Promise<string>;
  readonly mediaType: (path: string) => string;
};

/**
 * What became of a row. "same": it was read back, and is what the folder holds, to the letter and the byte; `cleaned`: but for what the
 * camera wrote.
 */
export type RowOutcome =
  | { readonly is: "same"; readonly wasThere: boolean; readonly cleaned?: true }
  | { readonly is: "differs" | "missing" }
  | { readonly is: "failed"; readonly code: string }
  | { readonly is: "waiting" | "out" };

export type RunReport = {
  readonly rows: readonly { readonly row: MappingRow; readonly outcome: RowOutcome }[];
  readonly added: { readonly charts: number; readonly notes: number; readonly files: number };
  readonly stoppedEarly: boolean;
};

export type RunOptions = {
  readonly task: string;
  /** Pictures with all that their camera wrote. */
  readonly asTheyCame?: boolean;
  readonly stopped: () => boolean;
  readonly progress: (step: {
    readonly doing: "taking in" | "reading back";
    readonly done: number;
    readonly total: number;
  }) => void;
};

const NOTES_AT_ONCE = 100;
const CHARACTERS_AT_ONCE = 4 * 1024 * 1024;

/**
 * Rows that are in their chart already are marked, and taken out of the run. Of those of whom nobody knows whose they are none is: a
 * colleague's client may have had the same words said of them.
 */
export async function markThere(
  vault: ImportVault,
  rows: readonly MappingRow[],
  asTheyCame = false,
): Promise<readonly MappingRow[]> {
  const marked = new Map<string, MappingRow>();
  for (const [chart, ofChart] of byChart(
    rows.filter((row) => row.chart !== undefined && row.take !== "out" && !row.asks.includes("client")),
    ({ chart = "" }) => chart,
  )) {
    const kept = await vault.readBack({ chart, files: "named" });
    if (!kept.ok) continue;
    const there = createThere(kept.value, asTheyCame);
    for (const row of ofChart) if (there.has(row)) marked.set(row.source, { ...row, isThere: true, asks: [] });
  }
  return rows.map(({ isThere: _, ...row }) => marked.get(row.source) ?? row);
}

export async function runImport(
  vault: ImportVault,
  rows: readonly MappingRow[],
  folder: Folder,
  { task, asTheyCame = false, stopped, progress }: RunOptions,
): Promise<RunReport> {
  const ready = rows.filter((row) => isReady(row) || row.isThere === true);
  const outcomes = new Map<string, RowOutcome>();
  const failed = (some: readonly MappingRow[], code: string) => {
    for (const { source } of some) outcomes.set(source, { is: "failed", code });
  };
  const added = { charts: 0, notes: 0, files: 0 };
  const charts = new Map<string, MappingRow[]>();
  let known = await vault.charts();
  let done = 0;
  const tell = (count: number) => progress({ doing: "taking in", done: (done += count), total: ready.length });

  for (const [key, ofChart] of byChart(ready, (row) => row.chart ?? `new ${row.client.trim()}`)) {
    if (stopped()) break;
    let chart = key.startsWith("new ") ? known.find(({ name }) => name === key.slice(4))?.id : key;
    if (chart === undefined) {
      const created = await vault.createChart({ name: key.slice(4) });
      if (!created.ok) {
        failed(ofChart, created.error.code);
        tell(ofChart.length);
        continue;
      }
      chart = created.value.id;
      known = [...known, { id: chart, name: key.slice(4) }];
      added.charts++;
    }
    charts.set(chart, [...(charts.get(chart) ?? []), ...ofChart]);
    await takeIn(chart, ofChart);
  }

  async function takeIn(chart: string, ofChart: readonly MappingRow[]): Promise<void> {
    const before = await vault.readBack({ chart, files: "named" });
    if (!before.ok) return failed(ofChart, before.error.code);
    const there = createThere(before.value, asTheyCame);
    const notesThere = new Set(ofChart.filter((row) => row.take !== "file" && there.note(row)));
    const isThere = new Set(ofChart.filter((row) => (row.take === "file" || notesThere.has(row)) && there.file(row)));
    for (const { source } of isThere) outcomes.set(source, { is: "same", wasThere: true });
    tell(isThere.size);
    for (const kind of ["progress", "psychotherapy"] as const)
      for (const some of inPortions(
        ofChart.filter((row) => row.take === kind && !notesThere.has(row)),
        folder,
      )) {
        if (stopped()) return;
        const notes = some.map((row) => ({
          title: row.title,
          text: textOf(row, folder),
          source: row.source,
          ...(row.date === "" ? {} : { date: row.date }),
        }));
        const kept = await vault.importNotes({ task, chart, kind, notes });
        if (kept.ok) added.notes += kept.value.added;
        else failed(some, kept.error.code);
        tell(some.filter(({ withFile }) => !withFile).length);
      }
    const withFiles = ofChart.filter(
      (row) => (row.take === "file" || row.withFile) && outcomes.get(row.source)?.is !== "failed",
    );
    if (withFiles.length === 0 || stopped()) return;
    const now = await vault.readBack({ chart, files: "named" });
    if (!now.ok) return failed(withFiles, now.error.code);
    const index = indexKept(now.value);
    for (const row of withFiles) {
      if (stopped()) return;
      const taken = await takeFile(vault, { chart, row, index, folder, asTheyCame });
      if (taken === "added") added.files++;
      else if (taken !== "there") failed([row], taken.code);
      if (!isThere.has(row)) tell(1);
    }
  }

  const stoppedEarly = stopped();
  let compared = 0;
  for (const [chart, ofChart] of charts) {
    const kept = await vault.readBack({ chart, files: "whole" });
    if (!kept.ok) {
      failed(ofChart, kept.error.code);
      compared += ofChart.length;
      continue;
    }
    const index = indexKept(kept.value);
    for (const row of ofChart) {
      const before = outcomes.get(row.source);
      progress({ doing: "reading back", done: ++compared, total: ready.length });
      if (before?.is === "failed") continue;
      const found = await compare(row, index, folder, asTheyCame);
      const wasThere = before?.is === "same" && before.wasThere;
      outcomes.set(row.source, found.is === "same" ? { ...found, wasThere } : { is: found.is });
    }
  }
  return {
    rows: rows.map((row) => ({
      row,
      outcome: outcomes.get(row.source) ?? { is: isWaiting(row) || isReady(row) ? "waiting" : "out" },
    })),
    added,
    stoppedEarly,
  };
}

type FileToTake = {
  readonly chart: string;
  readonly row: MappingRow;
  readonly index: KeptIndex;
  readonly folder: Folder;
  readonly asTheyCame: boolean;
};

/** The file of a row, beside its note where it has one; each once there, whatever it is called. */
async function takeFile(
  vault: Pick<ImportVault, "attach">,
  { chart, row, index, folder, asTheyCame }: FileToTake,
): Promise<"added" | "there" | { readonly code: string }> {
  const note = row.take === "file" ? undefined : index.noteOf(row)?.id;
  if (row.take !== "file" && note === undefined) return { code: "note-unknown" };
  const lying = await folder.bytes(row.path);
  if (!lying) return { code: "file-unreadable" };
  const bytes = asTheyCame ? lying : withoutCamera(lying);
  const hashes = [await folder.hash(bytes), ...(bytes === lying || asTheyCame ? [] : [await folder.hash(lying)])];
  const present = index.files(note);
  if (present.some(({ hash }) => hashes.includes(hash))) return "there";
  const name = row.path.split("/").at(-1) ?? row.path;
  const mediaType = folder.mediaType(row.path);
  const beside = note === undefined ? { document: documentOf(row) } : { note };
  const kept = await vault.attach({ chart, name, mediaType, bytes, ...beside });
  if (!kept.ok) return { code: kept.error.code };
  index.add({ name, hash: hashes[0] as string, ...(note === undefined ? {} : { note }) });
  return "added";
}

/** The row's words and bytes against what opens from the chart. */
async function compare(
  row: MappingRow,
  index: KeptIndex,
  folder: Folder,
  asTheyCame: boolean,
): Promise<{ readonly is: "same"; readonly cleaned?: true } | { readonly is: "differs" | "missing" }> {
  const note = row.take === "file" ? undefined : index.noteOf(row);
  if (row.take !== "file") {
    if (!note) return { is: "missing" };
    if (row.isReadable && !note.hashes.includes(await folder.hash(textOf(row, folder)))) return { is: "differs" };
    if (!row.withFile) return { is: "same" };
  }
  const files = index.files(note?.id);
  const holds = (hash: string) => files.some((file) => file.hash === hash);
  const bytes = await folder.bytes(row.path);
  if (bytes && holds(await folder.hash(bytes))) return { is: "same" };
  const cleaned = bytes && !asTheyCame ? withoutCamera(bytes) : bytes;
  if (cleaned && cleaned !== bytes && holds(await folder.hash(cleaned))) return { is: "same", cleaned: true };
  const name = row.path.split("/").at(-1) ?? row.path;
  return { is: files.some((file) => file.name === name) ? "differs" : "missing" };
}

/** Its day where its name or a line says one: the day of its last change is none of the document's. */
function documentOf({ path, title, date, because }: MappingRow): DocumentWords {
  const isSaid = date !== "" && because.date !== undefined && because.date !== "its last change";
  return { category: guessCategory(path), title, ...(isSaid ? { date } : {}), from: "" };
}

/** Of a psychotherapy note that has nothing but its file beside it. */
function textOf(row: MappingRow, folder: Folder): string {
  return folder.notes.get(row.source)?.text ?? `[${row.path.split("/").at(-1) ?? row.path}]`;
}

function byChart(rows: readonly MappingRow[], keyOf: (row: MappingRow) => string): Map<string, MappingRow[]> {
  const groups = new Map<string, MappingRow[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

function* inPortions(rows: readonly MappingRow[], folder: Folder): Generator<readonly MappingRow[]> {
  let portion: MappingRow[] = [];
  let characters = 0;
  for (const row of rows) {
    portion.push(row);
    characters += textOf(row, folder).length;
    if (portion.length < NOTES_AT_ONCE && characters < CHARACTERS_AT_ONCE) continue;
    yield portion;
    portion = [];
    characters = 0;
  }
  if (portion.length > 0) yield portion;
}
