/**
 * A picture in a note (docs/spec, NOTE): the text holds the id of a file and what is to be seen, and nothing else. Whether that file is
 * one of this very note is asked where it is shown. Pictures come as files, by paste and by drop; what a web page or another program
 * pastes as an address stays out.
 */

import { type Editor, mergeAttributes, Node } from "@tiptap/core";
import { NodeSelection, Plugin, PluginKey, Selection } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { ReactNodeViewRenderer } from "@tiptap/react";
import { sayPicture } from "../note-text.ts";
import { PictureView } from "./picture-view.tsx";

export type PicturesAsked = {
  /** Files that were pasted or dropped, for this place in the text. */
  readonly onFiles: (files: readonly File[], at: number) => void;
};

export const LONGEST_SAYS = 300;
const isFileId = (id: string): boolean => /^[0-9a-f]{32}$/.test(id);

export function pictures({ onFiles }: PicturesAsked): Node {
  return Node.create({
    name: "picture",
    group: "block",
    atom: true,
    addAttributes: () => ({
      file: {
        default: "",
        parseHTML: (figure) => figure.getAttribute("data-picture"),
        renderHTML: ({ file }) => ({ "data-picture": String(file) }),
      },
      says: {
        default: "",
        parseHTML: (figure) => (figure.getAttribute("data-says") ?? "").slice(0, LONGEST_SAYS),
        renderHTML: ({ says }) => ({ "data-says": String(says) }),
      },
    }),
    parseHTML: () => [
      {
        tag: "figure[data-picture]",
        getAttrs: (figure) => isFileId(figure.getAttribute("data-picture") ?? "") && null,
      },
    ],
    // Where it is pasted into anything else its words arrive.
    renderHTML: ({ HTMLAttributes, node }) => ["figure", mergeAttributes(HTMLAttributes), sayPicture(node.attrs)],
    addNodeView: () => ReactNodeViewRenderer(PictureView),
    addProseMirrorPlugins: () => [comingFiles(onFiles), sealing, writeOn],
  });
}

function comingFiles(onFiles: PicturesAsked["onFiles"]): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        paste(view, event) {
          const files = [...(event.clipboardData?.files ?? [])];
          // Word brings a picture of what it copied along with the words.
          if (!view.editable || files.length === 0 || holdsWords(event.clipboardData)) return false;
          event.preventDefault();
          onFiles(files, view.state.selection.to);
          return true;
        },
        drop(view, event) {
          const files = [...(event.dataTransfer?.files ?? [])];
          if (files.length === 0) return false;
          // Left alone, the browser would open the file in the place of the app.
          event.preventDefault();
          if (view.editable) onFiles(files, placeOf(view, event));
          return true;
        },
      },
    },
  });
}

function holdsWords(data: DataTransfer | null): boolean {
  return data?.getData("text/plain").trim() !== "";
}

function placeOf(view: EditorView, event: DragEvent): number {
  return view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.selection.to;
}

/** A picture that is pasted would stand selected, and the next letter in its place. */
const writeOn = new Plugin({
  appendTransaction(transactions, _before, { selection, tr, schema }) {
    if (!(selection instanceof NodeSelection) || !transactions.some((one) => one.getMeta("paste"))) return null;
    const after = selection.to;
    if (!tr.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, schema.node("paragraph"));
    return tr.setSelection(Selection.near(tr.doc.resolve(after), 1));
  },
});

type Mark = { readonly begin: object; readonly at: number } | { readonly end: object };

/** Marks where a picture will stand while it is sealed; what is typed meanwhile moves the place. */
const sealing: Plugin<DecorationSet> = new Plugin<DecorationSet>({
  key: new PluginKey("pictures that are sealed"),
  state: {
    init: () => DecorationSet.empty,
    apply(tr, before) {
      const places = before.map(tr.mapping, tr.doc);
      const mark = tr.getMeta(sealing) as Mark | undefined;
      if (!mark) return places;
      if ("end" in mark) return places.remove(places.find(undefined, undefined, ({ of }) => of === mark.end));
      return places.add(tr.doc, [Decoration.widget(mark.at, drawPlace, { of: mark.begin })]);
    },
  },
  props: { decorations: (state) => sealing.getState(state) },
});

function drawPlace(): HTMLElement {
  const place = document.createElement("span");
  place.className = "picture-sealing";
  place.textContent = "Sealing the picture";
  return place;
}

/** Keeps a place in the text for a picture that comes. Gives what puts it there: its file's id, or nothing where none came. */
export function keepPlace(editor: Editor, at: number): (file: string | undefined) => void {
  const of = {};
  const mark = (said: Mark) => editor.state.tr.setMeta(sealing, said).setMeta("addToHistory", false);
  editor.view.dispatch(mark({ begin: of, at: Math.min(at, editor.state.doc.content.size) }));
  return (file) => {
    if (editor.isDestroyed) return;
    const [place] = sealing.getState(editor.state)?.find(undefined, undefined, (spec) => spec["of"] === of) ?? [];
    editor.view.dispatch(mark({ end: of }));
    if (file === undefined) return;
    const node = editor.schema.nodeFromJSON({ type: "picture", attrs: { file } });
    const to = place?.from ?? editor.state.doc.content.size;
    editor.view.dispatch(editor.state.tr.replaceRangeWith(to, to, node));
  };
}
