/**
 * Request counters: each once, up to `limits.counterWindow` behind the newest (docs/spec, SES-7). Requests in flight may
 * overtake each other; a copy of one may not pass.
 */

import { limits } from "@alcove/protocol";

export class CounterWindow {
  #highest = 0;
  /** Within the window no two counters share a place. */
  readonly #seen = new Float64Array(limits.counterWindow);

  /** False: seen before, or too far behind to tell. */
  take(counter: number): boolean {
    const place = counter % limits.counterWindow;
    if (counter <= this.#highest - limits.counterWindow || this.#seen[place] === counter) return false;
    this.#seen[place] = counter;
    this.#highest = Math.max(this.#highest, counter);
    return true;
  }
}
