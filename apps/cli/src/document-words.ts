/** What is said of a file, from options and back into text. */

import { ok, type Result } from "@alcove/bytes";
import type { DocumentView, DocumentWords, MovedFileView } from "@alcove/vault";
import type { OptionSpec } from "./command.ts";
import { readDay } from "./note-input.ts";
import { movedReasons } from "./note-text.ts";
import type { Refusal } from "./refusal.ts";
import { oneOf, optional } from "./write-fact.ts";

const categories = ["letter", "report", "scan", "consent", "insurance", "picture", "court", "other"] as const;

export const documentOptions = {
  category: { type: "string", value: "WHAT", about: categories.join(", ") },
  title: { type: "string", value: "TEXT", about: "what to call it; else its name" },
  date: { type: "string", value: "DAY", about: "of the document, yyyy-mm-dd" },
  from: { type: "string", value: "TEXT", about: "who sent or gave it" },
} as const satisfies Record<string, OptionSpec>;

type DocumentOptions = { readonly [Name in keyof typeof documentOptions]: string | undefined };

/** Over what was said before; `undefined`: none of the options is given. An option given empty takes away what was there. */
export function readDocument(
  options: DocumentOptions,
  before: DocumentWords | undefined,
): Result<DocumentWords | undefined, Refusal> {
  const { category, title, date, from } = options;
  if ([category, title, date, from].every((one) => one === undefined)) return ok(undefined);
  const what = oneOf("--category", categories, category, before?.category ?? "other");
  if (!what.ok) return what;
  const day = readDay("--date", date === "" ? undefined : date);
  if (!day.ok) return day;
  return ok({
    category: what.value,
    title: title ?? before?.title ?? "",
    ...optional("date", date, before?.date),
    from: from ?? before?.from ?? "",
  });
}

/** Two lines: what it is called, and what else is known. */
export function documentLines({ id, name, bytes, said, unsent = 0, firstAdded, copyIn }: DocumentView): string {
  const facts = [
    said?.category,
    said?.date,
    said?.from ? `from ${said.from}` : undefined,
    said?.title ? name : undefined,
    `${bytes} bytes`,
    unsent > 0 ? `${unsent} of them not sent yet` : undefined,
    firstAdded === undefined ? undefined : `first added on ${dayOf(firstAdded)} in another chart`,
    copyIn === undefined ? undefined : `a copy is in chart ${copyIn}: document move goes on from there`,
  ];
  return `${id}  ${said?.title || name}\n    ${facts.filter((one) => one !== undefined).join(", ")}`;
}

/** One line: of a file that was taken out of the chart. Its name may name somebody else. */
export function movedFileLine({ id, addedAt, at, by, reason, to }: MovedFileView): string {
  const where = to ? `; it lies in chart ${to.chart} as ${to.file}` : "";
  return `${id}  a file of ${dayOf(addedAt)} that ${by} took out on ${dayOf(at)}: ${movedReasons[reason]}${where}`;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
