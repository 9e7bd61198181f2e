/** One act at a time: busy while it runs, and what went wrong in words. */

import type { Failure } from "@alcove/protocol/errors";
import type { Outcome } from "@alcove/vault";
import { useCallback, useRef, useState } from "react";
import { useSessionIfOpen } from "../app/session.tsx";
import { SAY_BUG, sayFailure } from "../words/failures.ts";
import { LeaderGone } from "../worker/vault-client.ts";

export type Acting = {
  readonly busy: boolean;
  readonly error: string | undefined;
  readonly setError: (error: string | undefined) => void;
  /**
   * Runs `act` unless one is under way, and again where the server asks for the second factor first and it was shown. Gives its
   * value, or nothing when it failed (then `error` says why).
   */
  readonly run: <T>(act: () => Promise<Outcome<T>>) => Promise<{ readonly value: T } | undefined>;
};

/** `say` puts a failure in words where the table's own do not fit; give the same function each time. */
export function useActing(say: (failed: Failure) => string = sayFailure): Acting {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const running = useRef(false);
  const session = useSessionIfOpen();

  const run = useCallback(
    async <T>(act: () => Promise<Outcome<T>>) => {
      if (running.current) return undefined;
      running.current = true;
      setBusy(true);
      setError(undefined);
      try {
        let outcome = await act();
        const asks = !outcome.ok && outcome.error.code === "second-factor-again";
        if (asks && (await session?.askForFactor())) outcome = await act();
        if (outcome.ok) {
          session?.reread();
          return { value: outcome.value };
        }
        setError(say(outcome.error));
      } catch (problem) {
        if (!(problem instanceof LeaderGone)) setError(SAY_BUG);
      } finally {
        running.current = false;
        setBusy(false);
      }
      return undefined;
    },
    [session, say],
  );

  return { busy, error, setError, run };
}
