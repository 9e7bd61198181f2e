/** What a note may hold: paragraphs, section names, lists, checkboxes, small tables, pictures, bold and italic. Pasted text keeps only these. */

import { Extension, type Extensions } from "@tiptap/core";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { Placeholder } from "@tiptap/extensions";
import { Plugin, type EditorState } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import StarterKit from "@tiptap/starter-kit";
import { Carried } from "./carried.ts";
import { hints } from "./hints.ts";
import { pasted } from "./pasted.ts";
import { pictures } from "./pictures/picture-node.ts";
import { snippets } from "./snippets.ts";
import { tableExtensions } from "./tables.ts";

/** What the editor asks of the page that it stands in, at the moment it needs it. */
export type Asked = {
  /** What a heading's section is to hold. */
  readonly hintOf: (heading: string) => string | undefined;
  /** What a snippet's word stands for. */
  readonly snippetOf: (word: string) => string | undefined;
  /** Files that come for a place in the text; and how many pictures of a pasted text were none. */
  readonly onFiles: (files: readonly File[], at: number) => void;
  readonly onLeftOut: (pictures: number) => void;
};

export const asksNothing: Asked = {
  hintOf: () => undefined,
  snippetOf: () => undefined,
  onFiles: () => {},
  onLeftOut: () => {},
};

export function noteExtensions(placeholder: string, { hintOf, snippetOf, onFiles, onLeftOut }: Asked): Extensions {
  return [
    StarterKit.configure({
      heading: { levels: [2] },
      code: false,
      codeBlock: false,
      // A link in a note leads out of the record; addresses stay words.
      link: false,
      dropcursor: { class: "drop-here", color: false },
    }),
    TaskList,
    TaskItem.configure({
      nested: true,
      a11y: { checkboxLabel: (node, checked) => `${node.textContent || "Item"}, ${checked ? "done" : "open"}` },
    }),
    Placeholder.configure({ placeholder, showOnlyCurrent: false }),
    ...tableExtensions,
    hints(hintOf),
    snippets(snippetOf),
    Carried,
    pictures({ onFiles }),
    pasted(onLeftOut),
    WhereYouAre,
  ];
}

/** Marks the blocks of the section that holds the caret, so that a bar can stand beside them. */
const WhereYouAre = Extension.create({
  name: "whereYouAre",
  addProseMirrorPlugins() {
    return [new Plugin({ props: { decorations: (state) => sectionOf(state) } })];
  },
});

function sectionOf(state: EditorState): DecorationSet {
  const { doc, selection } = state;
  const here = selection.$from.index(0);
  let first = here;
  while (first > 0 && doc.child(first).type.name !== "heading") first--;
  if (doc.childCount > 0 && doc.child(first).type.name === "heading") first++;
  let last = here;
  while (last + 1 < doc.childCount && doc.child(last + 1).type.name !== "heading") last++;
  const decorations: Decoration[] = [];
  doc.forEach((node, offset, index) => {
    if (index < first || index > last) return;
    const place = index === first ? "here here-first" : "here";
    decorations.push(Decoration.node(offset, offset + node.nodeSize, { class: place }));
  });
  return DecorationSet.create(doc, decorations);
}
