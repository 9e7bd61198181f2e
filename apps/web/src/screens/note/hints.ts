/** A template's hints: they stand where a section has no words yet, and are never part of the note. */

import { Extension } from "@tiptap/core";
import { Plugin, type EditorState } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

/** `hintOf`: what a heading's section is to hold; asked at every change, so that another template needs no other editor. */
export function hints(hintOf: (heading: string) => string | undefined): Extension {
  return Extension.create({
    name: "hints",
    addProseMirrorPlugins() {
      return [new Plugin({ props: { decorations: (state) => hintsIn(state, hintOf) } })];
    },
  });
}

function hintsIn({ doc }: EditorState, hintOf: (heading: string) => string | undefined): DecorationSet {
  const decorations: Decoration[] = [];
  doc.forEach((block, offset, index) => {
    const above = index > 0 ? doc.child(index - 1) : undefined;
    if (above?.type.name !== "heading" || block.type.name !== "paragraph" || block.childCount > 0) return;
    const isAlone = index + 1 === doc.childCount || doc.child(index + 1).type.name === "heading";
    const hint = isAlone ? hintOf(above.textContent.trim()) : undefined;
    if (hint)
      decorations.push(Decoration.node(offset, offset + block.nodeSize, { class: "hinted", "data-hint": hint }));
  });
  return DecorationSet.create(doc, decorations);
}
