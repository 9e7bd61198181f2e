/** Whatever is still only in memory goes to the journal at once when its page is left, hidden or locked. */

import { useEffect } from "react";
import { useSession } from "../../app/session.tsx";
import type { DraftKeeping } from "./draft-keeping.ts";

export function useFlushed({ flush }: DraftKeeping): void {
  const { beforeLock } = useSession();
  useEffect(() => {
    const onHide = () => document.visibilityState === "hidden" && flush();
    beforeLock.add(flush);
    addEventListener("pagehide", flush);
    addEventListener("blur", flush);
    document.addEventListener("visibilitychange", onHide);
    return () => {
      flush();
      beforeLock.delete(flush);
      removeEventListener("pagehide", flush);
      removeEventListener("blur", flush);
      document.removeEventListener("visibilitychange", onHide);
    };
  }, [beforeLock, flush]);
}
