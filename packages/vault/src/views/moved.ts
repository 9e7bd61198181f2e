/** Whether a note or a file was taken out of its chart (docs/spec, MOV-2 and MOV-7). */

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

/** What was said of a file, or that it was taken out. */
type Beside = Pick<Structured<"moved-file" | "document">, "record" | "author">;

/**
 * By who added it, where it lies, and as long as nobody else said there what it is: words of others are hidden by nobody, and what they
 * say later brings it back.
 */
export function isFileTakenOut(
  sql: MemorySql,
  accountOf: AccountOf,
  file: { readonly current: Bytes; readonly author: Bytes },
  said: readonly Structured<"moved-file">[],
  documents: readonly Beside[],
): boolean {
  const memberOf = (device: Bytes): Bytes => accountOf(device) ?? device;
  const lies = sql.prepare("SELECT compartment FROM revisions WHERE revision = ?").get(file.current)?.["compartment"];
  const isBeside = ({ record }: Beside): boolean => {
    const place = placeOf(sql, record);
    return !place || !(lies instanceof Uint8Array) || equalBytes(place, lies as Bytes);
  };
  const whoAdded = memberOf(file.author);
  const isTheirs = (device: Bytes) => equalBytes(memberOf(device), whoAdded);
  const authorsOf = (record: Bytes) =>
    sql
      .prepare("SELECT author FROM revisions WHERE record = ?")
      .all(record)
      .map(({ author }) => author as Bytes);
  return (
    said.some((moved) => !moved.value.back && isTheirs(moved.author) && isBeside(moved)) &&
    documents.filter(isBeside).every(({ record }) => authorsOf(record).every(isTheirs))
  );
}

/** `undefined`: it waits on this device, which wrote it beside the note. */
function placeOf(sql: MemorySql, record: Bytes): Bytes | undefined {
  const found = sql
    .prepare("SELECT compartment FROM revisions WHERE record = ? AND compartment IS NOT NULL LIMIT 1")
    .get(record);
  return found?.["compartment"] as Bytes | undefined;
}
