/** One screen for each phase of the vault; a lock takes the whole open tree away. */

import type { LockReason } from "@alcove/vault";
import { lazy, type ReactElement, Suspense, useEffect, useRef, useState } from "react";
import { LockScreen } from "../screens/lock/lock-screen.tsx";
import { NoAnswer, StoreBroken } from "../screens/lock/no-vault.tsx";
import type { Places } from "./session.tsx";
import { type LockedStatus, useVaultState } from "./vault-context.tsx";

const FirstVisit = lazy(() =>
  import("../screens/first-visit/first-visit.tsx").then((m) => ({ default: m.FirstVisit })),
);

/** Routes and what stands around every screen: nobody needs them before the vault opens, and then they are there. */
const loadOpenApp = () => import("./open-app.tsx");
const OpenApp = lazy(() => loadOpenApp().then((m) => ({ default: m.OpenApp })));

export function App(): ReactElement | null {
  const { vault, link, status, broken } = useVaultState();
  const [places] = useState<Places>(() => ({ scroll: new Map(), caret: new Map() }));
  /** Somebody founds or enrols in this very tab: the steps that follow come before the open vault. */
  const [sitting, setSitting] = useState(false);
  const [lockedHere, setLockedHere] = useState<LockedStatus>();
  const phase = status?.phase;

  if (phase === "locked" && sitting) setSitting(false);

  // Words leave the screen at the key press; the vault follows within its two seconds.
  const lockAtOnce = (reason: LockReason) => {
    if (status?.phase !== "open") return;
    const { practiceName, memberName, deviceName, origin, waiting } = status;
    setLockedHere({
      phase: "locked",
      practiceName,
      memberName,
      deviceName,
      origin,
      waiting,
      lockedAt: Date.now(),
      lockedBy: reason,
    });
    // Whoever unlocks at once may have it open again before this screen saw it locked.
    vault.lock(reason).then(
      () => setLockedHere(undefined),
      () => {},
    );
  };
  if (lockedHere && phase === "locked") setLockedHere(undefined);

  const opensSoon = phase === "locked" || sitting;
  useEffect(() => {
    if (opensSoon) loadOpenApp().catch(() => {});
  }, [opensSoon]);
  useWall(phase !== "open" || lockedHere !== undefined);
  const opened = useRef(0);
  const wasOpen = useRef(false);
  const isOpen = phase === "open" && !lockedHere;
  if (isOpen && !wasOpen.current) opened.current += 1;
  wasOpen.current = isOpen;

  if (broken !== undefined && !status) return <StoreBroken reason={broken} />;
  if (link === "unanswered") return <NoAnswer />;
  if (!status) return null;
  if (lockedHere) return <LockScreen status={lockedHere} />;
  if (status.phase === "locked") return <LockScreen status={status} />;
  if (status.phase === "empty" || sitting) {
    return (
      <Suspense fallback={null}>
        <FirstVisit onSitting={setSitting} />
      </Suspense>
    );
  }
  return (
    <Suspense fallback={null}>
      <OpenApp key={opened.current} places={places} onLock={() => lockAtOnce("person")} />
    </Suspense>
  );
}

/** Before the room stands the wall: it fills the window behind the lock and the first sitting. */
function useWall(shown: boolean): void {
  useEffect(() => {
    document.documentElement.classList.toggle("wall", shown);
  }, [shown]);
}
