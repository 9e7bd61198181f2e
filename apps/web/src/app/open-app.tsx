/** The open vault: session, palette (at once: whoever presses Ctrl K types on), routes, the keys that work everywhere, and the idle clock. */

import { RouterProvider } from "@tanstack/react-router";
import { type ReactElement, useCallback, useEffect, useState } from "react";
import { Palette } from "../screens/palette/palette.tsx";
import { useShortcuts } from "./keys.ts";
import { readPreferences } from "./preferences.ts";
import { createAppRouter } from "./router.tsx";
import { type Places, SessionProvider, useSession } from "./session.tsx";
import { useVault } from "./vault-context.tsx";

export type OpenAppProps = { readonly places: Places; readonly onLock: () => void };

export function OpenApp({ places, onLock }: OpenAppProps): ReactElement {
  return (
    <SessionProvider places={places} onLock={onLock}>
      <Routes />
    </SessionProvider>
  );
}

function Routes(): ReactElement {
  const session = useSession();
  const [router] = useState(createAppRouter);
  const [finding, setFinding] = useState(false);
  const openPalette = useCallback(() => setFinding(true), []);
  useShortcuts(router, session.lockNow, openPalette);
  useIdleClock();
  useNetworkChanges();
  useBlur();
  return (
    <>
      <RouterProvider router={router} />
      {finding && <Palette router={router} onClose={() => setFinding(false)} />}
    </>
  );
}

const TOUCH_AT_MOST_EVERY_MS = 10_000;

/** Tells the vault that somebody is here, at most once in ten seconds. */
function useIdleClock(): void {
  const vault = useVault();
  useEffect(() => {
    let last = 0;
    const touch = (event: Event) => {
      if (event.timeStamp - last < TOUCH_AT_MOST_EVERY_MS) return;
      last = event.timeStamp;
      void vault.touch();
    };
    const kinds = ["pointerdown", "keydown", "wheel", "touchstart"] as const;
    for (const kind of kinds) addEventListener(kind, touch, { passive: true, capture: true });
    return () => {
      for (const kind of kinds) removeEventListener(kind, touch, { capture: true });
    };
  }, [vault]);
}

/** Where the person asked for it, nothing can be read on a page that has not the focus. */
function useBlur(): void {
  useEffect(() => {
    const page = document.documentElement;
    const look = () => page.classList.toggle("away", readPreferences().blurs && !document.hasFocus());
    look();
    addEventListener("blur", look);
    addEventListener("focus", look);
    return () => {
      page.classList.remove("away");
      removeEventListener("blur", look);
      removeEventListener("focus", look);
    };
  }, []);
}

/** When the network is back, what waits goes at once and not at the next try; when it goes, the page says so at once. */
function useNetworkChanges(): void {
  const vault = useVault();
  useEffect(() => {
    const sync = () => void vault.sync();
    addEventListener("online", sync);
    addEventListener("offline", sync);
    return () => {
      removeEventListener("online", sync);
      removeEventListener("offline", sync);
    };
  }, [vault]);
}
