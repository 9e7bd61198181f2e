/** Who wrote something down, and who made something else of it since: what somebody answered must not look like their words when it is not. */

import { type Bytes, toHex } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import type { Written } from "../facade.ts";
import { authorName } from "./notes.ts";

export type Writers = {
  /** Absent: nothing of it counts yet, or it can't be opened. */
  readonly first?: Written;
  /** Absent: it says what it said first. */
  readonly changed?: Written;
};

/** `saysOf`: what is compared, the same text for the same; `undefined` of a revision that doesn't count yet. */
export async function writersOf<T extends "measure" | "form-response">(
  opened: Opened,
  type: T,
  record: Bytes,
  saysOf: (revision: RevisionOf<T>) => string | undefined,
): Promise<Writers> {
  // Of two that stand side by side the one that leads: the other is told of by itself.
  const beside = opened.fold
    .standing(record)
    .slice(1)
    .map((row) => toHex(row["revision"] as Bytes));
  const rows = opened.fold.revisionsOf(record).filter((row) => !beside.includes(toHex(row["revision"] as Bytes)));
  const revisions = await Promise.all(rows.map((row) => opened.openRevision(row["revision"] as Bytes)));
  let first: Written | undefined;
  let changed: Written | undefined;
  let before: string | undefined;
  for (const [i, revision] of revisions.entries()) {
    const says = revision?.type === type ? saysOf(revision as RevisionOf<T>) : undefined;
    if (says === undefined) continue;
    const row = rows[i];
    const written = {
      author: authorName(opened, row?.["author"] as Bytes),
      writtenAt: Number(row?.["written_at"]),
    };
    if (first === undefined) first = written;
    else if (says !== before) changed = written;
    before = says;
  }
  return { ...(first ? { first } : {}), ...(changed ? { changed } : {}) };
}
