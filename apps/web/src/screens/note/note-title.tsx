/** A note's title: one line of words over as many as it takes; Enter goes on to the text. */

import type { ReactElement } from "react";

export type NoteTitleProps = {
  readonly title: string;
  readonly onChange: (title: string) => void;
  readonly onEnter: () => void;
};

export function NoteTitle({ title, onChange, onEnter }: NoteTitleProps): ReactElement {
  return (
    <div className="title" data-title={title}>
      <textarea
        aria-label="Title"
        dir="auto"
        rows={1}
        value={title}
        onChange={(event) => onChange(event.target.value.replace(/\s*\n\s*/g, " "))}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          onEnter();
        }}
        autoComplete="off"
        spellCheck={false}
      />
    </div>
  );
}
