/** A dialog with a form in it: what was typed is not lost by Escape, a press beside it or a way elsewhere without a question. */

import type { ReactElement, ReactNode } from "react";
import { Dialog, type DialogProps } from "./dialog.tsx";
import { HERE_AGAIN, type Keeps, useKept } from "./kept.ts";
import { Stay } from "./stay.tsx";

const LOSES = "What you typed isn’t kept yet.";

export type FormDialogProps<Words> = Omit<DialogProps, "loses" | "children"> & {
  readonly isTyped: boolean;
  /** What is asked before somebody leaves. */
  readonly leaving: string;
  /** What outlives a lock, where it is more than a press or two. */
  readonly keeps?: Keeps<Words>;
  readonly children: (leave: () => void) => ReactNode;
};

export function FormDialog<Words>(props: FormDialogProps<Words>): ReactElement {
  const { isTyped, leaving, keeps, children, ...dialog } = props;
  const isRestored = useKept(keeps, isTyped);
  return (
    <Dialog {...dialog} loses={isTyped ? LOSES : undefined}>
      {(leave) => (
        <>
          {isTyped && <Stay title={leaving} note={LOSES} stay="Stay here" leave="Leave all the same" />}
          {isRestored && <p className="small quiet">{HERE_AGAIN}</p>}
          {children(leave)}
        </>
      )}
    </Dialog>
  );
}
