/** What is typed into a dialog outlives a lock: sealed on this device while it is typed, and gone once it is saved or left. */

import { useEffect, useRef, useState } from "react";
import { useSession } from "../app/session.tsx";
import { useVault } from "../app/vault-context.tsx";
import { putBack } from "./put-back.ts";

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
  // Until it has come nothing is kept over it.
  const [hasCome, setHasCome] = useState(false);
  const name = keeps?.name;
  const words = keeps && isTyped ? JSON.stringify(keeps.words) : "";
  const now = useRef({ words, hasCome, keeps });
  now.current = { words, hasCome, keeps };
  const untouched = useRef(keeps?.words);
  if (!isTyped) untouched.current = keeps?.words;
  const wasTyped = useRef(false);

  useEffect(() => {
    if (name === undefined) return;
    let current = true;
    const since = `${name}, since`;
    Promise.all([vault.aside(name), vault.aside(since)]).then(
      ([before, more]) => {
        if (!current) return;
        const kept = more === "" ? before : joined(before, more);
        if (kept !== "") {
          const { keeps: dialog } = now.current;
          dialog?.restore(putBack(JSON.parse(kept), untouched.current, dialog.words) as Words);
          setRestored(true);
        }
        setHasCome(true);
        if (more !== "")
          void vault
            .keepAside(name, kept)
            .then(() => vault.keepAside(since, ""))
            .catch(() => {});
      },
      () => {},
    );
    const keep = () => {
      const { words: typed, hasCome: has, keeps: dialog } = now.current;
      if (typed === "") return;
      // Locked before it came: what was typed meanwhile waits beside it.
      const beside = JSON.stringify({ words: dialog?.words, untouched: untouched.current });
      void vault.keepAside(has ? name : since, has ? typed : beside).catch(() => {});
    };
    beforeLock.add(keep);
    return () => {
      current = false;
      setHasCome(false);
      beforeLock.delete(keep);
      const stays = now.current.keeps?.staysWhenLeft?.() ?? false;
      const last = stays ? now.current.words : "";
      const isHere = now.current.hasCome;
      // Left before what was kept came back: it stays as it is.
      if (stays && (last === "" || !isHere)) return;
      // What ends while the vault is open was saved or left. A lock ends it too, and keeps it.
      vault.status().then(
        async ({ phase }) => {
          if (phase !== "open") return;
          await vault.keepAside(name, last);
          if (!isHere) await vault.keepAside(since, "");
        },
        () => {},
      );
    };
  }, [vault, beforeLock, name]);

  useEffect(() => {
    if (name === undefined || !hasCome) return;
    if (words === "") {
      // Typed, and taken back or said since: a lock must not bring it back.
      if (wasTyped.current) void vault.keepAside(name, "").catch(() => {});
      wasTyped.current = false;
      return;
    }
    wasTyped.current = true;
    const timer = setTimeout(() => void vault.keepAside(name, words).catch(() => {}), KEPT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [vault, name, words, hasCome]);
  return isRestored;
}

/** What was kept, and after it what was typed before that had come. */
function joined(before: string, more: string): string {
  const { words, untouched } = JSON.parse(more) as { readonly words: unknown; readonly untouched: unknown };
  return JSON.stringify(before === "" ? words : putBack(JSON.parse(before), untouched, words));
}
