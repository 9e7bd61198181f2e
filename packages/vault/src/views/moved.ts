/** Whether a note was taken out of its chart (docs/spec, MOV-2). */

import { type Bytes, equalBytes } from "@alcove/bytes";
import type { MemorySql } from "../ports.ts";
import type { Structured } from "./lists/structured.ts";

/** Whose device this is; a device's member never changes. `undefined`: not known yet, and nobody else's. */
export type AccountOf = (device: Bytes) => Bytes | undefined;

/**
 * By who wrote every version of it, where it lies, and as long as the version that they took out is the only one that stands: words
 * that others wrote, or that came later, are hidden by nobody.
 */
export function isTakenOut(
  sql: MemorySql,
  accountOf: AccountOf,
  record: Bytes,
  said: readonly Structured<"moved">[],
): boolean {
  const ofIt = said.filter(({ value }) => !value.back && equalBytes(value.note, record));
  if (ofIt.length === 0) return false;
  const versions = sql
    .prepare("SELECT revision, author, superseded, compartment FROM revisions WHERE record = ?")
    .all(record);
  const [standing, beside] = versions.filter(({ superseded }) => superseded === 0);
  if (!standing || beside) return false;
  const memberOf = (device: Bytes): Bytes => accountOf(device) ?? device;
  return ofIt.some((moved) => {
    const lies = placeOf(sql, moved.record);
    return (
      equalBytes(moved.value.version, standing["revision"] as Bytes) &&
      versions.every(({ author }) => equalBytes(memberOf(author as Bytes), memberOf(moved.author))) &&
      versions.every(({ compartment }) => !lies || compartment === null || equalBytes(compartment as Bytes, lies))
    );
  });
}

/** `undefined`: it waits on this device, which wrote it beside the note. */
function placeOf(sql: MemorySql, record: Bytes): Bytes | undefined {
  const found = sql
    .prepare("SELECT compartment FROM revisions WHERE record = ? AND compartment IS NOT NULL LIMIT 1")
    .get(record);
  return found?.["compartment"] as Bytes | undefined;
}
