/** The practices in memory, each read from disk at its first use and let go when nobody has used it for a while. */

import { type PracticeId, toHex } from "@alcove/bytes";
import type { Clock } from "../clock.ts";
import type { Ledger } from "./ledger.ts";
import { type LoadPort, loadPractice } from "./load.ts";
import type { PracticeState } from "./state.ts";

/** Far longer than a commit takes, so that none is let go while it is written. */
const keptMs = 15 * 60 * 1000;

type Kept = { readonly state: Promise<PracticeState | undefined>; usedAtMs: number };

export class PracticeShelf {
  readonly #from: LoadPort;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();
  /** Ledgers as they were at the start. Whoever appends gets the practice from here first, so none of them is outdated. */
  readonly #checked: Map<string, Ledger>;

  /** `checked`: ledgers that were just read, by practice; each is used once. */
  constructor(from: LoadPort, clock: Clock, checked: ReadonlyMap<string, Ledger> = new Map()) {
    this.#from = from;
    this.#clock = clock;
    this.#checked = new Map(checked);
  }

  get size(): number {
    return this.#kept.size;
  }

  /** `undefined`: no such practice. */
  get(practice: PracticeId): Promise<PracticeState | undefined> {
    const id = toHex(practice);
    const known = this.#kept.get(id);
    if (known !== undefined) {
      known.usedAtMs = this.#clock.steadyMs();
      return known.state;
    }
    const checked = this.#checked.get(id);
    this.#checked.delete(id);
    const state = loadPractice(this.#from, practice, checked).then(
      (loaded) => {
        if (loaded === undefined) this.#kept.delete(id);
        return loaded;
      },
      (error: unknown) => {
        this.#kept.delete(id);
        throw error;
      },
    );
    this.#kept.set(id, { state, usedAtMs: this.#clock.steadyMs() });
    return state;
  }

  /** A practice that was just founded. */
  put(state: PracticeState): void {
    this.#kept.set(toHex(state.practice), { state: Promise.resolve(state), usedAtMs: this.#clock.steadyMs() });
  }

  /** After a commit of which nobody knows what reached the disk: the disk is read again. */
  forget(practice: PracticeId): void {
    this.#kept.delete(toHex(practice));
  }

  /** Those in memory: of practices that somebody uses. */
  inMemory(): Promise<PracticeState | undefined>[] {
    return [...this.#kept.values()].map(({ state }) => state);
  }

  forgetIdle(): void {
    const before = this.#clock.steadyMs() - keptMs;
    for (const [id, { usedAtMs }] of this.#kept) if (usedAtMs < before) this.#kept.delete(id);
  }
}
