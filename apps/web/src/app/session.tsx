/**
 * What lives from one unlock to the next lock: answers already read, the search as it stood. It is thrown away with the
 * whole tree below it, so nothing that was read outlives a lock. `Places` outlives it on purpose: carets and scroll
 * positions by id, no words.
 */

import type { Vault } from "@alcove/vault";
import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from "react";
import { LeaderGone } from "../worker/vault-client.ts";
import { useVault, useVaultEvents } from "./vault-context.tsx";

/** Where the person was, by path or note id; numbers only. */
export type Places = { readonly scroll: Map<string, number>; readonly caret: Map<string, number> };

export type Session = {
  readonly answers: Map<string, unknown>;
  readonly places: Places;
  /** Run at once before a lock: whatever is still only in memory goes to the journal. */
  readonly beforeLock: Set<() => void>;
  readonly lockNow: () => void;
  /** Reads every answer on screen again; run after each act of one's own. */
  readonly reread: () => void;
  readonly rereading: Set<() => void>;
  /** Asks for the second factor once more, over whatever is on screen; whether it was shown. */
  readonly askForFactor: () => Promise<boolean>;
  /** Who asks it: the shell. */
  readonly setFactorAsker: (ask: () => Promise<boolean>) => void;
};

const SessionContext = createContext<Session | undefined>(undefined);

/** Below an open vault its session; before, nothing. */
export function useSessionIfOpen(): Session | undefined {
  return use(SessionContext);
}

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("bug: no session around this screen");
  return session;
}

export function SessionProvider(props: {
  readonly places: Places;
  readonly onLock: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const onLock = useRef(props.onLock);
  useEffect(() => {
    onLock.current = props.onLock;
  });
  const [session] = useState<Session>(() => {
    const beforeLock = new Set<() => void>();
    const lockNow = () => {
      for (const flush of beforeLock) flush();
      onLock.current();
    };
    const rereading = new Set<() => void>();
    const reread = () => {
      for (const again of rereading) again();
    };
    let ask = () => Promise.resolve(false);
    return {
      answers: new Map(),
      places: props.places,
      beforeLock,
      lockNow,
      reread,
      rereading,
      askForFactor: () => ask(),
      setFactorAsker: (asker) => {
        ask = asker;
      },
    };
  });
  return <SessionContext value={session}>{props.children}</SessionContext>;
}

export type Answer<T> = { readonly value: T | undefined; readonly broken: boolean; readonly again: () => void };

const REREAD_AT_MOST_EVERY_MS = 250;

/** Reads `load` once and again after every change in the vault; `key` names it within this session. */
export function useAnswer<T>(key: string, load: (vault: Vault) => Promise<T>): Answer<T> {
  const vault = useVault();
  const session = useSession();
  const [, redraw] = useState(0);
  const [broken, setBroken] = useState(false);
  const latestLoad = useRef(load);
  const reading = useRef<{ readonly key: string } | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const again = useCallback(() => {
    const run = { key };
    reading.current = run;
    latestLoad.current(vault).then(
      (value) => {
        if (reading.current !== run) return;
        session.answers.set(key, value);
        setBroken(false);
        redraw((n) => n + 1);
      },
      (error: unknown) => {
        if (reading.current === run && !(error instanceof LeaderGone)) setBroken(true);
      },
    );
  }, [key, vault, session]);

  useEffect(() => {
    latestLoad.current = load;
  });
  useEffect(() => {
    again();
    session.rereading.add(again);
    return () => {
      session.rereading.delete(again);
      reading.current = undefined;
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [again, session]);
  useVaultEvents((event) => {
    if (event.kind !== "changed" || timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      again();
    }, REREAD_AT_MOST_EVERY_MS);
  });

  return { value: session.answers.get(key) as T | undefined, broken, again };
}
