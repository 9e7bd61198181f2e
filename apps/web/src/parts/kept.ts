/** What is typed into a dialog outlives a lock: sealed on this device while it is typed, and gone once it is saved or left. */

import { useEffect, useRef, useState } from "react";
import { useSession } from "../app/session.tsx";
import { useVault } from "../app/vault-context.tsx";

const KEPT_AFTER_MS = 400;

export type Keeps<Words> = {
  /** Which dialog, of what. */
  readonly name: string;
  /** All that can be typed into it, as JSON has it. */
  readonly words: Words;
  /** Puts back what was typed before. */
  readonly restore: (words: Words) => void;
};

/** Whether something came back. */
export function useKept<Words>(keeps: Keeps<Words> | undefined, isTyped: boolean): boolean {
  const vault = useVault();
  const { beforeLock } = useSession();
  const [isRestored, setRestored] = useState(false);
  const name = keeps?.name;
  const words = keeps && isTyped ? JSON.stringify(keeps.words) : "";
  const now = useRef({ words, restore: keeps?.restore });
  now.current = { words, restore: keeps?.restore };

  useEffect(() => {
    if (name === undefined) return;
    let current = true;
    vault.aside(name).then(
      (kept) => {
        if (!current || kept === "" || now.current.words !== "") return;
        now.current.restore?.(JSON.parse(kept) as Words);
        setRestored(true);
      },
      () => {},
    );
    const keep = () => {
      if (now.current.words !== "") void vault.keepAside(name, now.current.words).catch(() => {});
    };
    beforeLock.add(keep);
    return () => {
      current = false;
      beforeLock.delete(keep);
      // What ends while the vault is open was saved or left. A lock ends it too, and keeps it.
      vault.status().then(
        async ({ phase }) => {
          if (phase === "open") await vault.keepAside(name, "");
        },
        () => {},
      );
    };
  }, [vault, beforeLock, name]);

  useEffect(() => {
    if (name === undefined || words === "") return;
    const timer = setTimeout(() => void vault.keepAside(name, words).catch(() => {}), KEPT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [vault, name, words]);
  return isRestored;
}
