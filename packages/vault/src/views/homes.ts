/**
 * Where records of each type belong (docs/spec, REC-5). Who may write into one of a chart's compartments says nothing in another: a
 * note that a front desk put among numbers is none of the chart's.
 */

import { type Bytes, equalBytes } from "@alcove/bytes";
import type { Compartment, CompartmentKind } from "@alcove/protocol";
import {
  administrativeCaseKinds,
  encodeRevision,
  isOfNumbers,
  parseRevision,
  type RecordType,
  type Revision,
  type RevisionOf,
} from "@alcove/records";
import type { MemorySql } from "../ports.ts";
import type { ToFold } from "./lists/list.ts";
import type { AccountOf } from "./moved.ts";
import { reminderId } from "./record-key.ts";

const homes: Readonly<Record<RecordType, readonly CompartmentKind[]>> = {
  practice: ["directory"],
  member: ["directory"],
  device: ["directory"],
  presence: ["directory"],
  proposal: ["directory"],
  leaving: ["directory"],
  emergency: ["directory"],
  template: ["directory"],
  snippet: ["directory"],
  // Its name lies inside while it is guarded under an alias.
  chart: ["directory", "clinical"],
  measure: ["clinical"],
  "own-measure": ["directory"],
  note: ["clinical", "psychotherapy"],
  // Those of the practice lie in the directory.
  attachment: ["clinical", "psychotherapy", "directory"],
  document: ["clinical", "psychotherapy"],
  "moved-file": ["clinical"],
  "code-table": ["directory"],
  diagnosis: ["clinical"],
  medication: ["clinical"],
  flag: ["clinical"],
  plan: ["clinical"],
  signature: ["clinical", "psychotherapy", "administrative"],
  "change-request": ["clinical", "psychotherapy"],
  moved: ["clinical", "psychotherapy"],
  person: ["administrative", "clinical"],
  "face-sheet": ["administrative", "clinical"],
  reminder: ["administrative", "clinical"],
  form: ["directory"],
  "form-response": ["clinical", "administrative"],
  "form-act": ["clinical", "administrative"],
  // Inside while the chart is guarded.
  disclosure: ["access-log", "clinical"],
  "crisis-card": ["crisis"],
  "crisis-opening": ["crisis"],
  access: ["access-log", "psychotherapy"],
  given: ["emergency"],
  will: ["will"],
  appointment: ["schedule"],
  series: ["schedule"],
  "working-hours": ["schedule"],
  room: ["directory"],
  case: ["administrative", "clinical"],
  office: ["directory"],
  destroyed: ["access-log"],
};

/** A note's own kind says which of the two it is of, a form whether who reads no note may have its answers (FRM-3), and a case's whether it may lie there (CASE-1); what is planned is in the calendar of whom it names (CAL-1). */
export function belongsIn({ kind, author }: Pick<Compartment, "kind" | "author">, revision: Revision): boolean {
  if (revision.type === "note") return kind === (revision.kind === "psychotherapy" ? "psychotherapy" : "clinical");
  // Of a chart whose log whoever calls its client can't write in.
  if (revision.type === "access" && kind === "schedule")
    return isOfNumbers(revision.act) && revision.chart !== undefined;
  if (!homes[revision.type].includes(kind)) return false;
  // Only what lies where front desk reads goes inside a guard.
  if ("moved" in revision && revision.moved) return kind === "administrative";
  // Among the notes while a guard closes both.
  if (revision.type === "form-response" && kind === "administrative") return revision.belongs === "administrative";
  if (revision.type === "case" && kind === "administrative") return administrativeCaseKinds.includes(revision.kind);
  return kind !== "schedule" || ("member" in revision && equalBytes(revision.member, author));
}

/**
 * Whether it lies in the compartment, and is of the type and kind, in which its record has been from the start (docs/spec, REC-6): who
 * writes in one place takes no record out of another, and has no part in it. `key`: the record's (`keyOf`).
 */
export function staysInItsPlace(sql: MemorySql, key: Bytes, { revision, chart, place }: ToFold): boolean {
  // What waits on this device is in no compartment yet.
  const before = sql
    .prepare("SELECT of_chart, what, compartment FROM revisions WHERE record = ? ORDER BY compartment IS NULL LIMIT 1")
    .get(key);
  if (!before) return true;
  const compartment = place.kind === "ledger" ? place.compartment : null;
  const isBetween = before["compartment"] === null || compartment === null;
  return (
    isSame(before["of_chart"], chart) &&
    before["what"] === whatIs(revision) &&
    (isBetween || isSame(before["compartment"], compartment))
  );
}

/**
 * The name of a chart that has an alias lies inside that chart, and in no other; and the id of a reminder, which whoever reads the
 * appointment can work out, is one of the chart it lies in (docs/spec, REM-3).
 */
export function isOfItsOwnChart({ revision, record, chart }: ToFold): boolean {
  if (revision.type === "reminder") return chart !== null && equalBytes(record, reminderId(chart, revision));
  return revision.type !== "chart" || chart === null || equalBytes(chart, record);
}

const isSame = (a: unknown, b: Bytes | null): boolean => (a instanceof Uint8Array && b ? equalBytes(a, b) : a === b);

/** What a record is and stays. */
export function whatIs(revision: Revision): string {
  if (revision.type === "note") return revision.kind;
  if (revision.type === "case") return `case ${revision.kind}`;
  return revision.type === "form-response" ? `form-response ${revision.belongs}` : revision.type;
}

/**
 * Whether its author may say that of its record (docs/spec, REC-7): a snippet is of who wrote its first revision, and of what was given
 * out of a chart nothing is said anew but that it was written down by mistake.
 */
export function saysWhatItMay(sql: MemorySql, accountOf: AccountOf, { revision, record, author }: ToFold): boolean {
  if (revision.type !== "snippet" && revision.type !== "disclosure") return true;
  const first = sql.prepare("SELECT author, body FROM structured WHERE record = ?").get(record);
  if (!first) return true;
  const memberOf = (device: Bytes): Bytes => accountOf(device) ?? device;
  if (revision.type === "snippet") return equalBytes(memberOf(author), memberOf(first["author"] as Bytes));
  const before = parseRevision(first["body"] as Bytes);
  return before?.type === "disclosure" && equalBytes(wordsOf(before), wordsOf(revision));
}

const wordsOf = ({ revision, ...said }: RevisionOf<"disclosure">): Bytes =>
  encodeRevision({ ...said, revision: revision.slice().fill(0), writtenAt: 0, mistaken: false });
