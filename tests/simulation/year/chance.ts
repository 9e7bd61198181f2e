/** All that is left to chance in a year follows from its seed. */

import { createHash } from "node:crypto";

export class Chance {
  readonly #seed: string;
  #drawn = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(length);
    for (let at = 0; at < length; at += 32) out.set(this.#block().subarray(0, Math.min(32, length - at)), at);
    return out;
  }

  /** From 0 up to and without `n`. */
  upTo(n: number): number {
    return this.#block().readUInt32BE(0) % n;
  }

  /** Whether it happens that happens once in `n` times. */
  once(n: number): boolean {
    return this.upTo(n) === 0;
  }

  oneOf<T>(all: readonly T[]): T | undefined {
    return all[this.upTo(Math.max(1, all.length))];
  }

  #block(): Buffer {
    return createHash("sha256")
      .update(`${this.#seed}/${this.#drawn++}`)
      .digest();
  }
}
