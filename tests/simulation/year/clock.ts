/** One time for all: the server's clocks and each device's show it, and it goes on when the year says so. */

import type { Clock } from "@alcove/vault";

export const dayMs = 86_400_000;
/** What waits longer is not for these stories: the idle lock, which people do by hand here. */
const longestTimerMs = 60_000;

/** Between two questions of devices that pair: each is a request, and what they wait for takes longer than this. */
const quickMs = 10;

export class YearTime {
  #ms = Date.UTC(2026, 0, 5, 9);
  now = (): number => this.#ms;
  pass(ms: number): void {
    this.#ms += ms;
  }
}

type Timer = { readonly at: number; readonly work: () => void };

/** A device's: timers ring when the year rings them, and never after the device died. */
export class DeviceClock implements Clock {
  readonly #time: YearTime;
  readonly #timers = new Set<Timer>();
  /** While two devices pair and wait for each other, the seconds between their questions take none. */
  isQuick = false;
  #stopped = false;

  constructor(time: YearTime) {
    this.#time = time;
  }

  now(): number {
    return this.#time.now();
  }

  after(ms: number, work: () => void): () => void {
    if (ms === 0 || (this.isQuick && ms < 1000)) {
      const soon = setTimeout(() => this.#stopped || work(), Math.min(ms, quickMs));
      return () => clearTimeout(soon);
    }
    const timer = { at: this.now() + ms, work };
    if (ms <= longestTimerMs) this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  ring(): void {
    for (const timer of [...this.#timers]) {
      if (timer.at > this.now() || !this.#timers.delete(timer)) continue;
      timer.work();
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#timers.clear();
  }
}
