/** What is said of rows of a mapping. */

import { type Because, isReady, isWaiting, type MappingRow, type Take } from "@alcove/documents/import";
import { count, figures, sentence } from "../../words/counts.ts";

export const TAKES: readonly { readonly take: Take; readonly name: string; readonly says: string }[] = [
  { take: "progress", name: "Progress note", says: "Part of the record." },
  { take: "psychotherapy", name: "Psychotherapy note", says: "Yours alone, kept apart under its own key." },
  { take: "file", name: "File", says: "As it is, beside the notes." },
  { take: "out", name: "Leave it out", says: "It stays where it lies." },
];

export const sayTake = (take: Take): string => TAKES.find((one) => one.take === take)?.name ?? "";

const BECAUSE: Readonly<Record<Because, string>> = {
  "the file itself": "from the file itself",
  "a line in it": "from a line in it",
  "its folder's name": "from the folder’s name",
  "its name": "from the file’s name",
  "its last change": "from its last change",
  "no text to read": "no text in it",
};

export const sayBecause = (because: Because): string => BECAUSE[because];

/** "Client from the folder’s name, day from the file’s name." */
export function sayGuesses({ because }: MappingRow): string {
  const said = [
    because.client && `client ${BECAUSE[because.client]}`,
    because.date && `day ${BECAUSE[because.date]}`,
  ].filter(Boolean);
  return said.length === 0 ? "" : `${said.join(", ").replace(/^./, (letter) => letter.toUpperCase())}.`;
}

export function countRows(rows: readonly MappingRow[]) {
  const ready = rows.filter((row) => isReady(row) && !row.isThere);
  return {
    notes: ready.filter(({ take }) => take !== "file").length,
    files: ready.filter(({ take }) => take === "file").length,
    waiting: rows.filter((row) => isWaiting(row) && !row.isThere).length,
    there: rows.filter(({ isThere }) => isThere).length,
    out: rows.filter(({ take }) => take === "out").length,
  };
}

/** "96 notes and two files are ready, three rows wait for your answer. Nothing was added yet." */
export function sayCounted({ notes, files, waiting, there }: ReturnType<typeof countRows>): string {
  const parts = [
    notes + files > 0 && `${sayNotesAndFiles(notes, files)} ${notes + files === 1 ? "is" : "are"} ready`,
    waiting > 0 && `${count(waiting, "row")} ${waiting === 1 ? "waits" : "wait"} for your answer`,
    there > 0 && `${figures(there)} ${there === 1 ? "is" : "are"} in the charts already`,
  ].filter(Boolean);
  return `${sentence(parts.length > 0 ? parts.join(", ") : "nothing is ready")}. Nothing was added yet.`;
}

/** "twelve notes and one file" */
export function sayNotesAndFiles(notes: number, files: number): string {
  const said = [notes > 0 && count(notes, "note"), files > 0 && count(files, "file")].filter(Boolean);
  return said.length === 0 ? "nothing" : said.join(" and ");
}

export const folderOf = (path: string): string => path.split("/").slice(0, -1).join("/");
