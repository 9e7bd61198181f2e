/**
 * The fold: everything a screen lists, derived from revisions and kept in an in-memory SQLite. It can be thrown away and
 * rebuilt from the envelopes at any time. No note's text is in it but a short excerpt; the text index is apart.
 */

import { type Bytes, encodeCbor, equalBytes, parseCbor } from "@alcove/bytes";
import type { Revision, RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../ports.ts";
import { wholeUntil } from "./words.ts";

/** Of what follows: lists of another version are derived anew. */
const foldVersion = 10;

/**
 * `conflicts` are notes with revisions side by side. `docid` orders notes by their day (`day number * 2^20 + n`). `dropped` are docids whose words are to leave the text index;
 * `text_index` names the saved one that `indexed` and `dropped` speak of.
 */
const foldSchema = `
  CREATE TABLE revisions (
    revision BLOB PRIMARY KEY, record BLOB NOT NULL, number INTEGER NOT NULL, author BLOB NOT NULL, written_at INTEGER NOT NULL,
    parents BLOB NOT NULL, envelope BLOB, position INTEGER, part INTEGER, outbox INTEGER, superseded INTEGER NOT NULL DEFAULT 0,
    compartment BLOB
  );
  CREATE INDEX revisions_of_record ON revisions (record);
  CREATE TABLE names (record BLOB PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, email TEXT, created_at INTEGER, changed_at INTEGER NOT NULL, number INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE notes (
    docid INTEGER PRIMARY KEY, record BLOB NOT NULL UNIQUE, chart BLOB NOT NULL, kind TEXT NOT NULL, date TEXT NOT NULL, title TEXT NOT NULL,
    excerpt TEXT NOT NULL, author BLOB NOT NULL, written_at INTEGER NOT NULL, current BLOB NOT NULL, indexed INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX notes_of_chart ON notes (chart);
  CREATE INDEX notes_to_index ON notes (docid) WHERE indexed = 0;
  CREATE TABLE conflicts (record BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE sources (digest BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE attachments (record BLOB PRIMARY KEY, chart BLOB NOT NULL, note BLOB, name TEXT NOT NULL, media_type TEXT NOT NULL, bytes INTEGER NOT NULL, added_at INTEGER NOT NULL, current BLOB NOT NULL, blob BLOB NOT NULL);
  CREATE INDEX attachments_of_note ON attachments (note);
  CREATE INDEX attachments_of_blob ON attachments (blob);
  CREATE TABLE crisis (record BLOB PRIMARY KEY, chart BLOB NOT NULL, type TEXT NOT NULL, author BLOB NOT NULL, written_at INTEGER NOT NULL, current BLOB NOT NULL);
  CREATE TABLE proposals (record BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE emergencies (record BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE givens (record BLOB PRIMARY KEY, emergency BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE leavings (record BLOB PRIMARY KEY, member BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE wills (
    revision BLOB PRIMARY KEY, record BLOB NOT NULL, number INTEGER NOT NULL, author BLOB NOT NULL, confirmed TEXT, notes_stay_closed INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE presences (revision BLOB PRIMARY KEY, record BLOB NOT NULL, member BLOB NOT NULL, workdays TEXT NOT NULL, away_from TEXT, away_until TEXT) WITHOUT ROWID;
  CREATE TABLE accesses (revision BLOB PRIMARY KEY, compartment BLOB, chart BLOB NOT NULL, device BLOB NOT NULL, at INTEGER NOT NULL, act TEXT NOT NULL, record BLOB, apart BLOB, emergency BLOB) WITHOUT ROWID;
  CREATE INDEX accesses_of_chart ON accesses (chart, at);
  CREATE TABLE dropped (docid INTEGER PRIMARY KEY);
  CREATE TABLE text_index (id BLOB NOT NULL);
  PRAGMA user_version = ${foldVersion};
`;

export const isFold = (sql: MemorySql): boolean =>
  sql.prepare("PRAGMA user_version").get()?.["user_version"] === foldVersion;

/** Where a revision rests: in a body of the ledger, or in the outbox. */
export type RevisionPlace =
  | {
      readonly kind: "ledger";
      readonly position: number;
      /** Which of the body's envelopes, from 0. */
      readonly part: number;
      readonly envelope: Bytes;
      readonly compartment: Bytes;
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
    if (revision.type === "access") return addAccess(entry, revision);
    const ledger = place.kind === "ledger" ? place : undefined;
    const there = sql.prepare("SELECT record, outbox FROM revisions WHERE revision = ?").get(revision.revision);
    if (there) {
      // Whoever reads a revision knows its id. What comes under it later is no place of it, but of one's own that was on its way.
      const wasOnItsWay = there["outbox"] !== null && equalBytes(there["record"] as Bytes, record);
      if (ledger && wasOnItsWay) settle(revision.revision, ledger);
      return;
    }
    sql
      .prepare("INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)")
      .run(
        revision.revision,
        record,
        entry.number,
        entry.author,
        revision.writtenAt,
        encodeCbor(entry.parents),
        ledger?.envelope ?? null,
        ledger?.position ?? null,
        ledger?.part ?? null,
        place.kind === "outbox" ? place.sequence : null,
        ledger?.compartment ?? null,
      );
    for (const parent of entry.parents)
      sql.prepare("UPDATE revisions SET superseded = 1 WHERE revision = ?").run(parent);
    view(entry);
  }

  /** A row of its own and none among the revisions: there are many, nobody changes them, and all they say is in it. */
  function addAccess(
    { chart, author, place }: ToFold,
    { revision, writtenAt, act, record, apart, emergency }: RevisionOf<"access">,
  ) {
    if (!chart) return;
    const compartment = place.kind === "ledger" ? place.compartment : null;
    sql
      .prepare(
        `INSERT INTO accesses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (revision)
          DO UPDATE SET compartment = excluded.compartment WHERE accesses.compartment IS NULL`,
      )
      .run(revision, compartment, chart, author, writtenAt, act, record ?? null, apart ?? null, emergency ?? null);
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
      case "crisis-card":
      case "crisis-opening":
        // Where it is, and no word of it.
        if (entry.chart && isLeading(record, revision.revision))
          sql
            .prepare("INSERT OR REPLACE INTO crisis VALUES (?, ?, ?, ?, ?, ?)")
            .run(record, entry.chart, revision.type, entry.author, revision.writtenAt, revision.revision);
        return;
      case "proposal":
        sql.prepare("INSERT INTO proposals VALUES (?) ON CONFLICT DO NOTHING").run(record);
        return;
      case "emergency":
        sql.prepare("INSERT INTO emergencies VALUES (?) ON CONFLICT DO NOTHING").run(record);
        return;
      case "given":
        sql.prepare("INSERT INTO givens VALUES (?, ?) ON CONFLICT DO NOTHING").run(record, revision.emergency);
        return;
      case "access":
        // Has a row of its own and none here.
        return;
      case "leaving":
        sql.prepare("INSERT INTO leavings VALUES (?, ?) ON CONFLICT DO NOTHING").run(record, revision.member);
        return;
      case "will":
        // Each revision: whose will it is follows from who wrote it.
        sql
          .prepare("INSERT INTO wills VALUES (?, ?, ?, ?, ?, ?)")
          .run(
            revision.revision,
            record,
            entry.number,
            entry.author,
            revision.confirmed ?? null,
            Number(revision.notesStayClosed),
          );
        return;
      case "presence":
        sql
          .prepare("INSERT INTO presences VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
          .run(
            revision.revision,
            record,
            revision.member,
            revision.workdays.join(),
            revision.away?.from ?? null,
            revision.away?.until ?? null,
          );
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
    const before = sql.prepare("SELECT docid FROM notes WHERE record = ?").get(entry.record);
    if (before) countStanding(entry.record);
    if (before && !isLeading(entry.record, note.revision)) return;
    const docid =
      before && dayOf(Number(before["docid"])) === dayNumber(note.date)
        ? Number(before["docid"])
        : nextDocid(note.date);
    if (before) {
      sql.prepare("DELETE FROM notes WHERE docid = ?").run(before["docid"] as number);
      sql.prepare("INSERT INTO dropped VALUES (?) ON CONFLICT DO NOTHING").run(before["docid"] as number);
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

  function countStanding(record: Bytes): void {
    sql.prepare("DELETE FROM conflicts WHERE record = ?").run(record);
    sql
      .prepare(
        "INSERT INTO conflicts SELECT record FROM revisions WHERE record = ? AND superseded = 0 GROUP BY record HAVING count(*) > 1",
      )
      .run(record);
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
        "UPDATE revisions SET envelope = ?, position = ?, part = ?, outbox = NULL, compartment = ? WHERE revision = ?",
      )
      .run(place.envelope, place.position, place.part, place.compartment, revision);
    sql.prepare("UPDATE accesses SET compartment = ? WHERE revision = ?").run(place.compartment, revision);
  }

  /** Every record that has something in this compartment leaves the lists, with what waits of it: fold the outbox again. */
  function forget(compartment: Bytes): Bytes[] {
    sql.prepare("DELETE FROM accesses WHERE compartment = ?").run(compartment);
    const records = sql
      .prepare("SELECT DISTINCT record FROM revisions WHERE compartment = ?")
      .all(compartment)
      .map((row) => row["record"] as Bytes);
    for (const record of records) {
      if (isNamedElsewhere(record, compartment)) {
        sql.prepare("DELETE FROM revisions WHERE record = ? AND compartment = ?").run(record, compartment);
        continue;
      }
      leaveLists(record);
      sql.prepare("DELETE FROM revisions WHERE record = ?").run(record);
    }
    return records;
  }

  /** A chart whose name lay inside while it was guarded has its name in lists from the directory. */
  function isNamedElsewhere(record: Bytes, compartment: Bytes): boolean {
    const leader = sql
      .prepare("SELECT compartment FROM revisions WHERE record = ? ORDER BY number DESC, revision DESC LIMIT 1")
      .get(record)?.["compartment"];
    const isChart = sql.prepare("SELECT 1 FROM names WHERE record = ? AND type = 'chart'").get(record) !== undefined;
    // A name that waits is for the directory: nothing else of the kind is in these lists before it is placed.
    return isChart && !(leader instanceof Uint8Array && equalBytes(leader as Bytes, compartment));
  }

  function leaveLists(record: Bytes): void {
    const docid = sql.prepare("SELECT docid FROM notes WHERE record = ?").get(record)?.["docid"];
    if (typeof docid === "number") sql.prepare("INSERT INTO dropped VALUES (?) ON CONFLICT DO NOTHING").run(docid);
    for (const table of [
      "names",
      "notes",
      "conflicts",
      "attachments",
      "crisis",
      "proposals",
      "emergencies",
      "givens",
      "leavings",
      "wills",
      "presences",
    ])
      sql.prepare(`DELETE FROM ${table} WHERE record = ?`).run(record);
  }

  /** The revision goes, and its record leaves the lists: the one that leads is to be added once more. */
  function remove(record: Bytes, revision: Bytes): void {
    leaveLists(record);
    sql.prepare("DELETE FROM revisions WHERE revision = ?").run(revision);
  }

  return {
    sql,
    add,
    settle,
    forget,
    remove,
    transaction: sql.transaction.bind(sql),
    serialize: () => sql.serialize(),
    close: () => sql.close(),

    /** The note's docid where `revision` is still what it says and was not indexed before; it counts as indexed from here on. */
    markIndexed(record: Bytes, revision: Bytes): number | undefined {
      const marked = sql
        .prepare("UPDATE notes SET indexed = 1 WHERE record = ? AND current = ? AND indexed = 0 RETURNING docid")
        .get(record, revision);
      return marked && Number(marked["docid"]);
    },
    /** Notes whose words are not in the text index, each with the place of its current revision. */
    unindexed: (limit: number) =>
      sql
        .prepare(`SELECT notes.record, chart, notes.author, ${placed} WHERE indexed = 0 ORDER BY docid LIMIT ?`)
        .all(limit),
    /** Docids whose words are to leave the text index before any are added; they are taken as gone from here on. */
    takeDropped: (): number[] =>
      sql
        .prepare("DELETE FROM dropped RETURNING docid")
        .all()
        .map((row) => Number(row["docid"])),
    textIndexId: (): Bytes | undefined => sql.prepare("SELECT id FROM text_index").get()?.["id"] as Bytes | undefined,
    setTextIndexId(id: Bytes): void {
      sql.exec("DELETE FROM text_index");
      sql.prepare("INSERT INTO text_index VALUES (?)").run(id);
    },
    /** The text index is to be built anew. */
    forgetTextIndex: (): void =>
      sql.exec("UPDATE notes SET indexed = 0 WHERE indexed = 1; DELETE FROM dropped; DELETE FROM text_index"),

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
           (SELECT count(*) FROM conflicts CROSS JOIN notes USING (record) WHERE chart = names.record) AS conflicts,
           max(changed_at, coalesce((SELECT max(written_at) FROM notes WHERE chart = names.record), 0)) AS changed
         FROM names WHERE type = 'chart' ORDER BY name COLLATE NOCASE`,
        )
        .all(),
    /** The chart's crisis card and who opened it, newest first. */
    crisisOf: (chart: Bytes): SqlRow[] =>
      sql.prepare("SELECT * FROM crisis WHERE chart = ? ORDER BY written_at DESC, record").all(chart),
    /** Newest day first. */
    notesOf: (chart: Bytes, limit = Number.MAX_SAFE_INTEGER): SqlRow[] =>
      sql.prepare(`${noteRow} WHERE notes.chart = ? GROUP BY docid ORDER BY docid DESC LIMIT ?`).all(chart, limit),
    note: (record: Bytes): SqlRow | undefined =>
      sql.prepare(`${noteRow} WHERE notes.record = ? GROUP BY docid`).get(record),
    /** With the place of its current revision. */
    noteByDocid: (docid: number): SqlRow | undefined =>
      sql.prepare(`SELECT notes.record, chart, ${placed} WHERE docid = ?`).get(docid),
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
    forgetSource: (digest: Bytes): void => sql.prepare("DELETE FROM sources WHERE digest = ?").run(digest),
    hasSource: (digest: Bytes): boolean =>
      sql.prepare("SELECT 1 FROM sources WHERE digest = ?").get(digest) !== undefined,
    attachmentsOf: (chart: Bytes): SqlRow[] =>
      sql.prepare("SELECT * FROM attachments WHERE chart = ? ORDER BY added_at DESC, record").all(chart),
    /** Several may name one blob (docs/spec, ATT-6). Whoever sealed it came first: a later one could claim it for elsewhere. */
    attachmentByBlob: (blob: Bytes): SqlRow | undefined =>
      sql.prepare("SELECT * FROM attachments WHERE blob = ? ORDER BY rowid LIMIT 1").get(blob),
    /** What devices say they have shown of the chart, oldest first. */
    accessesOf: (chart: Bytes): SqlRow[] =>
      sql.prepare("SELECT * FROM accesses WHERE chart = ? ORDER BY at, revision").all(chart),
    /** Of those after `from` and up to `to` by one device. `apart`: of these psychotherapy notes; null: of the others. */
    accessesBetween: (from: number, to: number, chart: Bytes, device: Bytes, apart: Bytes | null): SqlRow[] =>
      sql
        .prepare(
          "SELECT act, record FROM accesses WHERE at > ? AND at <= ? AND chart = ? AND device = ? AND apart IS ?",
        )
        .all(from, to, chart, device, apart),
    proposals: (): Bytes[] =>
      sql
        .prepare("SELECT record FROM proposals")
        .all()
        .map((row) => row["record"] as Bytes),
    /** Those of which anything was said since, milliseconds since 1970. */
    emergencies: (since = 0): Bytes[] =>
      sql
        .prepare("SELECT DISTINCT record FROM emergencies JOIN revisions USING (record) WHERE written_at >= ?")
        .all(since)
        .map((row) => row["record"] as Bytes),
    /** Revisions of what was given for it, wherever they lie. */
    givensFor: (emergency: Bytes): SqlRow[] =>
      sql
        .prepare("SELECT r.* FROM revisions AS r JOIN givens USING (record) WHERE givens.emergency = ?")
        .all(emergency),
    leavings: (): SqlRow[] => sql.prepare("SELECT record, member FROM leavings").all(),
    /** Every revision of every will, the newest of each record first. */
    wills: (): SqlRow[] => sql.prepare("SELECT * FROM wills ORDER BY number DESC, revision DESC").all(),
    /** All that was said of when this member is to be expected, the newest first; what waits in the outbox is newer than the ledger. */
    presencesOf: (member: Bytes): SqlRow[] =>
      sql
        .prepare(
          `SELECT p.record, workdays, away_from, away_until, author FROM presences AS p JOIN revisions USING (revision)
           WHERE member = ? ORDER BY position IS NULL DESC, coalesce(position, outbox) DESC, part DESC`,
        )
        .all(member),
    attachment: (record: Bytes): SqlRow | undefined =>
      sql.prepare("SELECT * FROM attachments WHERE record = ?").get(record),
  };
}

const noteRow = `SELECT docid, notes.record, chart, kind, date, title, excerpt, notes.author, notes.written_at, current,
  count(*) AS revisions, sum(superseded = 0) AS standing, count(outbox) AS waiting,
  (SELECT count(*) FROM attachments WHERE note = notes.record) AS attachments
  FROM notes JOIN revisions AS r ON r.record = notes.record`;

const placed = `current, position, part, outbox FROM notes JOIN revisions ON revision = current`;

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

/** The first words of `text`, on one line. Only its beginning is looked at: a note may be megabytes. */
function excerptOf(text: string): string {
  const beginning = text.slice(0, excerptLength * 2);
  const line = (/[^\S ]|  /.test(beginning) ? beginning.replaceAll(/\s+/g, " ") : beginning).trim();
  if (line.length <= excerptLength && beginning.length === text.length) return line;
  const space = line.lastIndexOf(" ", excerptLength);
  return `${line.slice(0, space > 0 ? space : wholeUntil(line, excerptLength))}…`;
}

export function parentsIn(row: SqlRow): Bytes[] {
  const value = parseCbor(row["parents"] as Bytes);
  return Array.isArray(value) ? (value as Bytes[]) : [];
}
