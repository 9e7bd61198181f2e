/** Notes in plain words, for terminals. */

import type { NoteHead, NoteVersion } from "@alcove/vault";

/** One line for a list. */
export function noteLine(head: NoteHead): string {
  const marks = [
    ...(head.kind === "psychotherapy" ? ["psychotherapy"] : []),
    ...(head.conflict ? ["two versions side by side"] : []),
    ...(head.kept.server === undefined ? ["only on this device"] : []),
  ];
  const title = head.title || head.excerpt;
  return `${head.id}  ${head.date}  ${title}${marks.length > 0 ? `  (${marks.join(", ")})` : ""}`;
}

/** Who wrote a version, when, and what it is called. */
export function versionLine(version: NoteVersion): string {
  const when = new Date(version.writtenAt).toISOString().slice(0, 16).replace("T", " ");
  return `${version.revision}  version ${version.number}, ${when} UTC, ${version.author} on ${version.device || "a device"}`;
}
