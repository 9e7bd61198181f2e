/** What a run came to, in words to keep: what is in, what is not, what may now be deleted, and what deleting does not reach. */

import type { RunReport } from "./run.ts";
import { whyNotRead } from "./why-not-read.ts";

/** Services that keep copies of a folder elsewhere, by how their folders are called. */
const CLOUDS: readonly (readonly [RegExp, string])[] = [
  [/dropbox/i, "Dropbox"],
  [/onedrive/i, "OneDrive"],
  [/icloud|mobile documents|com~apple~clouddocs/i, "iCloud"],
  [/google ?drive|drivefs|my drive/i, "Google Drive"],
  [/\bbox( sync)?\b/i, "Box"],
  [/nextcloud|owncloud/i, "Nextcloud"],
  [/pcloud|mega(sync)?\b|sync\.com|proton ?drive/i, "a cloud drive"],
];

/** The service whose folder a path lies in, as far as its names tell. */
export function cloudOf(path: string): string | undefined {
  return path
    .split(/[/\\]/)
    .map((name) => CLOUDS.find(([pattern]) => pattern.test(name))?.[1])
    .find((cloud) => cloud !== undefined);
}

export const isInside = ({ outcome }: RunReport["rows"][number]): boolean => outcome.is === "same";

/** Of what its file holds only the words are in, because somebody chose so. */
const isWordsOnly = ({ row, outcome }: RunReport["rows"][number]): boolean =>
  outcome.is === "same" && row.take !== "file" && row.holdsMore && !row.withFile;

/** Files that are in by their words alone. */
export const wordsOnly = (report: RunReport): string[] => [
  ...new Set(report.rows.filter(isWordsOnly).map(({ row }) => row.path)),
];

/** Files of which every row is in its chart with all that it holds, or says what another says that is. */
export function mayBeDeleted(report: RunReport): string[] {
  const inside = new Set(report.rows.filter(isInside).map(({ row }) => row.source));
  const isCovered = (one: RunReport["rows"][number]) =>
    (isInside(one) && !isWordsOnly(one)) ||
    (one.outcome.is === "out" && one.row.twin !== undefined && inside.has(one.row.twin));
  const keeps = new Set(report.rows.filter((one) => !isCovered(one)).map(({ row }) => row.path));
  return [...new Set(report.rows.map(({ row }) => row.path))].filter((path) => !keeps.has(path));
}

/** What deleting a file does not reach, whoever does it. */
export function notReached(cloud: string | undefined): string[] {
  return [
    "The recycle bin or trash: a deleted file lies there until it is emptied.",
    cloud === undefined
      ? "Cloud folders (Dropbox, OneDrive, iCloud, Google Drive): they keep deleted files and earlier versions for weeks or months, and copies on other devices."
      : `${cloud}: the folder lies there by its name. It keeps deleted files and earlier versions for weeks or months, and copies on other devices. Delete it there too, and empty its own trash.`,
    "Backups: Time Machine, File History, drives in a drawer, whatever your computer’s service makes.",
    "E-mail: notes that were sent or received as attachments lie in mailboxes, also in the other person’s.",
    "The drive itself: a solid-state drive writes elsewhere instead of overwriting (wear levelling), so that parts of a deleted file can stay. Whole-disk encryption is what helps against this.",
    "Other places that open documents leave traces: lists of recent files, temporary and autosaved copies, phones, printers.",
  ];
}

export type ReportFacts = { readonly folder: string; readonly day: string; readonly practice?: string };

export function sayReport(report: RunReport, { folder, day }: ReportFacts): string {
  const { added } = report;
  const of = (...outcomes: readonly string[]) => report.rows.filter(({ outcome }) => outcomes.includes(outcome.is));
  const inside = of("same");
  const words = inside.reduce((sum, { row }) => sum + row.words, 0);
  const files = inside.filter(({ row }) => row.take === "file" || row.withFile).length;
  const cleaned = inside.filter(({ outcome }) => outcome.is === "same" && outcome.cleaned);
  const uncleaned = inside.filter(({ row }) => row.picture?.outcome === "cannot");
  const deletable = mayBeDeleted(report);
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
  return `${[
    "RESCUE IMPORT",
    `Folder: ${folder}`,
    `Day: ${day}`,
    "",
    ...(report.stoppedEarly ? ["It was stopped before its end. The same again goes on from there."] : []),
    `Added: ${added.charts} charts, ${added.notes} notes, ${added.files} files.`,
    `Read back and compared: ${inside.length} of ${report.rows.filter(({ outcome }) => outcome.is !== "out" && outcome.is !== "waiting").length}, ${words} words to the letter and ${files} ${files === 1 ? "file" : "files"} to the byte, each the same as in the folder${cleaned.length > 0 ? ", but for what was taken out of pictures" : ""}.`,
    ...section(
      "NOT THE SAME, OR NOT IN: KEEP THESE FILES",
      of("differs", "missing", "failed").map(
        ({ row, outcome }) => `${row.source}: ${outcome.is === "failed" ? outcome.code : outcome.is}`,
      ),
    ),
    ...section(
      "WAITING FOR AN ANSWER: KEEP THESE FILES",
      of("waiting").map(({ row }) => `${row.source}${row.asks.length > 0 ? `: ${row.asks.join(", ")}` : ""}`),
    ),
    ...section(
      "LEFT OUT",
      of("out").map(({ row }) => `${row.source}${row.twin === undefined ? "" : `: says the same as ${row.twin}`}`),
    ),
    ...section(
      "BY CHART",
      inside.map(({ row }) => `${row.client} | ${row.take} | ${row.date} | ${row.source}`),
    ),
    ...section(
      "ONLY THEIR WORDS ARE IN, AS WAS CHOSEN: KEEP THESE FILES FOR THEIR LOOK, SIGNATURES AND PICTURES",
      wordsOnly(report),
    ),
    ...section(
      "NOT READ, AND KEPT AS FILES",
      inside.flatMap(({ row }) => (whyNotRead(row) ? [`${row.source}: ${whyNotRead(row)}`] : [])),
    ),
    ...section(
      "TAKEN OUT OF PICTURES BEFORE THEY WERE SEALED; THE FILES IN THE FOLDER STILL HAVE IT",
      cleaned.map(
        ({ row }) =>
          `${row.source}: ${row.picture?.outcome === "removed" && row.picture.place ? "where it was taken, and " : ""}what the camera or a program wrote into it`,
      ),
    ),
    ...section(
      "MAY SAY WHERE THEY WERE MADE: THAT CAN'T BE TAKEN OUT OF THEIR KIND, AND IS IN",
      uncleaned.map(({ row }) => row.source),
    ),
    ...section("MAY NOW BE DELETED, ONCE ALCOVE SAYS THAT ALL WORK IS ON THE SERVER", deletable),
    ...section("WHAT DELETING DOES NOT REACH", notReached(cloudOf(folder))),
    "",
    "Alcove deletes nothing itself.",
  ].join("\n")}\n`;
}
