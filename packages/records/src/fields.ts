/** What the shapes of records are made of. */

import type { Bytes } from "@alcove/bytes";
import * as z from "zod/mini";

z.config({ jitless: true });

const bytesOf = (length: number) => z.custom<Bytes>((value) => value instanceof Uint8Array && value.length === length);

export const id = bytesOf(16);
export const key = bytesOf(32);
export const anyBytes = z.custom<Bytes>((value) => value instanceof Uint8Array);
export const whole = z.int().check(z.nonnegative());
/** `yyyy-mm-dd`. */
export const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

/** Of every revision: its id, and its author's clock in milliseconds since 1970, shown and never decided on. */
export const common = { revision: id, writtenAt: whole };

/** Whether nobody could see any of it: spaces, letters without a width or a shape, and marks that turn others around. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cc}\p{Cf}\p{Z}\u115F\u1160\u3164\uFFA0]*$/u.test(text);
}

/** Whether there is such a day. */
export function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
