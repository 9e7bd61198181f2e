/**
 * The fold: everything a screen lists, derived from revisions and kept in an in-memory SQLite. It can be thrown away and
 * rebuilt from the envelopes at any time. No note's text is in it but a short excerpt and the full-text index.
 */

import { type Bytes, encodeCbor, equalBytes, parseCbor, toHex } from "@alcove/bytes";
import type { Revision, RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../ports.ts";
import { foldText, wholeUntil } from "./words.ts";

/**
 * `docid` orders notes by their day (`day number * 2^20 + n`), so that "newest first" is the index's own order.
 * The text index is contentless: words and places, no copy of the text. `scope` holds one word for the kind and one for the chart,
 * so that filters are part of the index query.
 */
export const foldSchema = `
  CREATE TABLE revisions (
    revision BLOB PRIMARY KEY, record BLOB NOT NULL, number INTEGER NOT NULL, author BLOB NOT NULL, written_at INTEGER NOT NULL,
    parents BLOB NOT NULL, envelope BLOB, position INTEGER, start INTEGER, length INTEGER, outbox INTEGER, superseded INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX revisions_of_record ON revisions (record);
  CREATE TABLE names (record BLOB PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, email TEXT, created_at INTEGER, changed_at INTEGER NOT NULL, number INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE notes (
    docid INTEGER PRIMARY KEY, record BLOB NOT NULL UNIQUE, chart BLOB NOT NULL, kind TEXT NOT NULL, date TEXT NOT NULL, title TEXT NOT NULL,
    excerpt TEXT NOT NULL, author BLOB NOT NULL, written_at INTEGER NOT NULL, current BLOB NOT NULL, indexed INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX notes_of_chart ON notes (chart);
  CREATE TABLE sources (digest BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE attachments (record BLOB PRIMARY KEY, chart BLOB NOT NULL, note BLOB, name TEXT NOT NULL, media_type TEXT NOT NULL, bytes INTEGER NOT NULL, added_at INTEGER NOT NULL, current BLOB NOT NULL, blob BLOB NOT NULL UNIQUE) WITHOUT ROWID;
  CREATE VIRTUAL TABLE words USING fts5(title, body, scope, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2", prefix='2 3');
`;

/** Where a revision rests: in a body of the ledger, or in the outbox. */
export type RevisionPlace =
  | {
      readonly kind: "ledger";
      readonly position: number;
      readonly offset: number;
      readonly length: number;
      readonly envelope: Bytes;
    }
  | { readonly kind: "outbox"; readonly sequence: number };

export type ToFold = {
  readonly revision: Revision;
  readonly record: Bytes;
  readonly number: number;
  /** Revision ids (not envelope hashes) of the parents. */
  readonly parents: readonly Bytes[];
  readonly author: Bytes;
  /** Of the compartment the revision lies in; null in the directory. */
  readonly chart: Bytes | null;
  readonly place: RevisionPlace;
};

export type Fold = ReturnType<typeof openFold>;

const excerptLength = 160;

export function openFold(sql: MemorySql) {
  const exists = sql.prepare("SELECT name FROM sqlite_master WHERE name = 'revisions'").get();
  if (!exists) sql.exec(foldSchema);

  function add(entry: ToFold): void {
    const { revision, record, place } = entry;
    const known = sql.prepare("SELECT outbox FROM revisions WHERE revision = ?").get(revision.revision);
    if (known) {
      if (place.kind === "ledger") settle(revision.revision, place);
      return;
    }
    const ledger = place.kind === "ledger" ? place : undefined;
    sql
      .prepare("INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")
      .run(
        revision.revision,
        record,
        entry.number,
        entry.author,
        revision.writtenAt,
        encodeCbor(entry.parents),
        ledger?.envelope ?? null,
        ledger?.position ?? null,
        ledger?.offset ?? null,
        ledger?.length ?? null,
        place.kind === "outbox" ? place.sequence : null,
      );
    for (const parent of entry.parents)
      sql.prepare("UPDATE revisions SET superseded = 1 WHERE revision = ?").run(parent);
    view(entry);
  }

  function view(entry: ToFold): void {
    const { revision, record } = entry;
    switch (revision.type) {
      case "practice":
      case "member":
      case "device":
      case "chart":
        if (!isLeading(record, revision.revision)) return;
        sql
          .prepare(
            "INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name, email = excluded.email, changed_at = excluded.changed_at, number = excluded.number",
          )
          .run(
            record,
            revision.type,
            revision.name,
            revision.type === "member" ? revision.email : null,
            revision.type === "chart" ? revision.createdAt : null,
            revision.writtenAt,
            entry.number,
          );
        return;
      case "note":
        if (entry.chart) viewNote(entry, revision, entry.chart);
        return;
      case "attachment":
        if (entry.chart) {
          sql
            .prepare("INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
            .run(
              record,
              entry.chart,
              revision.note ?? null,
              revision.name,
              revision.mediaType,
              revision.bytes,
              revision.writtenAt,
              revision.revision,
              revision.blob,
            );
        }
    }
  }

  /** Of revisions side by side the one with the higher number, then the higher id, leads: on every device the same. */
  function isLeading(record: Bytes, revision: Bytes): boolean {
    const leader = sql
      .prepare("SELECT revision FROM revisions WHERE record = ? ORDER BY number DESC, revision DESC LIMIT 1")
      .get(record);
    return leader !== undefined && equalBytes(leader["revision"] as Bytes, revision);
  }

  function viewNote(entry: ToFold, note: RevisionOf<"note">, chart: Bytes): void {
    if (note.source) sql.prepare("INSERT INTO sources VALUES (?) ON CONFLICT DO NOTHING").run(note.source.digest);
    if (!isLeading(entry.record, note.revision)) return;
    const before = sql.prepare("SELECT docid FROM notes WHERE record = ?").get(entry.record);
    const docid =
      before && dayOf(Number(before["docid"])) === dayNumber(note.date)
        ? Number(before["docid"])
        : nextDocid(note.date);
    if (before) {
      sql.prepare("DELETE FROM notes WHERE docid = ?").run(before["docid"] as number);
      sql.prepare("DELETE FROM words WHERE rowid = ?").run(before["docid"] as number);
    }
    sql
      .prepare("INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")
      .run(
        docid,
        entry.record,
        chart,
        note.kind,
        note.date,
        note.title,
        note.kind === "psychotherapy" ? "" : excerptOf(note.text),
        entry.author,
        note.writtenAt,
        note.revision,
      );
  }

  function nextDocid(date: string): number {
    const base = dayNumber(date) * docidsPerDay;
    const last = sql
      .prepare("SELECT max(docid) AS last FROM notes WHERE docid >= ? AND docid < ?")
      .get(base, base + docidsPerDay)?.["last"];
    return typeof last === "number" ? last + 1 : base;
  }

  /** A revision that rested in the outbox now stands in the ledger. */
  function settle(revision: Bytes, place: Extract<RevisionPlace, { kind: "ledger" }>): void {
    sql
      .prepare(
        "UPDATE revisions SET envelope = ?, position = ?, start = ?, length = ?, outbox = NULL WHERE revision = ?",
      )
      .run(place.envelope, place.position, place.offset, place.length, revision);
  }

  return {
    sql,
    add,
    settle,
    transaction: sql.transaction.bind(sql),
    serialize: () => sql.serialize(),
    close: () => sql.close(),

    /** Adds a note's words to the index; `text` of its current revision. */
    index(docid: number, note: RevisionOf<"note">, chart: Bytes): void {
      sql
        .prepare("INSERT INTO words (rowid, title, body, scope) VALUES (?, ?, ?, ?)")
        .run(docid, foldText(note.title), foldText(note.text), scopeOf(note.kind, chart));
      sql.prepare("UPDATE notes SET indexed = 1 WHERE docid = ?").run(docid);
    },
    docidOf: (record: Bytes, revision: Bytes): number | undefined => {
      const row = sql.prepare("SELECT docid, current FROM notes WHERE record = ? AND indexed = 0").get(record);
      return row && equalBytes(row["current"] as Bytes, revision) ? Number(row["docid"]) : undefined;
    },
    unindexed: (limit: number) =>
      sql
        .prepare("SELECT docid, record, chart, current FROM notes WHERE indexed = 0 ORDER BY docid LIMIT ?")
        .all(limit),

    nameOf: (record: Bytes): string | undefined =>
      sql.prepare("SELECT name FROM names WHERE record = ?").get(record)?.["name"] as string | undefined,
    named: (record: Bytes): SqlRow | undefined => sql.prepare("SELECT * FROM names WHERE record = ?").get(record),
    namesOf: (type: string): SqlRow[] =>
      sql.prepare("SELECT * FROM names WHERE type = ? ORDER BY name COLLATE NOCASE").all(type),
    charts: (): SqlRow[] =>
      sql
        .prepare(
          `SELECT names.record, name, created_at, number,
           (SELECT count(*) FROM notes WHERE chart = names.record AND kind = 'progress') AS progress,
           (SELECT count(*) FROM notes WHERE chart = names.record AND kind = 'psychotherapy') AS psychotherapy,
           max(changed_at, coalesce((SELECT max(written_at) FROM notes WHERE chart = names.record), 0)) AS changed
         FROM names WHERE type = 'chart' ORDER BY name COLLATE NOCASE`,
        )
        .all(),
    notesOf: (chart: Bytes): SqlRow[] => sql.prepare(`${noteRow} WHERE notes.chart = ? ORDER BY docid DESC`).all(chart),
    note: (record: Bytes): SqlRow | undefined => sql.prepare(`${noteRow} WHERE notes.record = ?`).get(record),
    noteByDocid: (docid: number): SqlRow | undefined => sql.prepare(`${noteRow} WHERE docid = ?`).get(docid),
    noteCount: (): number => Number(sql.prepare("SELECT count(*) AS n FROM notes").get()?.["n"]),
    revision: (revision: Bytes): SqlRow | undefined =>
      sql.prepare("SELECT * FROM revisions WHERE revision = ?").get(revision),
    /** A record has few revisions, so that its own index finds this as quickly as one over all envelopes would. */
    revisionByEnvelope: (record: Bytes, envelope: Bytes): Bytes | undefined =>
      sql.prepare("SELECT revision FROM revisions WHERE record = ? AND envelope = ?").get(record, envelope)?.[
        "revision"
      ] as Bytes | undefined,
    revisionsOf: (record: Bytes): SqlRow[] =>
      sql.prepare("SELECT * FROM revisions WHERE record = ? ORDER BY number, revision").all(record),
    standing: (record: Bytes): SqlRow[] =>
      sql
        .prepare("SELECT * FROM revisions WHERE record = ? AND superseded = 0 ORDER BY number DESC, revision DESC")
        .all(record),
    hasSource: (digest: Bytes): boolean =>
      sql.prepare("SELECT 1 FROM sources WHERE digest = ?").get(digest) !== undefined,
    attachmentsOf: (chart: Bytes): SqlRow[] =>
      sql.prepare("SELECT * FROM attachments WHERE chart = ? ORDER BY added_at DESC").all(chart),
    attachmentByBlob: (blob: Bytes): SqlRow | undefined =>
      sql.prepare("SELECT * FROM attachments WHERE blob = ?").get(blob),
    attachment: (record: Bytes): SqlRow | undefined =>
      sql.prepare("SELECT * FROM attachments WHERE record = ?").get(record),
  };
}

const noteRow = `SELECT docid, notes.record, chart, kind, date, title, excerpt, notes.author, notes.written_at, current,
  (SELECT count(*) FROM revisions AS r WHERE r.record = notes.record) AS revisions,
  (SELECT count(*) FROM revisions AS r WHERE r.record = notes.record AND superseded = 0) AS standing,
  (SELECT count(*) FROM revisions AS r WHERE r.record = notes.record AND r.outbox IS NOT NULL) AS waiting,
  (SELECT count(*) FROM attachments WHERE note = notes.record) AS attachments
  FROM notes`;

const docidsPerDay = 2 ** 20;

/** Days since 0001-01-01, so that dates before 1970 keep their order. */
export function dayNumber(date: string): number {
  const [year = 1, month = 1, day = 1] = date.split("-").map(Number);
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
}
export const docidFrom = (date: string): number => dayNumber(date) * docidsPerDay;
export const docidThrough = (date: string): number => (dayNumber(date) + 1) * docidsPerDay - 1;
const dayOf = (docid: number): number => Math.floor(docid / docidsPerDay);

export const scopeOf = (kind: string, chart: Bytes): string => `kind${kind} chart${toHex(chart)}`;

/** The first words of `text`, on one line. Only its beginning is looked at: a note may be megabytes. */
function excerptOf(text: string): string {
  const beginning = text.slice(0, excerptLength * 2);
  const line = beginning.replaceAll(/\s+/g, " ").trim();
  if (line.length <= excerptLength && beginning.length === text.length) return line;
  const space = line.lastIndexOf(" ", excerptLength);
  return `${line.slice(0, space > 0 ? space : wholeUntil(line, excerptLength))}…`;
}

export function parentsIn(row: SqlRow): Bytes[] {
  const value = parseCbor(row["parents"] as Bytes);
  return Array.isArray(value) ? (value as Bytes[]) : [];
}
