/**
 * A dialog on the platform's own `<dialog>`: focus goes in and comes back, Escape closes, the page behind is inert.
 * Why not React Aria: docs/adr/0009.
 */

import { type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from "react";

export type DialogProps = {
  readonly title: string;
  readonly note?: ReactNode;
  readonly broad?: boolean;
  /** What closing now would lose, in a sentence: then it is asked first. Other ways out are `Stay`'s. */
  readonly loses?: string | undefined;
  readonly onClose: () => void;
  /** A function where one of its buttons leaves as Escape does, and asks as Escape does. */
  readonly children: ReactNode | ((leave: () => void) => ReactNode);
};

/** Shown while it is rendered; the caller takes it away on `onClose`. */
export function Dialog({ title, note, broad = false, loses, onClose, children }: DialogProps): ReactElement {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [asks, setAsks] = useState(false);
  const leave = () => (loses ? setAsks(true) : onClose());

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
        leave();
      }}
      // Chromium closes at the second Escape in a row, prevented or not.
      onClose={() => {
        if (!ref.current || ref.current.open) return;
        if (loses) ref.current.showModal();
        leave();
      }}
      onClick={(event) => {
        if (event.target === ref.current && outside(event.clientX, event.clientY, ref.current)) leave();
      }}
    >
      <h2 id={id}>{title}</h2>
      {note && <p className="note">{note}</p>}
      {typeof children === "function" ? children(leave) : children}
      {loses && asks && (
        <div className="loses" role="alertdialog" aria-label={loses}>
          <p>{loses}</p>
          <div className="acts">
            <button className="b" type="button" onClick={() => setAsks(false)} autoFocus>
              Stay here
            </button>
            <button className="b plain" type="button" onClick={onClose}>
              Leave all the same
            </button>
          </div>
        </div>
      )}
    </dialog>
  );
}

/** A press on the backdrop is a press on the dialog element beyond its box. */
function outside(x: number, y: number, dialog: HTMLDialogElement): boolean {
  if (x === 0 && y === 0) return false;
  const box = dialog.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
