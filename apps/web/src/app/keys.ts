/** Keys that work on every screen: Alt L locks, Ctrl K finds and does; single keys only where they were switched on. */

import { useEffect } from "react";
import { readPreferences } from "./preferences.ts";
import type { AppRouter } from "./router.tsx";

export function useShortcuts(router: AppRouter, lockNow: () => void, openPalette: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return;
      // By the place of the key: Alt L types another letter on some layouts.
      if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyL") {
        event.preventDefault();
        lockNow();
        return;
      }
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
      const to = SINGLE_KEYS[event.key];
      if (!to || !readPreferences().singleKeys) return;
      event.preventDefault();
      void router.navigate({ to });
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [router, lockNow, openPalette]);
}

const SINGLE_KEYS: Readonly<Record<string, "/" | "/charts" | "/search" | "/devices">> = {
  t: "/",
  c: "/charts",
  "/": "/search",
  d: "/devices",
};

function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select, dialog") !== null;
}
