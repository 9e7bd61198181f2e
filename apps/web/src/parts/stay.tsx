/** Asks before somebody leaves a screen with something on it that is shown once. */

import { useBlocker } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Dialog } from "./dialog.tsx";

export type StayProps = {
  readonly title: string;
  readonly note: string;
  readonly stay: string;
  readonly leave: string;
};

export function Stay({ title, note, stay, leave }: StayProps): ReactElement | null {
  const { status, proceed, reset } = useBlocker({ shouldBlockFn: () => true, withResolver: true });
  if (status !== "blocked") return null;
  return (
    <Dialog title={title} note={note} onClose={reset}>
      <div className="inner">
        <div className="acts">
          <button className="b primary" type="button" onClick={reset}>
            {stay}
          </button>
          <button className="b plain" type="button" onClick={proceed}>
            {leave}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
