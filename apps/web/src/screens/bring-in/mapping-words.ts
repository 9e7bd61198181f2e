/** What is said of rows of a mapping. */

import { type Because, isReady, isWaiting, type MappingRow, type Take } from "@alcove/documents/import";
import { count, sentence } from "../../words/counts.ts";

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

/** Where whose it is, is guessed from; `maybe`: how many charts may be meant by the word in the name. "" where nothing says it. */
export function sayClientGuess({ because, named, client, chart }: MappingRow, files: number, maybe: number): string {
  if (because.client === "its name" && named !== undefined) {
    const word = `“${named}” in the ${files === 1 ? "file’s name" : "files’ names"}`;
    if (maybe > 1) return `${sentence(count(maybe, "chart"))} may be meant by ${word}.`;
    if (chart !== undefined) return `A guess: ${word}, and no other chart may be meant.`;
    if (client !== "" && maybe === 0)
      return `A guess: ${word}. No chart is called that; a new one begins with the name as you leave it here.`;
    return "";
  }
  return because.client === undefined || client === "" ? "" : `A guess ${BECAUSE[because.client]}.`;
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

/** Of what will come in: "96 notes and two files are ready, three rows wait for your answer. Nothing was added yet." */
export function sayCounted({ notes, files, waiting, there }: ReturnType<typeof countRows>): string {
  const parts = [
    notes + files > 0 && `${sayNotesAndFiles(notes, files)} ${notes + files === 1 ? "is" : "are"} ready`,
    waiting > 0 && `${count(waiting, "row")} ${waiting === 1 ? "waits" : "wait"} for your answer`,
  ].filter(Boolean);
  const none = there > 0 ? "nothing of it is new" : "nothing is ready";
  return `${sentence(parts.length > 0 ? parts.join(", ") : none)}. Nothing was added yet.`;
}

/** A line of its own: what is there is no part of what comes in. */
export const sayThere = (there: number): string =>
  `${sentence(count(there, "row"))} ${there === 1 ? "is" : "are"} in the charts already, and ${there === 1 ? "is" : "are"} not added again.`;

/** "twelve notes and one file" */
export function sayNotesAndFiles(notes: number, files: number): string {
  const said = [notes > 0 && count(notes, "note"), files > 0 && count(files, "file")].filter(Boolean);
  return said.length === 0 ? "nothing" : said.join(" and ");
}

export const folderOf = (path: string): string => path.split("/").slice(0, -1).join("/");
