/** A picture where it stands in a note: drawn from what the vault opens, with the words that say what is to be seen. */

import type { AttachmentView } from "@alcove/vault";
import { Selection } from "@tiptap/pm/state";
import { type NodeViewProps, NodeViewWrapper } from "@tiptap/react";
import { createContext, type ReactElement, useContext } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { LONGEST_SAYS } from "./picture-node.ts";
import { useOpenedPicture } from "./opened-picture.ts";

/** Whose pictures they are: those of a note that was never saved are nobody's yet. */
export type PicturesOf = { readonly chart: string; readonly note: string | undefined };
export const PicturesOfContext = createContext<PicturesOf | undefined>(undefined);

export function PictureView(props: NodeViewProps): ReactElement {
  const { node, editor, selected, updateAttributes, deleteNode, getPos } = props;
  const { file, says } = node.attrs as { file: string; says: string };
  const writeOn = () => {
    const at = getPos();
    if (at === undefined) return;
    const { tr } = editor.state;
    editor.view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(at + node.nodeSize))));
    // At once: the next letter is the text's.
    editor.view.focus();
  };
  return (
    <NodeViewWrapper as="figure" className={selected ? "picture selected" : "picture"}>
      <Drawn file={String(file)} says={String(says)} />
      {!editor.isEditable && says && <figcaption dir="auto">{String(says)}</figcaption>}
      {editor.isEditable && (
        <figcaption contentEditable={false}>
          <input
            aria-label="What the picture shows"
            placeholder="What does it show? (if you like)"
            maxLength={LONGEST_SAYS}
            autoComplete="off"
            dir="auto"
            value={String(says)}
            onChange={(event) => updateAttributes({ says: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== "Enter" && event.key !== "Escape") return;
              event.preventDefault();
              writeOn();
            }}
          />
          <button className="as-link" type="button" onClick={deleteNode}>
            Take out<span className="vh"> the picture</span>
          </button>
        </figcaption>
      )}
    </NodeViewWrapper>
  );
}

/** Shows nothing that is not a file of this very note, whatever the text names. */
function Drawn({ file, says }: { readonly file: string; readonly says: string }): ReactElement {
  const of = useContext(PicturesOfContext);
  const { value: files } = useAnswer(`files ${of?.chart}`, async (vault) => (of ? vault.attachments(of.chart) : []));
  const own = files?.find(({ id, note }) => id === file && note !== undefined && note === of?.note);
  if (own) return <OwnPicture file={own} says={says} />;
  return (
    <p className="quiet small">
      {files ? "A picture stands here that this device has not got yet, or that is no file of this note." : "Opening"}
    </p>
  );
}

function OwnPicture({ file, says }: { readonly file: AttachmentView; readonly says: string }): ReactElement {
  const [opened, onBroken] = useOpenedPicture(file);
  if (opened.at === "reading") return <p className="quiet small">Opening the picture</p>;
  if (opened.at === "not") return <p className="quiet small">{opened.why}</p>;
  return (
    <img
      src={opened.address}
      alt={says || "A picture; nobody said what it shows"}
      draggable={false}
      onError={onBroken}
    />
  );
}
