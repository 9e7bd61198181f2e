/** Notes in plain words, for terminals. */

import type { MovedView, NoteHead, NoteSignatures, NoteVersion, SignatureView } from "@alcove/vault";

/** One line for a list. */
export function noteLine(head: NoteHead): string {
  const marks = [
    ...(head.kind === "psychotherapy" ? ["psychotherapy"] : []),
    ...(head.adds === undefined ? [] : [`adds to ${head.adds}`]),
    ...(head.signed === undefined ? [] : [head.signed]),
    ...(head.conflict ? ["two versions side by side"] : []),
    ...(head.kept.server === undefined ? ["only on this device"] : []),
  ];
  const title = head.title || head.excerpt;
  return `${head.id}  ${head.date}  ${title}${marks.length > 0 ? `  (${marks.join(", ")})` : ""}`;
}

/** One line for a list of notes: of one that was taken out of the chart. */
export function movedLine({ id, date, kind, at, by, reason, to }: MovedView): string {
  const what = kind === "psychotherapy" ? "a psychotherapy note" : "a note";
  const day = new Date(at).toISOString().slice(0, 10);
  const where = to ? `; it stands in chart ${to.chart} as ${to.note}` : "";
  return `${id}  ${date}  ${what} that ${by} took out on ${day}: ${movedReasons[reason]}${where}`;
}

export const movedReasons: Readonly<Record<MovedView["reason"], string>> = {
  "about-another": "it was about somebody else",
  "own-chart": "it goes on in a chart of its own",
  "taken-back": "it was put back where it had been before",
};

/** Who wrote a version, when, and what it is called. */
export function versionLine(version: NoteVersion): string {
  const when = new Date(version.writtenAt).toISOString().slice(0, 16).replace("T", " ");
  return `${version.revision}  version ${version.number}, ${when} UTC, ${version.author} on ${version.device || "a device"}`;
}

const broken = {
  "not-theirs": "DOES NOT HOLD: not made with their key, or by somebody who did not write the note",
  elsewhere: "DOES NOT HOLD: over something else than this note",
  "other-words": "DOES NOT HOLD: the version it names says something else",
} as const;

export function signatureLine(one: SignatureView): string {
  const when = `${new Date(one.at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const covers = one.isOfNow ? "" : "; another version came after it";
  const state = one.broken ? `; ${broken[one.broken]}` : `, version ${one.version}${covers}`;
  return `${one.intent === "sign" ? "signed" : "countersigned"} by ${one.by || "a former member"}, ${when}${state}`;
}

/** Signatures, what a supervisor asks for, and addenda, a line each. */
export function signedLines({ signatures, changeRequests, addenda }: NoteSignatures): string[] {
  return [
    ...signatures.map(signatureLine),
    ...changeRequests.map(
      ({ by, words, isAnswered }) => `${by} asks${isAnswered ? ", countersigned since" : ""}: ${words}`,
    ),
    ...addenda.map((head) => `added: ${noteLine(head)}`),
  ];
}
