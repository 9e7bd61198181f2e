/**
 * A dialog on the platform's own `<dialog>`: focus goes in and comes back, Escape closes, the page behind is inert.
 * Why not React Aria: docs/adr/0009.
 */

import { type ReactElement, type ReactNode, useEffect, useId, useRef } from "react";

export type DialogProps = {
  readonly title: string;
  readonly note?: ReactNode;
  readonly broad?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** Shown while it is rendered; the caller takes it away on `onClose`. */
export function Dialog({ title, note, broad = false, onClose, children }: DialogProps): ReactElement {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={ref}
      className={broad ? "float broad" : "float"}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current && outside(event.clientX, event.clientY, ref.current)) onClose();
      }}
    >
      <h2 id={id}>{title}</h2>
      {note && <p className="note">{note}</p>}
      {children}
    </dialog>
  );
}

/** A press on the backdrop is a press on the dialog element beyond its box. */
function outside(x: number, y: number, dialog: HTMLDialogElement): boolean {
  if (x === 0 && y === 0) return false;
  const box = dialog.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
