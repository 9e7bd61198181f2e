import { useEffect } from "react";

/** Names the window: never a client. */
export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Alcove`;
  }, [title]);
}
