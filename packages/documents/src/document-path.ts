/** Paths as a folder walk, a file chooser or an archive hands them over. They are never followed here, only named. */

import { type DateOrder, dateOrderOf } from "./dates.ts";
import type { DocumentFormat } from "./source-file.ts";

const FORMATS: ReadonlyMap<string, DocumentFormat> = new Map([
  ["txt", "txt"],
  ["text", "txt"],
  ["md", "md"],
  ["markdown", "md"],
  ["rtf", "rtf"],
  ["doc", "doc"],
  ["dot", "doc"],
  ["docx", "docx"],
  ["docm", "docx"],
  ["dotx", "docx"],
  ["odt", "odt"],
  ["pdf", "pdf"],
  ["csv", "csv"],
  ["tsv", "csv"],
  ["html", "html"],
  ["htm", "html"],
  ["xhtml", "html"],
  ["json", "fhir"],
  ["xml", "cda"],
]);

/**
 * By extension, in any case; false for what Word ("~$note.docx") and macOS ("._note.docx") leave beside a document under
 * its extension. `readDocument` can still refuse what the file holds.
 */
export function acceptsPath(path: string): boolean {
  return formatOfPath(path) !== undefined;
}

/** `undefined` when the extension is none of the supported ones, or the file is a leftover as above. */
export function formatOfPath(path: string): DocumentFormat | undefined {
  const name = baseName(path);
  const dot = name.lastIndexOf(".");
  if (name.startsWith("~$") || name.startsWith("._")) return undefined;
  return dot < 1 ? undefined : FORMATS.get(name.slice(dot + 1).toLowerCase());
}

/**
 * The path without "." and empty segments. `undefined` when it is absolute, has a drive letter, a "..", a backslash or
 * a NUL, or names nothing. A ".." is refused even where it would stay inside: no folder walk gives one.
 */
export function normalisePath(path: string): string | undefined {
  if (path.startsWith("/") || /^[a-z]:/i.test(path) || path.includes("\\") || path.includes("\0")) return undefined;
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.length === 0 || segments.includes("..")) return undefined;
  return segments.join("/");
}

/** The file's name without folders and extension; never empty for a normalised path. */
export function titleOfPath(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf(".");
  return (dot < 1 ? name : name.slice(0, dot)).trim() || name;
}

/** How day and month are written in a file's name, as the names of all files in its folder say together. */
export function dateOrders(paths: readonly string[]): (path: string) => DateOrder | undefined {
  const titles = new Map<string, string[]>();
  for (const path of paths) {
    const folder = folderOf(path);
    const beside = titles.get(folder);
    if (beside) beside.push(titleOfPath(path));
    else titles.set(folder, [titleOfPath(path)]);
  }
  const orders = new Map([...titles].map(([folder, all]) => [folder, dateOrderOf(all)]));
  return (path) => orders.get(folderOf(path));
}

/** What systems and word processors leave in folders by themselves; also where the folder is hidden, or made by a Mac for its ZIP. */
export function isLitter(path: string): boolean {
  const segments = path.split("/");
  const name = segments.at(-1) ?? path;
  const isHidden = segments.some((segment) => segment.startsWith(".") || segment === "__MACOSX");
  return isHidden || name.startsWith("~$") || name === "Thumbs.db" || name === "desktop.ini";
}

/** The folder that all of them lie in, with its "/"; else "": a ZIP made of it, or of what it holds, then gives the same paths. */
export function commonRoot(paths: readonly string[]): string {
  const first = paths[0] ?? "";
  const root = first.slice(0, first.indexOf("/") + 1);
  return paths.every((path) => path.startsWith(root)) ? root : "";
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
