/**
 * Templates for notes that come with the app. A template is headings with a hint each; a note keeps its headings as words of
 * its own, so it reads the same whatever becomes of the template it was begun with.
 *
 * The formats are those that clinical training and payers know by these names; what a section is to hold is told in words of
 * our own, and so is the safety plan, whose well-known form is licensed. What a State asks of a record (client, date, times,
 * kind of service, who was present) is kept beside a note's words and not in them.
 */

import type { NoteTemplate } from "@alcove/records";
import type { Provenance } from "../index.ts";
import { occasionTemplates } from "./occasions.ts";
import { progressTemplates } from "./progress.ts";
import { psychotherapyTemplates } from "./psychotherapy.ts";

export { type FieldValues, fillFields, namesScores, type SmartField, smartFields, unknownFields } from "./fields.ts";

export const noteTemplatesProvenance: Provenance = {
  edition: "2026-11-30",
  sources: ["Own words"],
  notice: "Part of Alcove, under its licence.",
};

export const noteTemplates: readonly NoteTemplate[] = [
  ...progressTemplates,
  ...occasionTemplates,
  ...psychotherapyTemplates,
];
