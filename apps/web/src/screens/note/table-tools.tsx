/** What can be done with a table, in words, while the caret is in one. */

import { type Editor, useEditorState } from "@tiptap/react";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable } from "@tiptap/pm/tables";
import type { ReactElement } from "react";

const ACTS = [
  ["Row below", addRowAfter],
  ["Column after", addColumnAfter],
  ["Take row out", deleteRow],
  ["Take column out", deleteColumn],
  ["Take table out", deleteTable],
] as const;

export function TableTools({ editor }: { readonly editor: Editor }): ReactElement | null {
  const inTable = useEditorState({ editor, selector: () => editor.isActive("table") });
  if (!inTable) return null;
  return (
    <div className="table-tools" role="group" aria-label="This table">
      {ACTS.map(([label, act]) => (
        <button
          key={label}
          className="as-link"
          type="button"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            act(editor.state, editor.view.dispatch);
            editor.commands.focus();
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
