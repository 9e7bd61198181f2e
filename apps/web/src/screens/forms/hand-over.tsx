/**
 * The device in a client's hands: one form over the whole screen, and nothing else to be reached. However it ends, the device locks, so
 * that it comes back to its member by their passphrase.
 */

import type { FormLanguage, FormResponseView } from "@alcove/vault";
import { useBlocker } from "@tanstack/react-router";
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from "react";
import { useSession } from "../../app/session.tsx";
import { clientWords } from "../../words/clients/index.ts";
import { Answered } from "./answered.tsx";
import { Signing } from "./signing.tsx";

export type HandOverProps = {
  readonly language: FormLanguage;
  /** What is chosen before it is handed over: in which language. */
  readonly choice?: ReactNode;
  readonly onClose: () => void;
  /** What is in the client's hands. */
  readonly children: ReactNode;
};

export function HandOver({ language, choice, onClose, children }: HandOverProps): ReactElement {
  const [isHanded, setHanded] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useBlocker({ shouldBlockFn: () => isHanded, enableBeforeUnload: false });
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  // Keys that open something elsewhere in the app stay here.
  useEffect(() => {
    if (!isHanded) return;
    const keep = (event: KeyboardEvent) => {
      const locks = event.altKey && event.code === "KeyL";
      if ((event.ctrlKey || event.metaKey || event.altKey) && !locks) event.stopImmediatePropagation();
    };
    addEventListener("keydown", keep, true);
    return () => removeEventListener("keydown", keep, true);
  }, [isHanded]);

  return (
    <dialog
      ref={dialog}
      className="handed-over"
      aria-labelledby="h-handed"
      lang={isHanded ? language : undefined}
      onCancel={(event) => {
        event.preventDefault();
        if (!isHanded) onClose();
      }}
      // Chromium closes at the second Escape in a row, prevented or not.
      onClose={() => (isHanded ? dialog.current?.showModal() : onClose())}
    >
      {isHanded ? (
        children
      ) : (
        <div className="form-page">
          <h1 id="h-handed">Hand the device over</h1>
          <p className="said">
            From now on there is this form on it and nothing else. When it comes back, finished or not, it is locked,
            and you unlock it with your passphrase. What was typed until then is kept.
          </p>
          {choice}
          <div className="acts">
            <button className="b primary" type="button" onClick={() => setHanded(true)}>
              Begin
            </button>
            <button className="b plain" type="button" onClick={onClose}>
              Not now
            </button>
          </div>
        </div>
      )}
    </dialog>
  );
}

/** What was filled in, to read once more and sign; then thanks. Without a signature thanks alone. */
export function InTheirHands({
  view,
  onEnd,
}: {
  readonly view: FormResponseView;
  /** Before it locks. */
  readonly onEnd?: () => void;
}): ReactElement {
  const { lockNow } = useSession();
  const say = clientWords[view.asked.questionnaire.language];
  const [isDone, setDone] = useState(view.head.signatures === 0);
  const end = () => {
    onEnd?.();
    lockNow();
  };
  return (
    <div className="form-page">
      <h1 id="h-handed" dir="auto">
        {isDone ? say.thanks : view.head.title}
      </h1>
      {isDone ? (
        <>
          <p className="said">{say.thatIsAll}</p>
          <div className="acts">
            <button className="b primary" type="button" onClick={end} autoFocus>
              {say.giveBack}
            </button>
          </div>
        </>
      ) : (
        <>
          <Answered view={view} />
          <h2>{say.signature}</h2>
          <Signing
            view={view}
            onSigned={() => setDone(true)}
            onTyped={() => {}}
            leave={{ says: say.dontSign, go: end }}
          />
        </>
      )}
    </div>
  );
}
