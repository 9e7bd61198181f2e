/** Keeps what is typed in a form in the vault's journal, as drafts of notes are kept: through a lock, a reload, a crash. */

import { useEffect, useRef, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { SAY_BUG, sayFailure } from "../../words/failures.ts";
import { createDraftKeeping, type DraftKeeping, type DraftWords } from "../note/draft-keeping.ts";
import { useFlushed } from "../note/use-flushed.ts";

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
  useFlushed(keeping);
  return { changed: keeping.changed, stop: keeping.stop, resume: keeping.resume, error, isKept };
}
