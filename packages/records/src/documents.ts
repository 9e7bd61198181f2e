/** What somebody says of a file: what it is, since when, and from whom. A small record beside the file's own, which never changes. */

import * as z from "zod/mini";
import { common, day, id } from "./fields.ts";
import { movedReasons } from "./notes.ts";

export const documentCategories = [
  "letter",
  "report",
  "scan",
  "consent",
  "insurance",
  "picture",
  "court",
  "other",
] as const;
export type DocumentCategory = (typeof documentCategories)[number];

/** Characters that its title and its sender have at most. */
export const documentCharacters = 300;
const words = z.string().check(z.maxLength(documentCharacters));

export const documentShapes = {
  /** Where its file lies; record id random. Of several about one file the first in the ledger counts. */
  document: z.strictObject({
    type: z.literal("document"),
    ...common,
    /** The attachment's record. */
    file: id,
    category: z.enum(documentCategories),
    /** Empty: the file's name says it. */
    title: words,
    /** Of the document, not of its arrival. */
    date: z.optional(day),
    /** Who sent or gave it; empty: not said. */
    from: words,
  }),
  /** Where its file lies; record id random. Who added the file took it out of this chart (docs/spec, MOV-7). */
  "moved-file": z.strictObject({
    type: z.literal("moved-file"),
    ...common,
    file: id,
    reason: z.enum(movedReasons),
    /** The file as it was sealed anew elsewhere. */
    to: id,
    /** It is here again. */
    back: z.boolean(),
  }),
} as const;
