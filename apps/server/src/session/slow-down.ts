/**
 * Growing waits after failed tries. Never a lock-out: a wait has a longest length, and a stranger's failures at an
 * address of his own don't slow the person down.
 */

import type { Clock } from "../clock.ts";

export type Waits = {
  /** Failures that cost no wait. */
  readonly free: number;
  readonly firstMs: number;
  readonly longestMs: number;
  /** After this long without a failure all is forgotten. */
  readonly forgottenAfterMs: number;
};

const keptNames = 50_000;

export class SlowDown {
  readonly #clock: Clock;
  readonly #waits: Waits;
  readonly #failures = new Map<string, { readonly count: number; readonly atMs: number }>();

  constructor(clock: Clock, waits: Waits) {
    this.#clock = clock;
    this.#waits = waits;
  }

  /** Whole seconds that `name` has to wait; 0: go on. */
  secondsLeft(name: string): number {
    const failed = this.#current(name);
    if (!failed || failed.count <= this.#waits.free) return 0;
    const waitMs = Math.min(this.#waits.firstMs * 2 ** (failed.count - this.#waits.free - 1), this.#waits.longestMs);
    return Math.max(0, Math.ceil((failed.atMs + waitMs - this.#clock.steadyMs()) / 1000));
  }

  /**
   * The same; and where it is 0, the try counts as failed from here on, until `succeeded` says otherwise: tries side by side
   * wait like those one after the other. For what can be guessed.
   */
  begin(name: string): number {
    const seconds = this.secondsLeft(name);
    if (seconds === 0) this.failed(name);
    return seconds;
  }

  failed(name: string): void {
    const count = (this.#current(name)?.count ?? 0) + 1;
    this.#failures.delete(name);
    this.#failures.set(name, { count, atMs: this.#clock.steadyMs() });
    for (const oldest of this.#failures.keys()) {
      if (this.#failures.size <= keptNames) break;
      this.#failures.delete(oldest);
    }
  }

  succeeded(name: string): void {
    this.#failures.delete(name);
  }

  #current(name: string): { readonly count: number; readonly atMs: number } | undefined {
    const failed = this.#failures.get(name);
    return failed && failed.atMs + this.#waits.forgottenAfterMs > this.#clock.steadyMs() ? failed : undefined;
  }
}
