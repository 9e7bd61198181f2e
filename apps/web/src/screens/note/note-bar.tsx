/** Above the paper: back to the chart, what can be done with the text where the caret is, what became of pictures. */

import type { ChartView } from "@alcove/vault";
import type { Editor } from "@tiptap/react";
import { Link } from "@tanstack/react-router";
import { type ReactElement, useRef } from "react";
import { useSession } from "../../app/session.tsx";
import { ClientName } from "../../parts/client-name.tsx";
import { Icon } from "../../parts/icon.tsx";
import { PicturesSaid } from "./pictures/pictures-said.tsx";
import type { NotePictures } from "./pictures/use-pictures.ts";
import { TableTools } from "./table-tools.tsx";
import { Toolbar } from "./toolbar.tsx";

export type NoteBarProps = {
  readonly chart: ChartView;
  readonly editor: Editor;
  readonly pictures: NotePictures;
  readonly onFiles: (files: readonly File[], at: number) => void;
};

export function NoteBar({ chart, editor, pictures, onFiles }: NoteBarProps): ReactElement {
  const session = useSession();
  const chooser = useRef<HTMLInputElement>(null);
  const choose = () => chooser.current?.click();
  return (
    <div className="bar">
      <Link className="b plain" to="/charts/$chartId" params={{ chartId: chart.id }}>
        <Icon name="back" />
        <span className="clip">
          <ClientName of={chart.name} />
        </span>
      </Link>
      <Toolbar editor={editor} onPicture={choose} />
      <span className="phone-only at-hand">
        <button className="b bare" type="button" onClick={choose}>
          <Icon name="picture" />
          <span className="vh">Put a picture in</span>
        </button>
        <button className="b bare" type="button" onClick={session.lockNow}>
          <Icon name="lock" />
          Lock
        </button>
      </span>
      <input
        ref={chooser}
        className="vh"
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])], editor.state.selection.to);
          target.value = "";
        }}
      />
      <TableTools editor={editor} />
      <PicturesSaid pictures={pictures} />
    </div>
  );
}
