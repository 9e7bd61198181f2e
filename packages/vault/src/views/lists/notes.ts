/**
 * Notes, by day, with what waits for the text index; those with revisions side by side; where imported ones came from. What was taken
 * out of its chart (docs/spec, MOV) stays in `every_note` and is in `notes` no more, which is what everything that lists or counts asks.
 */

import { type Bytes, concatBytes } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import type { MemorySql, SqlRow } from "../../ports.ts";
import { wholeUntil } from "../words.ts";
import { dayNumber, dayOf, docidsPerDay } from "./docids.ts";
import type { Handlers, Leads, List, ToFold } from "./list.ts";

export const notes = {
  schema: `
  CREATE TABLE every_note (
    docid INTEGER PRIMARY KEY, record BLOB NOT NULL UNIQUE, chart BLOB NOT NULL, kind TEXT NOT NULL, date TEXT NOT NULL, title TEXT NOT NULL,
    excerpt TEXT NOT NULL, author BLOB NOT NULL, written_at INTEGER NOT NULL, current BLOB NOT NULL, indexed INTEGER NOT NULL DEFAULT 0, is_out INTEGER NOT NULL DEFAULT 0,
    form TEXT, adds BLOB, about BLOB, first_written INTEGER
  );
  CREATE INDEX notes_of_chart ON every_note (chart);
  CREATE INDEX notes_to_index ON every_note (docid) WHERE indexed = 0;
  CREATE INDEX notes_out ON every_note (record) WHERE is_out = 1;
  CREATE VIEW notes AS SELECT * FROM every_note WHERE is_out = 0;
  CREATE TABLE conflicts (record BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE sources (digest BLOB NOT NULL, record BLOB NOT NULL, PRIMARY KEY (digest, record)) WITHOUT ROWID;
  CREATE INDEX sources_of_record ON sources (record);
  CREATE TABLE dropped (docid INTEGER PRIMARY KEY);
  CREATE TABLE text_index (id BLOB NOT NULL);
  `,
  tables: ["every_note", "conflicts"],
  open: openNotes,
} satisfies List;

function openNotes(sql: MemorySql, leads: Leads) {
  function list(entry: ToFold, note: RevisionOf<"note">, chart: Bytes): void {
    if (note.source) listSource(note.source.digest, entry.record);
    const before = sql.prepare("SELECT docid FROM every_note WHERE record = ?").get(entry.record);
    if (before) countStanding(entry.record);
    if (before && !leads(entry.record, note.revision)) return;
    const docid =
      before && dayOf(Number(before["docid"])) === dayNumber(note.date)
        ? Number(before["docid"])
        : nextDocid(note.date);
    if (before) {
      drop(entry.record);
      sql.prepare("DELETE FROM every_note WHERE docid = ?").run(before["docid"] as number);
    }
    sql
      .prepare("INSERT INTO every_note VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?)")
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
        note.form ?? null,
        note.adds ?? null,
        note.about && note.about.length > 0 ? concatBytes(...note.about) : null,
        note.firstWritten ?? null,
      );
  }

  /** Its words are to leave the text index. */
  function drop(record: Bytes): void {
    const docid = sql.prepare("SELECT docid FROM every_note WHERE record = ?").get(record)?.["docid"];
    if (typeof docid === "number") sql.prepare("INSERT INTO dropped VALUES (?) ON CONFLICT DO NOTHING").run(docid);
  }

  /** Whether it is in its chart follows from its versions and from what says that it was taken out, whichever came first. */
  function setOut(record: Bytes, isOut: boolean): void {
    const row = sql.prepare("SELECT is_out FROM every_note WHERE record = ?").get(record);
    if (!row || (row["is_out"] === 1) === isOut) return;
    drop(record);
    sql.prepare("UPDATE every_note SET is_out = ?, indexed = 0 WHERE record = ?").run(Number(isOut), record);
  }

  function listSource(digest: Bytes, record: Bytes): void {
    sql.prepare("INSERT INTO sources VALUES (?, ?) ON CONFLICT DO NOTHING").run(digest, record);
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
      .prepare("SELECT max(docid) AS last FROM every_note WHERE docid >= ? AND docid < ?")
      .get(base, base + docidsPerDay)?.["last"];
    return typeof last === "number" ? last + 1 : base;
  }

  const handlers = {
    note(entry: ToFold, note: RevisionOf<"note">) {
      if (entry.chart) list(entry, note, entry.chart);
    },
  } satisfies Handlers;
  return {
    handlers,
    drop,
    setOut,
    /** An import brings it again. */
    forgetSources: (record: Bytes): void => sql.prepare("DELETE FROM sources WHERE record = ?").run(record),
    queries: {
      /** The note's docid where `revision` is still what it says and was not indexed before; it counts as indexed from here on. */
      markIndexed(record: Bytes, revision: Bytes): number | undefined {
        const marked = sql
          .prepare(
            "UPDATE every_note SET indexed = 1 WHERE record = ? AND current = ? AND indexed = 0 AND is_out = 0 RETURNING docid",
          )
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
        sql.exec("UPDATE every_note SET indexed = 0 WHERE indexed = 1; DELETE FROM dropped; DELETE FROM text_index"),

      /** Newest day first. */
      notesOf: (chart: Bytes, limit = Number.MAX_SAFE_INTEGER): SqlRow[] =>
        sql.prepare(`${noteRow} WHERE notes.chart = ? GROUP BY docid ORDER BY docid DESC LIMIT ?`).all(chart, limit),
      /** Newest day first, of the note's own kind: another kind lies in another compartment, and adds nothing to it. */
      addendaOf: (note: SqlRow): SqlRow[] =>
        sql
          .prepare(`${noteRow} WHERE notes.chart = ? AND adds = ? AND kind = ? GROUP BY docid ORDER BY docid DESC`)
          .all(note["chart"] as Bytes, note["record"] as Bytes, note["kind"] as string),
      note: (record: Bytes): SqlRow | undefined =>
        sql.prepare(`${noteRow} WHERE notes.record = ? GROUP BY docid`).get(record),
      /** Days and forms of what was written here, newest day first; imported notes came without one and tell nothing. */
      formsOf: (chart: Bytes, kind: string): SqlRow[] =>
        sql.prepare(`${writtenHere} AND chart = ? ORDER BY docid DESC LIMIT 50`).all(kind, chart),
      formsBy: (device: Bytes, kind: string): SqlRow[] =>
        sql.prepare(`${writtenHere} AND author = ? ORDER BY docid DESC LIMIT 10`).all(kind, device),
      /** With the place of its current revision. */
      noteByDocid: (docid: number): SqlRow | undefined =>
        sql.prepare(`SELECT notes.record, chart, ${placed} WHERE docid = ?`).get(docid),
      hasProgressNote: (chart: Bytes, date: string): boolean =>
        sql.prepare("SELECT 1 FROM notes WHERE chart = ? AND date = ? AND kind = 'progress'").get(chart, date) !==
        undefined,
      /** By indices alone: it is asked for often. */
      noteCount: (): number =>
        Number(
          sql
            .prepare(
              "SELECT (SELECT count(*) FROM every_note) - (SELECT count(*) FROM every_note WHERE is_out = 1) AS n",
            )
            .get()?.["n"],
        ),
      /** A note that was taken out of its chart. */
      noteTakenOut: (record: Bytes): SqlRow | undefined =>
        sql.prepare("SELECT * FROM every_note WHERE record = ? AND is_out = 1").get(record),
      forgetSource: (digest: Bytes, record: Bytes): void =>
        sql.prepare("DELETE FROM sources WHERE digest = ? AND record = ?").run(digest, record),
      hasSource: (digest: Bytes): boolean =>
        sql.prepare("SELECT 1 FROM sources WHERE digest = ?").get(digest) !== undefined,
    },
  };
}

const noteRow = `SELECT docid, notes.record, chart, kind, date, title, excerpt, notes.author, notes.written_at, current, form, adds, about, first_written,
  count(*) AS revisions, sum(superseded = 0) AS standing, count(outbox) AS waiting,
  (SELECT count(*) FROM attachments WHERE note = notes.record) AS attachments,
  (SELECT author FROM revisions WHERE record = notes.record ORDER BY number, revision LIMIT 1) AS begun_by
  FROM notes JOIN revisions AS r ON r.record = notes.record`;

const writtenHere = `SELECT date, form, written_at FROM notes
  WHERE kind = ? AND adds IS NULL AND NOT EXISTS (SELECT 1 FROM sources WHERE sources.record = notes.record)`;

const placed = `current, position, part, outbox FROM notes JOIN revisions ON revision = current`;

const excerptLength = 160;

/** Between paragraphs, where the first does not end as a sentence does: a heading, and what stands below it. */
const betweenParagraphs = /(?<=[^\p{P}\s])[^\S\n]*\n\s*\n\s*(?:- )?(?=\S)/gu;

/** The first words of `text`, on one line. Only its beginning is looked at: a note may be megabytes. */
function excerptOf(text: string): string {
  const beginning = text.slice(0, excerptLength * 2);
  const line = (
    /[^\S ]|  /.test(beginning) ? beginning.replaceAll(betweenParagraphs, " · ").replaceAll(/\s+/g, " ") : beginning
  ).trim();
  if (line.length <= excerptLength && beginning.length === text.length) return line;
  const space = line.lastIndexOf(" ", excerptLength);
  return `${line.slice(0, space > 0 ? space : wholeUntil(line, excerptLength))}…`;
}
