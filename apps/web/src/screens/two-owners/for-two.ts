/** Whether the last try was refused because it takes another owner. */

import type { Failure } from "@alcove/protocol/errors";
import type { Outcome } from "@alcove/vault";
import { useState } from "react";

export type ForTwo = {
  readonly needed: boolean;
  /** Passes the outcome on and remembers it. */
  readonly watch: <T>(outcome: Outcome<T>) => Outcome<T>;
  readonly forget: () => void;
};

export function useForTwo(): ForTwo {
  const [needed, setNeeded] = useState(false);
  return {
    needed,
    watch(outcome) {
      setNeeded(!outcome.ok && (outcome.error as Failure).code === "second-owner-needed");
      return outcome;
    },
    forget: () => setNeeded(false),
  };
}
