/**
 * What was carried forward from an earlier note says so, block by block, until it is changed. The mark is part of the editor's
 * tree: it is there when a draft is gone on with, and a note that is saved with words nobody touched still shows whose day they are of.
 */

import { type Editor, Extension, type JSONContent } from "@tiptap/core";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { sayShortDate } from "../../words/dates.ts";
import { hasWords, placesIn, sectionsIn } from "./note-form.ts";
import { picturesAsWords } from "./note-text.ts";

const key = new PluginKey("carried");

export const Carried = Extension.create({
  name: "carried",
  addGlobalAttributes() {
    return [
      {
        types: ["paragraph", "bulletList", "orderedList", "taskList", "blockquote", "table"],
        attributes: {
          carried: {
            default: null,
            // The day of that note. What is copied out of a note and pasted counts as typed.
            parseHTML: () => null,
            renderHTML: ({ carried }) => (carried ? { "data-carried": "" } : {}),
            keepOnSplit: false,
          },
        },
      },
    ];
  },
  addProseMirrorPlugins() {
    return [
      new Plugin({
        key,
        appendTransaction: (transactions, _, state) => unmark(transactions, state),
        props: { decorations: whoseDay },
      }),
    ];
  },
});

/** The day stands once, below the last of the blocks that are of it. */
function whoseDay({ doc }: EditorState): DecorationSet {
  const decorations: Decoration[] = [];
  doc.forEach((block, offset, index) => {
    const { carried } = block.attrs;
    if (!carried || doc.maybeChild(index + 1)?.attrs["carried"] === carried) return;
    const said = `From ${sayShortDate(String(carried))}`;
    decorations.push(Decoration.node(offset, offset + block.nodeSize, { "data-carried-from": said }));
  });
  return DecorationSet.create(doc, decorations);
}

/** Blocks that were changed are their writer's from then on. */
function unmark(transactions: readonly Transaction[], state: EditorState): Transaction | undefined {
  const touched = new Set<number>();
  for (const [index, transaction] of transactions.entries()) {
    if (!transaction.docChanged || transaction.getMeta(key)) continue;
    for (const [at, map] of transaction.mapping.maps.entries()) {
      map.forEach((_from, _to, from, to) => {
        const later = transaction.mapping.slice(at + 1);
        let [start, end] = [later.map(from, -1), later.map(to, 1)];
        for (const next of transactions.slice(index + 1))
          [start, end] = [next.mapping.map(start, -1), next.mapping.map(end, 1)];
        state.doc.nodesBetween(start, end, (node, position) => {
          if (node.attrs["carried"]) touched.add(position);
          return false;
        });
      });
    }
  }
  if (touched.size === 0) return undefined;
  const { tr } = state;
  for (const position of touched) tr.setNodeAttribute(position, "carried", null);
  return tr;
}

/**
 * Puts what the last note says below these headings where this one says nothing yet. Gives the headings that were filled.
 * `day`: of the last note, `yyyy-mm-dd`.
 */
export function carryForward(editor: Editor, last: JSONContent, headings: readonly string[], day: string): string[] {
  const before = sectionsIn(last, headings);
  const { state, schema } = editor;
  const { tr } = state;
  const filled: string[] = [];
  for (const { heading, from, to, isBlank } of placesIn(state.doc).toReversed()) {
    const blocks = before.get(heading);
    if (!isBlank || !blocks || !hasWords(blocks) || !headings.includes(heading)) continue;
    const nodes = withoutBlankEnds(blocks).map((block) => schema.nodeFromJSON(marked(picturesAsWords(block), day)));
    tr.replaceWith(from, to, nodes);
    filled.unshift(heading);
  }
  if (filled.length === 0) return [];
  editor.view.dispatch(tr.setMeta(key, true));
  // Where it is to be changed, if it is.
  const first = placesIn(editor.state.doc).find(({ heading }) => heading === filled[0]);
  editor.commands.focus(first && first.to - 1);
  return filled;
}

function withoutBlankEnds(blocks: readonly JSONContent[]): readonly JSONContent[] {
  const says = (block: JSONContent) => hasWords([block]);
  return blocks.slice(blocks.findIndex(says), blocks.findLastIndex(says) + 1);
}

function marked(block: JSONContent, day: string): JSONContent {
  // What had been carried already keeps the day it is of.
  return { ...block, attrs: { ...block.attrs, carried: (block.attrs?.["carried"] as string | undefined) ?? day } };
}
