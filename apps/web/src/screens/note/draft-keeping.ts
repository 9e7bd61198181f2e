/**
 * Keeps what is typed in the vault's journal: within a second while typing, at once when the page is left, hidden or
 * locked. The draft's id is made here, so that two calls under way are the same draft.
 */

import type { DraftView, Vault } from "@alcove/vault";
import type { Failure } from "@alcove/protocol/errors";
import { LeaderGone } from "../../worker/vault-client.ts";

export type DraftWords = Omit<DraftView, "id" | "keptAt" | "fromDevice">;

export type DraftKeeping = {
  /** Something was typed. */
  readonly changed: () => void;
  /** Sends at once what is not kept yet; the answer is not waited for. Calls reach the vault in their order. */
  readonly flush: () => void;
  /** Holds back while a save takes what is there, which is kept first, and gives the id of what was kept, if anything was. */
  readonly stop: () => string | undefined;
  /** Keeps again after `stop`, what was typed meanwhile first: in a new draft where the save took the one before, else in the same one. */
  readonly resume: (save: "taken" | "failed") => void;
};

export type DraftKeepingOptions = {
  readonly vault: Vault;
  /** The draft that is gone on with; absent where none is kept yet. */
  readonly draft: string | undefined;
  readonly collect: () => DraftWords;
  readonly onKept: (keptAt: number, draft: string) => void;
  readonly onFailed: (failed: Failure | undefined) => void;
};

/** A pause this long, or this long since the first unkept letter, whichever comes first. */
const PAUSE_MS = 350;
const AT_MOST_MS = 800;

export function createDraftKeeping(options: DraftKeepingOptions): DraftKeeping {
  let draft = options.draft ?? newId();
  let sent = options.draft !== undefined;
  let unkeptSince: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  /** The draft that a save was given. */
  let given: { readonly draft: string; readonly sent: boolean } | undefined;

  // Also in the middle of a save, where the page is left: what was typed since is a draft of its own.
  const flush = (): void => {
    clearTimeout(timer);
    if (unkeptSince === undefined) return;
    unkeptSince = undefined;
    sent = true;
    void keep(draft);
  };

  const keep = async (id: string): Promise<void> => {
    try {
      const kept = await options.vault.keepDraft({ ...options.collect(), id });
      if (!kept.ok) options.onFailed(kept.error);
      else if (!stopped && id === draft) options.onKept(kept.value.keptAt, id);
    } catch (problem) {
      if (!(problem instanceof LeaderGone)) options.onFailed(undefined);
    }
  };

  const changed = (): void => {
    unkeptSince ??= performance.now();
    clearTimeout(timer);
    if (stopped) return;
    const waited = performance.now() - unkeptSince;
    timer = setTimeout(flush, Math.max(0, Math.min(PAUSE_MS, AT_MOST_MS - waited)));
  };

  return {
    changed,
    flush,
    stop() {
      // Whatever becomes of the save, what it was to take is kept.
      flush();
      stopped = true;
      given = { draft, sent };
      draft = newId();
      sent = false;
      return given.sent ? given.draft : undefined;
    },
    resume(save) {
      stopped = false;
      if (save === "failed" && given && !sent) ({ draft, sent } = given);
      if (unkeptSince !== undefined) changed();
    },
  };
}

function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
