import type { Clock } from "../clock.ts";

/** A clock that a test moves. */
export class TestClock implements Clock {
  #wallMs = Date.UTC(2026, 0, 5, 9);
  #steadyMs = 0;

  wallMs(): number {
    return this.#wallMs;
  }
  steadyMs(): number {
    return this.#steadyMs;
  }
  /** Both go on together. */
  pass(ms: number): void {
    this.#wallMs += ms;
    this.#steadyMs += ms;
  }
  /** The wall clock is set, and time itself does not pass. */
  setWall(ms: number): void {
    this.#wallMs = ms;
  }
}

export const seconds = (count: number): number => count * 1000;
export const hours = (count: number): number => count * 3_600_000;
export const days = (count: number): number => count * 86_400_000;
