/** What a template's editor has to know of smart fields; filling them is the vault's. */

export { smartFields, unknownFields } from "@alcove/content/note-templates";
