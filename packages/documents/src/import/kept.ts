/** What a chart holds, as an import asks of it: which note a row became, and whether that and its file are there. */

import type { MappingRow } from "./mapping.ts";

/** As it opens from this device's disk. Hashes are SHA-256 in hex. */
export type Kept = {
  readonly notes: readonly {
    readonly id: string;
    readonly kind: "progress" | "psychotherapy";
    readonly date: string;
    /** Where it was imported from. */
    readonly source?: string;
    /** Of its text as it was imported or begun, and as it is now. */
    readonly hashes: readonly string[];
  }[];
  readonly files: readonly {
    readonly id: string;
    readonly name: string;
    readonly note?: string;
    readonly hash: string;
  }[];
};
type KeptNote = Kept["notes"][number];
type KeptFile = Omit<Kept["files"][number], "id">;

/** What of a row its note and its file are known by. */
export type RowInChart = Pick<
  MappingRow,
  "source" | "take" | "date" | "hash" | "fileHash" | "picture" | "isReadable" | "withFile"
>;

/** What a file may be in its chart: a picture came in as it lies where somebody wanted it so, then or now. */
const wantedHashes = ({ fileHash, picture }: RowInChart, asTheyCame: boolean): readonly string[] =>
  picture?.outcome === "removed" && !asTheyCame ? [picture.hash, fileHash] : [fileHash];

export function indexKept(kept: Kept) {
  const bySource = grouped(kept.notes, ({ kind, source }) => [kind, source].join("\0"));
  const bySaid = new Map<string, KeptNote[]>();
  for (const note of kept.notes)
    for (const hash of new Set(note.hashes)) put(bySaid, [note.kind, hash].join("\0"), note);
  const byId = new Map(kept.notes.map((note) => [note.id, note]));
  const byHash = grouped(kept.files, ({ hash }) => hash);
  const byNote = grouped<KeptFile>(kept.files, ({ note = "" }) => note);

  /** Notes of the row's kind that have its file beside them. */
  const besideWhich = (row: RowInChart, asTheyCame = false): KeptNote[] =>
    wantedHashes(row, asTheyCame)
      .flatMap((hash) => byHash.get(hash) ?? [])
      .flatMap(({ note = "" }) => byId.get(note) ?? [])
      .filter(({ kind }) => kind === row.take);

  return {
    files: (note: string | undefined): readonly KeptFile[] => byNote.get(note ?? "") ?? [],
    /** One that has been added since. */
    add: (file: KeptFile) => put(byNote, file.note ?? "", file),
    besideWhich,
    /** By where it came from, else by its file, its words and its day: the folder may have been moved or packed since. */
    noteOf(row: RowInChart): KeptNote | undefined {
      const beside = besideWhich(row);
      // A note that only names the file beside it says nothing of what is in that.
      const said = row.isReadable ? (bySaid.get([row.take, row.hash].join("\0")) ?? []) : beside;
      const fromThere = bySource.get([row.take, row.source].join("\0")) ?? [];
      return (
        said.find(({ source }) => source === row.source) ??
        fromThere[0] ??
        said.find((note) => beside.includes(note) && note.date === row.date) ??
        said.find(({ date }) => date === row.date) ??
        said.find((note) => beside.includes(note)) ??
        said[0]
      );
    },
  };
}
export type KeptIndex = ReturnType<typeof indexKept>;

/** Each note answers for one row of its day only: many sessions have the same few words. Of the same path it is the same file. */
export function createThere(kept: Kept, asTheyCame: boolean) {
  const index = indexKept(kept);
  const bySource = new Set(
    kept.notes.flatMap(({ kind, source, hashes }) => hashes.map((hash) => [kind, source, hash].join("\0"))),
  );
  const counts = new Map<string, number>();
  for (const { kind, date, hashes } of kept.notes)
    for (const hash of new Set(hashes)) {
      const key = [kind, date, hash].join("\0");
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  const loose = new Set(index.files(undefined).map(({ hash }) => hash));
  return {
    note(row: RowInChart): boolean {
      if (!row.isReadable) return index.besideWhich(row).length > 0;
      const key = [row.take, row.date, row.hash].join("\0");
      const left = counts.get(key) ?? 0;
      if (bySource.has([row.take, row.source, row.hash].join("\0"))) return true;
      if (left > 0) counts.set(key, left - 1);
      return left > 0;
    },
    file(row: RowInChart): boolean {
      if (row.take === "file") return wantedHashes(row, asTheyCame).some((hash) => loose.has(hash));
      return !row.withFile || index.besideWhich(row, asTheyCame).length > 0;
    },
    has(row: RowInChart): boolean {
      const isNoteThere = row.take === "file" || this.note(row);
      return isNoteThere && this.file(row);
    },
  };
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) put(groups, keyOf(one), one);
  return groups;
}

function put<T>(groups: Map<string, T[]>, key: string, one: T): void {
  const group = groups.get(key);
  if (group) group.push(one);
  else groups.set(key, [one]);
}
