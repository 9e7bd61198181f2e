/** What the app itself does in an editor that is open: where the caret goes, and what comes below what is written. */

import type { TemplateView } from "@alcove/vault";
import { TextSelection } from "@tiptap/pm/state";
import type { Editor, JSONContent } from "@tiptap/react";
import { blocksOf, pageOf, placesIn, sectionsIn } from "./note-form.ts";
import { docOfText, textOfDoc } from "./note-text.ts";

/** A tree from a newer editor may hold what this one has no place for; its words are shown instead, whole. */
export function fallBackToText(editor: Editor, text: string | undefined): void {
  if (text && editor.isEmpty) editor.commands.setContent(docOfText(text), { emitUpdate: false });
}

/** At once, where the editor's own command waits for the next frame: the next letter is the text's. */
export function focusAt({ view, state }: Editor, caret: number): void {
  // The text may be another one since: a place between two blocks is none for a caret.
  const at = TextSelection.near(state.doc.resolve(Math.min(caret, state.doc.content.size)));
  view.dispatch(state.tr.setSelection(at));
  view.focus();
}

/** The first paragraph with nothing in it, or the end. */
export function firstPlaceIn({ state }: Editor): number {
  let place: number | undefined;
  state.doc.forEach((block, offset) => {
    if (block.type.name === "paragraph" && block.childCount === 0) place ??= offset + 1;
  });
  return place ?? state.doc.content.size;
}

/**
 * Begins the page with a template where it says no more than it was begun with; else headings that it lacks come below, and what is
 * written stays. Gives what the page is begun with then; nothing where somebody wrote on it.
 */
export function writeWith(editor: Editor, template: TemplateView, begunAs: string | undefined): string | undefined {
  if (begunAs === undefined || textOfDoc(editor.getJSON()) !== begunAs) {
    addSections(editor, template);
    return undefined;
  }
  editor.commands.setContent(pageOf(template), { emitUpdate: false });
  return textOfDoc(editor.getJSON());
}

/** Of a section that stands there and says nothing yet, the text to begin with comes too. */
function addSections(editor: Editor, { sections }: TemplateView): void {
  const { state, schema } = editor;
  const { tr } = state;
  const nodesOf = (blocks: readonly JSONContent[]) => blocks.map((block) => schema.nodeFromJSON(block));
  for (const { heading, from, to, isBlank } of placesIn(state.doc).toReversed()) {
    const text = sections.find((section) => section.heading === heading)?.text;
    if (isBlank && text) tr.replaceWith(from, to, nodesOf(docOfText(text).content ?? []));
  }
  const there = sectionsIn(
    editor.getJSON(),
    sections.map(({ heading }) => heading),
  );
  const missing = sections.filter(({ heading }) => !there.has(heading)).flatMap(blocksOf);
  tr.insert(tr.doc.content.size, nodesOf(missing));
  editor.view.dispatch(tr);
}
