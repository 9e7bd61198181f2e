/** A frozen example of a format, with what must be refused in its place. */

import { toHex } from "@alcove/bytes";

/** Bytes are lower-case hex. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Facts = Readonly<Record<string, Json>>;

export type FrozenCase = {
  readonly format: string;
  /** Of docs/spec. */
  readonly rule: string;
  /** What a reader knows besides the bytes: keys, places, names. */
  readonly facts: Facts;
  readonly bytes: string;
  /** What comes out. */
  readonly opens: Json;
  /** The same with some facts, or the bytes, replaced: nothing comes out. */
  readonly refused: readonly { readonly name: string; readonly facts?: Facts; readonly bytes?: string }[];
};

/** Changed in a byte, cut, and lengthened. */
export function damaged(bytes: Uint8Array): FrozenCase["refused"] {
  const flipped = new Uint8Array(bytes);
  flipped[flipped.length - 1] = (flipped.at(-1) as number) ^ 1;
  return [
    { name: "a byte changed", bytes: toHex(flipped) },
    { name: "cut by a byte", bytes: toHex(bytes.subarray(0, -1)) },
    { name: "longer by a byte", bytes: `${toHex(bytes)}00` },
  ];
}

/** One refusal for each fact, each with only that one replaced. */
export function otherFacts(facts: Facts): FrozenCase["refused"] {
  return Object.entries(facts).map(([name, value]) => ({ name: `another ${name}`, facts: { [name]: value } }));
}
