/**
 * The few shapes all messages are made of. zod/mini without its code generation (a strict CSP forbids `new Function`).
 * Each shape carries a description, so that the hash over all schemas changes when a length or a word does.
 */

import { assert, type Branded, type CborValue, parseCbor } from "@alcove/bytes";
import * as z from "zod/mini";

z.config({ jitless: true });

type AnyBytes = Uint8Array<ArrayBuffer>;

/** Exactly `length` bytes. */
export function bytes<B extends Branded<string>>(length: number) {
  return z
    .custom<B>((value) => value instanceof Uint8Array && value.length === length)
    .register(z.globalRegistry, { description: `bytes(${length})` });
}
/** At most `max` bytes. */
export function bytesUpTo(max: number) {
  return z
    .custom<AnyBytes>((value) => value instanceof Uint8Array && value.length <= max)
    .register(z.globalRegistry, { description: `bytes(..${max})` });
}
/** Of any length: what holds it has a limit. */
export const anyBytes = z
  .custom<AnyBytes>((value) => value instanceof Uint8Array)
  .register(z.globalRegistry, { description: "bytes" });
/** 0, 1, 2 ... */
export const index = z.int().check(z.nonnegative());
/** 1, 2, 3 ... */
export const count = z.int().check(z.positive());
/** From `least` to `most`, both included. */
export const between = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));
export const text = (maxLength: number) => z.string().check(z.maxLength(maxLength));

/** A deterministic CBOR item of exactly this shape; `undefined` for everything else. */
export function parseAs<T extends z.ZodMiniType>(schema: T, encoded: Uint8Array): z.infer<T> | undefined {
  const value = parseCbor(encoded);
  return value === undefined ? undefined : checkAs(schema, value);
}

export function checkAs<T extends z.ZodMiniType>(schema: T, value: CborValue): z.infer<T> | undefined {
  const checked = z.safeParse(schema, value);
  return checked.success ? checked.data : undefined;
}

/**
 * The same verdict as the union of tuples that each begin with a word of their own, by the one that begins with this word: a
 * roster has many thousand operations, and each would be tried as every other kind before its own.
 */
export function byFirstWord<const Tuples extends readonly z.ZodMiniTuple[]>(
  union: z.ZodMiniUnion<Tuples>,
): z.ZodMiniCustom<z.infer<z.ZodMiniUnion<Tuples>>> {
  const tuples = new Map(
    union.def.options.map((tuple) => {
      const [word] = tuple.def.items;
      assert(word instanceof z.ZodMiniLiteral && word.def.values.length === 1, "each begins with one word");
      return [word.def.values[0] as unknown, tuple];
    }),
  );
  assert(tuples.size === union.def.options.length, "no two begin with the same word");
  return z.custom((value) => {
    const tuple = Array.isArray(value) ? tuples.get(value[0]) : undefined;
    return tuple !== undefined && z.safeParse(tuple, value).success;
  });
}

export { z };
