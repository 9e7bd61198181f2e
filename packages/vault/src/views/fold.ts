/**
 * The fold: everything a screen lists, derived from revisions and kept in an in-memory SQLite. It can be thrown away and
 * rebuilt from the envelopes at any time. No note's text is in it but a short excerpt; the text index is apart.
 */

import { type Bytes, encodeCbor, equalBytes, parseCbor } from "@alcove/bytes";
import type { Revision } from "@alcove/records";
import type { MemorySql, SqlRow } from "../ports.ts";
import { isOfItsOwnChart, saysWhatItMay, staysInItsPlace, whatIs } from "./homes.ts";
import { accesses } from "./lists/accesses.ts";
import { attachments } from "./lists/attachments.ts";
import { crisis } from "./lists/crisis.ts";
import { forms } from "./lists/forms.ts";
import type { Handlers, RevisionPlace, ToFold } from "./lists/list.ts";
import { names } from "./lists/names.ts";
import { notes } from "./lists/notes.ts";
import { people } from "./lists/people.ts";
import { requests } from "./lists/requests.ts";
import { sayings } from "./lists/sayings.ts";
import { schedule } from "./lists/schedule.ts";
import { signatures } from "./lists/signatures.ts";
import { structured } from "./lists/structured.ts";
import { type AccountOf, isFileTakenOut, isTakenOut } from "./moved.ts";
import { keyOf } from "./record-key.ts";

const lists = [
  names,
  notes,
  attachments,
  crisis,
  requests,
  people,
  schedule,
  signatures,
  forms,
  structured,
  sayings,
  accesses,
];

/** Of what follows and of the lists: those of another version are derived anew. */
const foldVersion = 22;

const foldSchema = `
  CREATE TABLE revisions (
    revision BLOB PRIMARY KEY, record BLOB NOT NULL, number INTEGER NOT NULL, author BLOB NOT NULL, written_at INTEGER NOT NULL,
    parents BLOB NOT NULL, envelope BLOB, position INTEGER, part INTEGER, outbox INTEGER, superseded INTEGER NOT NULL DEFAULT 0,
    compartment BLOB, of_chart BLOB, what TEXT NOT NULL
  );
  CREATE INDEX revisions_of_record ON revisions (record);
  ${lists.map(({ schema }) => schema).join("")}
  PRAGMA user_version = ${foldVersion};
`;

export const isFold = (sql: MemorySql): boolean =>
  sql.prepare("PRAGMA user_version").get()?.["user_version"] === foldVersion;

export type Fold = ReturnType<typeof openFold>;

export function openFold(sql: MemorySql, accountOf: AccountOf) {
  const exists = sql.prepare("SELECT name FROM sqlite_master WHERE name = 'revisions'").get();
  if (!exists) sql.exec(foldSchema);

  function leads(record: Bytes, revision: Bytes): boolean {
    const leader = sql
      .prepare("SELECT revision FROM revisions WHERE record = ? ORDER BY number DESC, revision DESC LIMIT 1")
      .get(record);
    return leader !== undefined && equalBytes(leader["revision"] as Bytes, revision);
  }

  const parts = {
    names: names.open(sql, leads),
    notes: notes.open(sql, leads),
    attachments: attachments.open(sql),
    crisis: crisis.open(sql, leads),
    requests: requests.open(sql),
    people: people.open(sql),
    schedule: schedule.open(sql),
    signatures: signatures.open(sql),
    forms: forms.open(sql, leads),
    structured: structured.open(sql, leads),
    sayings: sayings.open(sql, leads),
    accesses: accesses.open(sql),
  };
  const handlers: Required<Omit<Handlers, "access">> = {
    ...parts.names.handlers,
    ...parts.notes.handlers,
    ...parts.attachments.handlers,
    ...parts.crisis.handlers,
    ...parts.requests.handlers,
    ...parts.people.handlers,
    ...parts.schedule.handlers,
    ...parts.signatures.handlers,
    ...parts.forms.handlers,
    ...parts.structured.handlers,
  };

  function add(entry: ToFold): void {
    const { revision, record, place } = entry;
    if (revision.type === "access") return parts.accesses.add(entry, revision);
    if (!isOfItsOwnChart(entry)) return;
    const key = keyOf(record, revision);
    if (!staysInItsPlace(sql, key, entry) && !givesWay(key, place)) return;
    if (!saysWhatItMay(sql, accountOf, entry)) return;
    const ledger = place.kind === "ledger" ? place : undefined;
    const there = sql
      .prepare("SELECT record, outbox, position FROM revisions WHERE revision = ?")
      .get(revision.revision);
    if (there && (equalBytes(there["record"] as Bytes, key) || !isBefore(place, there["position"]))) {
      // Whoever reads a revision knows its id. What comes under it later is no place of it, but of one's own that was on its way.
      const wasOnItsWay = there["outbox"] !== null && equalBytes(there["record"] as Bytes, key);
      if (ledger && wasOnItsWay) settle(revision.revision, ledger);
      return;
    }
    if (there) remove(there["record"] as Bytes, revision.revision);
    sql
      .prepare("INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)")
      .run(
        revision.revision,
        key,
        entry.number,
        entry.author,
        revision.writtenAt,
        encodeCbor(entry.parents),
        ledger?.envelope ?? null,
        ledger?.position ?? null,
        ledger?.part ?? null,
        place.kind === "outbox" ? place.sequence : null,
        ledger?.compartment ?? null,
        entry.chart,
        whatIs(revision),
      );
    for (const parent of entry.parents)
      sql.prepare("UPDATE revisions SET superseded = 1 WHERE revision = ? AND record = ?").run(parent, key);
    const before = revision.type === "moved-file" || revision.type === "document" ? fileOf(record) : undefined;
    (handlers[revision.type] as (entry: ToFold, revision: Revision) => void)(entry, revision);
    parts.sayings.add(entry, revision);
    if (revision.type === "note" && entry.chart && parts.structured.queries.hasAny("moved", entry.chart)) judge(record);
    if (revision.type === "moved") judge(revision.note);
    if (revision.type === "attachment") judgeFile(record);
    // A later revision may name another file.
    for (const file of [before, fileOf(record)]) if (file) judgeFile(file);
  }

  /**
   * Of what claims one id the ledger's first counts, not what this device was given the keys of first: a record that came behind this
   * place leaves the lists.
   */
  function givesWay(key: Bytes, place: RevisionPlace): boolean {
    const first = sql.prepare("SELECT min(position) AS first FROM revisions WHERE record = ?").get(key)?.["first"];
    if (!isBefore(place, first)) return false;
    leaveFold(key);
    return true;
  }

  /** What waits on this device gives way to nothing. */
  const isBefore = (place: RevisionPlace, position: unknown): boolean =>
    place.kind === "ledger" && typeof position === "number" && place.position < position;

  /** Whether the note is in its chart. */
  function judge(note: Bytes): void {
    const chart = sql.prepare("SELECT chart FROM every_note WHERE record = ?").get(note)?.["chart"];
    if (!chart) return;
    const said = parts.structured.queries.structuredOf("moved", chart as Bytes);
    parts.notes.setOut(note, isTakenOut(sql, accountOf, note, said));
  }

  /** Of which file it says something, or that it was taken out. */
  function fileOf(record: Bytes): Bytes | undefined {
    const { structuredRecord } = parts.structured.queries;
    return (structuredRecord("moved-file", record) ?? structuredRecord("document", record))?.value.file;
  }

  /** Whether the file is in its chart. */
  function judgeFile(file: Bytes): void {
    const row = sql.prepare("SELECT chart, current, author, is_out FROM every_attachment WHERE record = ?").get(file);
    const chart = row?.["chart"] as Bytes | null | undefined;
    if (!row || !chart) return;
    const isOfIt = ({ value }: { readonly value: { readonly file: Bytes } }) => equalBytes(value.file, file);
    const { structuredOf, hasAny } = parts.structured.queries;
    const said = hasAny("moved-file", chart) ? structuredOf("moved-file", chart).filter(isOfIt) : [];
    const documents = said.length > 0 ? structuredOf("document", chart).filter(isOfIt) : [];
    const { current, author } = row as { current: Bytes; author: Bytes };
    const isOut = isFileTakenOut(sql, accountOf, { current, author }, said, documents);
    if (isOut !== (row["is_out"] === 1)) parts.attachments.setOut(file, isOut);
  }

  /** A revision that rested in the outbox now stands in the ledger. */
  function settle(revision: Bytes, place: Extract<RevisionPlace, { kind: "ledger" }>): void {
    sql
      .prepare(
        "UPDATE revisions SET envelope = ?, position = ?, part = ?, outbox = NULL, compartment = ? WHERE revision = ?",
      )
      .run(place.envelope, place.position, place.part, place.compartment, revision);
    parts.accesses.settle(revision, place);
  }

  /**
   * Every record of this compartment leaves the lists, with what waits of it: fold the outbox again. Each is of one compartment
   * (`staysInItsPlace`), so nothing of another one goes.
   */
  function forget(compartment: Bytes): void {
    parts.accesses.forget(compartment);
    for (const row of sql.prepare("SELECT DISTINCT record FROM revisions WHERE compartment = ?").all(compartment))
      leaveFold(row["record"] as Bytes);
  }

  function leaveFold(key: Bytes): void {
    leaveLists(key);
    parts.notes.forgetSources(key);
    sql.prepare("DELETE FROM revisions WHERE record = ?").run(key);
  }

  function leaveLists(key: Bytes): void {
    const moved = parts.structured.queries.structuredRecord("moved", key);
    const file = fileOf(key);
    parts.notes.drop(key);
    for (const table of lists.flatMap(({ tables }): readonly string[] => tables))
      sql.prepare(`DELETE FROM ${table} WHERE record = ?`).run(key);
    if (moved) judge(moved.value.note);
    if (file) judgeFile(file);
  }

  /**
   * The revision goes, what it stood on stands again where nothing else follows it, and its record leaves the lists: the one that
   * leads is to be added once more.
   */
  function remove(key: Bytes, revision: Bytes): void {
    leaveLists(key);
    sql.prepare("DELETE FROM revisions WHERE revision = ?").run(revision);
    const rest = sql.prepare("SELECT revision, parents FROM revisions WHERE record = ?").all(key);
    const followed = rest.flatMap(parentsIn);
    for (const row of rest) {
      const isFollowed = followed.some((parent) => equalBytes(parent, row["revision"] as Bytes));
      sql
        .prepare("UPDATE revisions SET superseded = ? WHERE revision = ?")
        .run(Number(isFollowed), row["revision"] as Bytes);
    }
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
    revision: (revision: Bytes): SqlRow | undefined =>
      sql.prepare("SELECT * FROM revisions WHERE revision = ?").get(revision),
    /** A record has few revisions, so that its own index finds this as quickly as one over all envelopes would. `key`: by `keyOf`. */
    revisionByEnvelope: (key: Bytes, envelope: Bytes): Bytes | undefined =>
      sql.prepare("SELECT revision FROM revisions WHERE record = ? AND envelope = ?").get(key, envelope)?.[
        "revision"
      ] as Bytes | undefined,
    revisionsOf: (key: Bytes): SqlRow[] =>
      sql.prepare("SELECT * FROM revisions WHERE record = ? ORDER BY number, revision").all(key),
    standing: (key: Bytes): SqlRow[] =>
      sql
        .prepare("SELECT * FROM revisions WHERE record = ? AND superseded = 0 ORDER BY number DESC, revision DESC")
        .all(key),
    ...parts.names.queries,
    ...parts.notes.queries,
    ...parts.attachments.queries,
    ...parts.crisis.queries,
    ...parts.requests.queries,
    ...parts.people.queries,
    ...parts.schedule.queries,
    ...parts.signatures.queries,
    ...parts.forms.queries,
    ...parts.structured.queries,
    ...parts.sayings.queries,
    ...parts.accesses.queries,
  };
}

/**
 * Of what several lists have under one revision's id: what waits on this device, which nobody else knows yet, or what the ledger had
 * first (docs/spec, REC-4).
 */
export function firstOf(...rows: readonly (SqlRow | undefined)[]): SqlRow | undefined {
  const place = (row: SqlRow) => (row["position"] === null ? -1 : Number(row["position"]));
  return rows.filter((row) => row !== undefined).toSorted((a, b) => place(a) - place(b))[0];
}

export function parentsIn(row: SqlRow): Bytes[] {
  const value = parseCbor(row["parents"] as Bytes);
  return Array.isArray(value) ? (value as Bytes[]) : [];
}
