/** A note's words to read: as the editor set them where one wrote it, and as they are where it did not. */

import type { NoteBody } from "@alcove/vault";
import { EditorContent, useEditor } from "@tiptap/react";
import type { ReactElement } from "react";
import { asksNothing, noteExtensions } from "./extensions.ts";
import { docOf } from "./note-form.ts";
import { fallBackToText } from "./open-page.ts";
import { type PicturesOf, PicturesOfContext } from "./pictures/picture-view.tsx";

export type ReadTextProps = { readonly body: NoteBody; readonly of: PicturesOf };

export function ReadText({ body, of }: ReadTextProps): ReactElement {
  const editor = useEditor({
    extensions: noteExtensions("", asksNothing),
    content: docOf(body),
    editable: false,
    injectCSS: false,
    editorProps: {
      attributes: { class: "write read", dir: "auto", role: "document", "aria-label": "Text of the note" },
    },
    onCreate: ({ editor: created }) => fallBackToText(created, body.text),
  });
  return (
    <PicturesOfContext value={of}>
      <EditorContent editor={editor} className="text" />
    </PicturesOfContext>
  );
}
