/** What a template for notes is: of those that come with the app, and of a practice's own. */

import * as z from "zod/mini";
import { type NoteKind, noteKinds } from "./chart.ts";

export type TemplateSection = {
  readonly heading: string;
  /** Stands where nothing is written yet, and is no part of the note. */
  readonly hint: string;
  /** Words to begin with, which are a part of the note; smart fields in it are filled once. */
  readonly text?: string;
  /** What was written here last time may be carried forward. */
  readonly carries?: true;
};

export type NoteTemplate = {
  /** What a note's `form` names. */
  readonly id: string;
  /** Rises with every change of what follows. */
  readonly version: number;
  readonly kind: NoteKind;
  readonly name: string;
  /** One line. */
  readonly about: string;
  /** Of the note; may hold smart fields. */
  readonly title: string;
  /** For notes of sessions: the next one may begin with it by itself. */
  readonly everySession: boolean;
  /** No heading stands for two. */
  readonly sections: readonly TemplateSection[];
};

/** Of one line, and short enough for lists. */
const isLine = (text: string): boolean => text.length <= 200 && !/[\n\r]/.test(text);
const line = z.string().check(z.refine(isLine));
const named = z.string().check(z.refine((text) => isLine(text) && text.trim() !== ""));

const section = z.strictObject({
  heading: named,
  hint: line,
  text: z.optional(z.string().check(z.maxLength(4000))),
  carries: z.optional(z.literal(true)),
});

/** What a template says, wherever it is from. */
export const templateWords = {
  kind: z.enum(noteKinds),
  name: named,
  about: line,
  title: named,
  everySession: z.boolean(),
  sections: z.array(section).check(z.maxLength(40)),
};

/** Of one that comes with the app. */
export const noteTemplate = z.strictObject({
  id: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,30}$/)),
  version: z.int().check(z.minimum(1)),
  ...templateWords,
});
