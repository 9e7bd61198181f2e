/** The practices in memory, each read from disk at its first use. */

import { type PracticeId, toHex } from "@alcove/bytes";
import { type LoadPort, loadPractice } from "./load.ts";
import type { PracticeState } from "./state.ts";

export class PracticeShelf {
  readonly #from: LoadPort;
  readonly #states = new Map<string, Promise<PracticeState | undefined>>();

  constructor(from: LoadPort) {
    this.#from = from;
  }

  /** `undefined`: no such practice. */
  get(practice: PracticeId): Promise<PracticeState | undefined> {
    const id = toHex(practice);
    const known = this.#states.get(id);
    if (known !== undefined) return known;
    const loading = loadPractice(this.#from, practice).then(
      (state) => {
        if (state === undefined) this.#states.delete(id);
        return state;
      },
      (error: unknown) => {
        this.#states.delete(id);
        throw error;
      },
    );
    this.#states.set(id, loading);
    return loading;
  }

  /** A practice that was just founded. */
  put(state: PracticeState): void {
    this.#states.set(toHex(state.practice), Promise.resolve(state));
  }

  /** After a commit of which nobody knows what reached the disk: the disk is read again. */
  forget(practice: PracticeId): void {
    this.#states.delete(toHex(practice));
  }

  get size(): number {
    return this.#states.size;
  }
}
