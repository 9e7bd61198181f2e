/** Words that are checked while they are typed: what is wrong stands beside them before anybody goes on. */

import type { Outcome } from "@alcove/vault";
import { useEffect, useState } from "react";
import { sayFailure } from "../words/failures.ts";

const PAUSE_MS = 400;

export type TypedCheck<T> = {
  readonly wrong: string | undefined;
  /** Once it is whole and right. */
  readonly right: T | undefined;
  /** The field was left: what is missing counts as wrong from then on. */
  readonly leave: () => void;
};

/** `isShort`: says of a failure that more has only to be typed. Give the same functions each time. */
export function useTypedCheck<T>(
  text: string,
  check: (text: string) => Promise<Outcome<T>>,
  isShort: (code: string) => boolean,
): TypedCheck<T> {
  const [left, setLeft] = useState(false);
  const [found, setFound] = useState<{ readonly wrong?: string; readonly right?: T }>({});

  useEffect(() => {
    let isStale = false;
    const look = async () => {
      const whole = await check(text);
      // The word under the cursor is not finished yet.
      const settled = whole.ok || left ? whole : await check(text.replace(/\S+$/, ""));
      if (isStale) return;
      if (whole.ok) setFound({ right: whole.value });
      else if (!settled.ok && (left || !isShort(settled.error.code))) setFound({ wrong: sayFailure(settled.error) });
      else setFound({});
    };
    if (text.trim() === "") {
      setFound({});
      return undefined;
    }
    const timer = setTimeout(() => void look(), PAUSE_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [text, left, check, isShort]);

  return { wrong: found.wrong, right: found.right, leave: () => setLeft(true) };
}
