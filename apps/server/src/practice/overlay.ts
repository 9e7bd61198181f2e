/** A map over a map: reads fall through, writes stay on top until they are taken over or dropped. */
export class Overlay<Value> {
  readonly #below: { get(key: string): Value | undefined };
  readonly #own = new Map<string, Value>();

  constructor(below: { get(key: string): Value | undefined }) {
    this.#below = below;
  }

  get(key: string): Value | undefined {
    return this.#own.get(key) ?? this.#below.get(key);
  }
  set(key: string, value: Value): void {
    this.#own.set(key, value);
  }
  /** What was written here, not what lies below. */
  written(): ReadonlyMap<string, Value> {
    return this.#own;
  }
  writeInto(target: { set(key: string, value: Value): unknown }): void {
    for (const [key, value] of this.#own) target.set(key, value);
  }
}
