/** Keeps what is typed in a form in the vault's journal, as drafts of notes are kept: through a lock, a reload, a crash. */

import { useEffect, useRef, useState } from "react";
import { useSession } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { SAY_BUG, sayFailure } from "../../words/failures.ts";
import { createDraftKeeping, type DraftKeeping, type DraftWords } from "../note/draft-keeping.ts";

export type FormDraft = {
  /** Call it after each change. */
  readonly changed: () => void;
  /** The draft's id, for the save that ends it; nothing is kept after that. */
  readonly stop: () => string | undefined;
  readonly resume: DraftKeeping["resume"];
  readonly error: string | undefined;
  readonly isKept: boolean;
};

export function useFormDraft(first: string | undefined, words: DraftWords): FormDraft {
  const vault = useVault();
  const session = useSession();
  const [error, setError] = useState<string>();
  const [isKept, setKept] = useState(first !== undefined);
  const latest = useRef(words);
  useEffect(() => {
    latest.current = words;
  });
  const [keeping] = useState<DraftKeeping>(() =>
    createDraftKeeping({
      vault,
      draft: first,
      collect: () => latest.current,
      onKept: () => {
        setKept(true);
        setError(undefined);
      },
      onFailed: (failed) => setError(failed ? sayFailure(failed) : SAY_BUG),
    }),
  );
  useEffect(() => {
    const { flush } = keeping;
    const onHide = () => document.visibilityState === "hidden" && flush();
    session.beforeLock.add(flush);
    addEventListener("pagehide", flush);
    addEventListener("blur", flush);
    document.addEventListener("visibilitychange", onHide);
    return () => {
      flush();
      session.beforeLock.delete(flush);
      removeEventListener("pagehide", flush);
      removeEventListener("blur", flush);
      document.removeEventListener("visibilitychange", onHide);
    };
  }, [keeping, session]);
  return { changed: keeping.changed, stop: keeping.stop, resume: keeping.resume, error, isKept };
}
