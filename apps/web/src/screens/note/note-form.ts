/** Between a template and the editor's tree: the page a note begins with, and the sections of one. */

import type { NoteBody, TemplateSection, TemplateView } from "@alcove/vault";
import type { JSONContent } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { docOfText, textOfDoc } from "./note-text.ts";

/** The editor's tree where one wrote it, or its words as one. */
export function docOf({ text, doc }: NoteBody): JSONContent {
  return looksLikeDoc(doc) ? doc : docOfText(text);
}

function looksLikeDoc(doc: unknown): doc is JSONContent {
  return typeof doc === "object" && doc !== null && (doc as JSONContent).type === "doc";
}

/** Headings, each with a place to write below it. Hints are no part of it. */
export function pageOf(template: TemplateView | undefined): JSONContent {
  const content = (template?.sections ?? []).flatMap(blocksOf);
  return { type: "doc", content: content.length > 0 ? content : [{ type: "paragraph" }] };
}

export function blocksOf({ heading, text }: TemplateSection): JSONContent[] {
  return [
    { type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: heading }] },
    ...(docOfText(text ?? "").content ?? []),
  ];
}

/** What stands below each of these headings in a note, whatever wrote it: without an editor a heading is a line of its own. */
export function sectionsIn(doc: JSONContent, headings: readonly string[]): ReadonlyMap<string, readonly JSONContent[]> {
  const sections = new Map<string, JSONContent[]>();
  let below: JSONContent[] | undefined;
  for (const block of doc.content ?? []) {
    const isLine = block.type === "heading" || block.type === "paragraph";
    const words = isLine ? textOfDoc({ content: [block] }).trim() : "";
    if (headings.includes(words) && !sections.has(words)) {
      below = [];
      sections.set(words, below);
    } else if (block.type === "heading") below = undefined;
    else below?.push(block);
  }
  return sections;
}

export const hasWords = (blocks: readonly JSONContent[]): boolean => textOfDoc({ content: [...blocks] }).trim() !== "";

type Place = { readonly heading: string; readonly from: number; readonly to: number; readonly isBlank: boolean };

/** Where the section below each heading stands in an editor. */
export function placesIn(doc: Node): Place[] {
  const places: { heading: string; from: number; to: number; isBlank: boolean }[] = [];
  doc.forEach((block, offset) => {
    const end = offset + block.nodeSize;
    const place = places.at(-1);
    if (block.type.name === "heading")
      places.push({ heading: block.textContent.trim(), from: end, to: end, isBlank: true });
    else if (place) {
      place.to = end;
      place.isBlank &&= block.type.name === "paragraph" && block.textContent.trim() === "";
    }
  });
  return places;
}
