/**
 * Tables, from ProseMirror's own: pasted ones keep their cells apart, and small ones can be made. Widths are left to
 * the text. (Tiptap's table extension of this version is not to be had; these are the nodes it would add.)
 */

import { type Editor, Extension, type Extensions, mergeAttributes, Node } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";
import { goToNextCell, addRowAfter, tableEditing } from "@tiptap/pm/tables";

const spans = {
  colspan: { default: 1, parseHTML: (cell: HTMLElement) => cellSpan(cell, "colspan") },
  rowspan: { default: 1, parseHTML: (cell: HTMLElement) => cellSpan(cell, "rowspan") },
  colwidth: { default: null, rendered: false },
};

const Table = Node.create({
  name: "table",
  group: "block",
  content: "tableRow+",
  isolating: true,
  parseHTML: () => [{ tag: "table" }],
  renderHTML: ({ HTMLAttributes }) => ["table", mergeAttributes(HTMLAttributes), ["tbody", 0]],
});

const TableRow = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)*",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: ({ HTMLAttributes }) => ["tr", HTMLAttributes, 0],
});

const TableCell = Node.create({
  name: "tableCell",
  content: "block+",
  isolating: true,
  addAttributes: () => spans,
  parseHTML: () => [{ tag: "td" }],
  renderHTML: ({ HTMLAttributes }) => ["td", HTMLAttributes, 0],
});

const TableHeader = Node.create({
  name: "tableHeader",
  content: "block+",
  isolating: true,
  addAttributes: () => spans,
  parseHTML: () => [{ tag: "th" }],
  renderHTML: ({ HTMLAttributes }) => ["th", HTMLAttributes, 0],
});

/** What ProseMirror's table commands know the nodes by. */
const ROLES: Readonly<Record<string, string>> = {
  table: "table",
  tableRow: "row",
  tableCell: "cell",
  tableHeader: "header_cell",
};

/** Tab goes to the next cell, and at the end makes another row. */
const TableKeys = Extension.create({
  name: "tableKeys",
  extendNodeSchema(extension) {
    const tableRole = ROLES[extension.name];
    return tableRole ? { tableRole } : {};
  },
  addKeyboardShortcuts() {
    const step = (direction: 1 | -1) => () => {
      if (!this.editor.isActive("table")) return false;
      const { state, view } = this.editor;
      if (goToNextCell(direction)(state, view.dispatch)) return true;
      if (direction === -1) return true;
      addRowAfter(state, view.dispatch);
      return goToNextCell(1)(this.editor.state, view.dispatch);
    };
    return { Tab: step(1), "Shift-Tab": step(-1) };
  },
  addProseMirrorPlugins: () => [tableEditing()],
});

export const tableExtensions: Extensions = [Table, TableRow, TableHeader, TableCell, TableKeys];

/** Puts a small table where the caret is, and the caret into its first cell. */
export function insertTable(editor: Editor): void {
  const { state, view } = editor;
  const { tr } = state;
  const firstCell = tr.selection.anchor + 1;
  tr.replaceSelectionWith(state.schema.nodeFromJSON(emptyTable())).scrollIntoView();
  view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(firstCell))));
  view.focus();
}

/** Two columns, a row of names and two below. */
function emptyTable() {
  const cell = (type: string) => ({ type, content: [{ type: "paragraph" }] });
  const row = (type: string) => ({ type: "tableRow", content: [cell(type), cell(type)] });
  return { type: "table", content: [row("tableHeader"), row("tableCell"), row("tableCell")] };
}

function cellSpan(cell: HTMLElement, name: "colspan" | "rowspan"): number {
  const span = Number(cell.getAttribute(name) ?? 1);
  return Number.isInteger(span) && span > 0 && span < 100 ? span : 1;
}
