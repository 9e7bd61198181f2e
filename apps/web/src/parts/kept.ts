/** What is typed into a dialog outlives a lock: sealed on this device while it is typed, and gone once it is saved or left. */

import { useEffect, useRef, useState } from "react";
import { useSession } from "../app/session.tsx";
import { useVault } from "../app/vault-context.tsx";

const KEPT_AFTER_MS = 400;

/** Said where something came back. */
export const HERE_AGAIN = "What you had typed before it was locked is here again.";

export type Keeps<Words> = {
  /** Which dialog, of what. */
  readonly name: string;
  /** All that can be typed into it, as JSON has it. */
  readonly words: Words;
  /** Puts back what was typed before. */
  readonly restore: (words: Words) => void;
  /** Whether it outlives a way elsewhere too, where nothing asks before; read when it is left. */
  readonly staysWhenLeft?: () => boolean;
};

/** Whether something came back. */
export function useKept<Words>(keeps: Keeps<Words> | undefined, isTyped: boolean): boolean {
  const vault = useVault();
  const { beforeLock } = useSession();
  const [isRestored, setRestored] = useState(false);
  const name = keeps?.name;
  const words = keeps && isTyped ? JSON.stringify(keeps.words) : "";
  const now = useRef({ words, restore: keeps?.restore, staysWhenLeft: keeps?.staysWhenLeft });
  now.current = { words, restore: keeps?.restore, staysWhenLeft: keeps?.staysWhenLeft };
  const wasTyped = useRef(false);

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
      const stays = now.current.staysWhenLeft?.() ?? false;
      const last = stays ? now.current.words : "";
      // Left before what was kept came back: it stays as it is.
      if (stays && last === "") return;
      // What ends while the vault is open was saved or left. A lock ends it too, and keeps it.
      vault.status().then(
        async ({ phase }) => {
          if (phase === "open") await vault.keepAside(name, last);
        },
        () => {},
      );
    };
  }, [vault, beforeLock, name]);

  useEffect(() => {
    if (name === undefined) return;
    if (words === "") {
      // Typed, and taken back or said since: a lock must not bring it back.
      if (wasTyped.current) void vault.keepAside(name, "").catch(() => {});
      wasTyped.current = false;
      return;
    }
    wasTyped.current = true;
    const timer = setTimeout(() => void vault.keepAside(name, words).catch(() => {}), KEPT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [vault, name, words]);
  return isRestored;
}
