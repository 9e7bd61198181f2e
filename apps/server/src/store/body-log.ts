/**
 * Bodies at rest: one stream of bytes a practice, in the order of its leaves, cut into pages that fill a page of the
 * database each. Where a body begins stands with its leaf.
 *
 * A row for each body would be simpler, and wastes what is left of a database page: bytes in the file for each byte of
 * single notes, and microseconds for each in commits of 32, were 1.29 and 28 with pages of 4 KiB, 1.09 and 35 with
 * pages of 1 KiB, and are 1.05 and 26 like this; for batches of 100 notes 1.01 and 19 a note, where rows took 22 to 34.
 */

import { assert, type Bytes, concatBytes, type PracticeId, toHex } from "@alcove/bytes";
import type { Db } from "./tables.ts";

/** With the row's other fields, as much as one cell of a database page of 16 KiB holds. Never changes: places depend on it. */
export const bodyPageBytes = 16_300;

/** The last page while it is not full; empty when all pages are. */
export type BodyTail = { readonly end: number; readonly bytes: Bytes };
export const emptyTail: BodyTail = { end: 0, bytes: new Uint8Array(0) };

export type BodyPage = { readonly page: number; readonly bytes: Bytes };

/** The pages that change when `bodies` are added, the one that `tail` stands for among them, and the tail after it. */
export function addBodies(
  tail: BodyTail,
  bodies: readonly Uint8Array[],
): { readonly pages: readonly BodyPage[]; readonly tail: BodyTail } {
  const all = concatBytes(tail.bytes, ...bodies);
  const firstPage = Math.floor(tail.end / bodyPageBytes);
  const pages: BodyPage[] = [];
  for (let at = 0; at < all.length; at += bodyPageBytes)
    pages.push({ page: firstPage + at / bodyPageBytes, bytes: all.subarray(at, at + bodyPageBytes) });
  const last = pages.at(-1)?.bytes;
  const end = tail.end + all.length - tail.bytes.length;
  return { pages, tail: { end, bytes: last && last.length < bodyPageBytes ? last.slice() : new Uint8Array(0) } };
}

/** A stretch of a practice's stream of bodies. */
export type Range = { readonly from: number; readonly to: number };

/**
 * The full pages that hold something of these ranges, with zeros there, and the tail likewise. Offsets stay as they are, so that every
 * other body is where it was. @throws (damage)
 */
export async function eraseBodies(
  db: Db,
  practice: PracticeId,
  ranges: readonly Range[],
  tail: BodyTail,
): Promise<{ readonly pages: readonly BodyPage[]; readonly tail: BodyTail }> {
  const tailPage = Math.floor(tail.end / bodyPageBytes);
  const touched = new Set<number>();
  for (const { from, to } of ranges)
    for (let page = Math.floor(from / bodyPageBytes); page * bodyPageBytes < to; page++) touched.add(page);
  const blank = (page: number, bytes: Uint8Array): Bytes => {
    const begin = page * bodyPageBytes;
    const blanked = bytes.slice() as Bytes;
    for (const { from, to } of ranges) blanked.fill(0, Math.max(0, from - begin), Math.max(0, to - begin));
    return blanked;
  };
  const pages: BodyPage[] = [];
  for (const page of [...touched].sort((a, b) => a - b)) {
    if (page >= tailPage) continue;
    const begin = page * bodyPageBytes;
    pages.push({ page, bytes: blank(page, await readBodies(db, practice, begin, begin + bodyPageBytes)) });
  }
  return { pages, tail: { end: tail.end, bytes: blank(tailPage, tail.bytes) } };
}

/** The bytes from `from` up to `to` of a practice's stream. @throws (damage) when some are not there */
export async function readBodies(db: Db, practice: PracticeId, from: number, to: number): Promise<Bytes> {
  if (from === to) return new Uint8Array(0);
  assert(from < to, "bodies are read forwards");
  const firstPage = Math.floor(from / bodyPageBytes);
  const rows = await db
    .selectFrom("body_page")
    .select("bytes")
    .where("practice", "=", practice)
    .where("page", ">=", firstPage)
    .where("page", "<=", Math.floor((to - 1) / bodyPageBytes))
    .orderBy("page")
    .execute();
  const begin = from - firstPage * bodyPageBytes;
  const bytes = concatBytes(...rows.map((row) => row.bytes)).subarray(begin, begin + to - from) as Bytes;
  if (bytes.length !== to - from) throw new Error(`practice ${toHex(practice)} has lost bodies`);
  return bytes;
}

/** As `addBodies` left it. @throws (damage) */
export async function readTail(db: Db, practice: PracticeId, end: number): Promise<BodyTail> {
  return { end, bytes: (await readBodies(db, practice, end - (end % bodyPageBytes), end)).slice() };
}
