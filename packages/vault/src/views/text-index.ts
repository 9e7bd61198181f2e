/**
 * The full-text index: words and places of every note, no copy of its text, in an in-memory SQLite of its own. It is
 * several times as large as the lists, so unlocking doesn't wait for it. `docid` is the fold's: newest day first is the
 * index's own order.
 *
 * Progress and psychotherapy notes have a table each. Behind a note's text stand two words that nobody types, one for the
 * chart and one for the device that wrote, so that filters are part of the index query.
 */

import { type Bytes, toHex } from "@alcove/bytes";
import { type NoteKind, noteKinds, type RevisionOf } from "@alcove/records";
import type { MemorySql, SqlValue } from "../ports.ts";
import { docidFrom, docidThrough } from "./lists/docids.ts";
import { foldText, wordIndex } from "./words.ts";

/**
 * A thousand notes' words before FTS5 writes a segment of them, and eight segments before it merges some: a quarter off
 * what a note costs with FTS5's own megabyte and four, at the same speed of queries.
 */
const wordsHeldBytes = 8 * 1024 * 1024;
const segmentsMerged = 8;

export type TextIndex = ReturnType<typeof openTextIndex>;

export type FindFacts = {
  /** FTS5 expression, as `parseQuery` makes it. */
  readonly match: string;
  readonly kind: NoteKind;
  readonly chart: Bytes | undefined;
  /** Written on one of these. */
  readonly devices: readonly Bytes[] | undefined;
  /** Days, both included. */
  readonly from: string | undefined;
  readonly to: string | undefined;
};

export function openTextIndex(sql: MemorySql) {
  for (const kind of noteKinds)
    sql.exec(
      `CREATE VIRTUAL TABLE IF NOT EXISTS ${kind} USING ${wordIndex};
       INSERT INTO ${kind} (${kind}, rank) VALUES ('hashsize', ${wordsHeldBytes}), ('automerge', ${segmentsMerged});`,
    );
  return {
    transaction: sql.transaction.bind(sql),
    serialize: () => sql.serialize(),
    close: () => sql.close(),

    /** `author`: the device that wrote this revision. */
    add(docid: number, note: RevisionOf<"note">, chart: Bytes, author: Bytes): void {
      const filters = `${chartWord(chart)} ${deviceWord(author)}`;
      sql
        .prepare(`INSERT INTO ${note.kind} (rowid, body) VALUES (?, ?)`)
        .run(docid, `${foldText(`${note.title}\n${note.text}`)}\n${filters}`);
    },
    remove(docid: number): void {
      for (const kind of noteKinds) sql.prepare(`DELETE FROM ${kind} WHERE rowid = ?`).run(docid);
    },

    /** Newest first. */
    find(facts: FindFacts, limit: number): number[] {
      const { where, values } = conditions(facts);
      return sql
        .prepare(`SELECT rowid FROM ${facts.kind} WHERE ${where} ORDER BY rowid DESC LIMIT ?`)
        .all(...values, limit)
        .map((row) => Number(row["rowid"]));
    },
    count(facts: FindFacts): number {
      const { where, values } = conditions(facts);
      return Number(sql.prepare(`SELECT count(*) AS n FROM ${facts.kind} WHERE ${where}`).get(...values)?.["n"]);
    },
  };
}

/** Runes are letters to the index, and no beginning of a word that somebody looks for. */
const chartWord = (chart: Bytes): string => `\u16dd${toHex(chart)}`;
const deviceWord = (device: Bytes): string => `\u16df${toHex(device)}`;

function conditions({ match, kind, chart, devices, from, to }: FindFacts): { where: string; values: SqlValue[] } {
  const written = devices?.map((device) => `"${deviceWord(device)}"`).join(" OR ");
  const terms = [
    `(${match})`,
    ...(chart ? [`"${chartWord(chart)}"`] : []),
    // Nobody's notes are none: a word that stands nowhere.
    ...(written === undefined ? [] : [`(${written || '"\u16de"'})`]),
  ];
  const values: SqlValue[] = [terms.join(" AND ")];
  let where = `${kind} MATCH ?`;
  if (from !== undefined) {
    where += " AND rowid >= ?";
    values.push(docidFrom(from));
  }
  if (to !== undefined) {
    where += " AND rowid <= ?";
    values.push(docidThrough(to));
  }
  return { where, values };
}
