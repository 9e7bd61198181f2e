/** The second factor that an act asks for: over whatever dialog the act is done in. */

import { lazy, type ReactElement, Suspense, useEffect, useState } from "react";
import { useSession } from "./session.tsx";

const DigitsDialog = lazy(() => import("./digits-dialog.tsx").then((m) => ({ default: m.DigitsDialog })));

export function FactorAsked(): ReactElement | null {
  const { setFactorAsker } = useSession();
  const [asked, setAsked] = useState<{ readonly answer: (shown: boolean) => void }>();
  useEffect(() => {
    setFactorAsker(() => new Promise((answer) => setAsked({ answer })));
  }, [setFactorAsker]);
  if (!asked) return null;
  const answer = (shown: boolean) => {
    setAsked(undefined);
    asked.answer(shown);
  };
  return (
    <Suspense>
      <DigitsDialog forAct onShown={() => answer(true)} onClose={() => answer(false)} />
    </Suspense>
  );
}
