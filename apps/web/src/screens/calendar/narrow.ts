/** Whether the window is as narrow as a phone's: a week has no room then. */

import { useSyncExternalStore } from "react";

const QUERY = "(max-width: 760px)";

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(QUERY);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => matchMedia(QUERY).matches,
  );
}
