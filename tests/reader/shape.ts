/** Shapes as docs/spec writes them: an array whose fields are checked one by one. */

import { type Cbor, read } from "./cbor.ts";
import { must } from "./primitives.ts";

export type Check<T> = (value: unknown) => value is T;

export const bytesOf =
  (length: number): Check<Uint8Array> =>
  (value): value is Uint8Array =>
    value instanceof Uint8Array && value.length === length;
export const id = bytesOf(16);
export const hash = bytesOf(32);
export const signature = bytesOf(64);
export const anyBytes: Check<Uint8Array> = (value): value is Uint8Array => value instanceof Uint8Array;
export const index: Check<number> = (value): value is number => typeof value === "number" && value >= 0;
export const count: Check<number> = (value): value is number => typeof value === "number" && value >= 1;
export const from =
  (least: number, most: number): Check<number> =>
  (value): value is number =>
    typeof value === "number" && value >= least && value <= most;
export const yesOrNo: Check<boolean> = (value): value is boolean => typeof value === "boolean";
export const text: Check<string> = (value): value is string => typeof value === "string";
export const array: Check<Cbor[]> = (value): value is Cbor[] => Array.isArray(value);
export const one: Check<1> = (value): value is 1 => value === 1;
export const word =
  <W extends string>(...words: readonly W[]): Check<W> =>
  (value): value is W =>
    words.includes(value as W);
export const orNull =
  <T>(check: Check<T>): Check<T | null> =>
  (value): value is T | null =>
    value === null || check(value);
export const listOf =
  <T>(check: Check<T>, from: number, to: number): Check<T[]> =>
  (value): value is T[] =>
    Array.isArray(value) && value.length >= from && value.length <= to && value.every((each) => check(each));

/** WIT-1: visible ASCII without the plus. */
export const witnessName: Check<string> = (value): value is string =>
  typeof value === "string" &&
  value.length >= 1 &&
  value.length <= 200 &&
  [...value].every((sign) => sign > " " && sign <= "~" && sign !== "+");
export const pairOf =
  <A, B>(first: Check<A>, second: Check<B>): Check<[A, B]> =>
  (value): value is [A, B] =>
    Array.isArray(value) && value.length === 2 && first(value[0]) && second(value[1]);

type Fields<C extends readonly Check<unknown>[]> = {
  -readonly [K in keyof C]: C[K] extends Check<infer T> ? T : never;
};

/** The fields of an array of exactly this shape; refused by `rule` otherwise. */
export function fieldsOf<const C extends readonly Check<unknown>[]>(
  value: unknown,
  checks: C,
  rule: string,
): Fields<C> {
  must(Array.isArray(value) && value.length === checks.length, rule);
  must(
    checks.every((check, i) => check(value[i])),
    rule,
  );
  return value as unknown as Fields<C>;
}

/** As `fieldsOf`, of encoded bytes. */
export function parse<const C extends readonly Check<unknown>[]>(
  bytes: Uint8Array,
  checks: C,
  rule: string,
): Fields<C> {
  return fieldsOf(readOr(bytes, rule), checks, rule);
}

function readOr(bytes: Uint8Array, rule: string): Cbor {
  try {
    return read(bytes);
  } catch {
    must(false, rule);
  }
}
