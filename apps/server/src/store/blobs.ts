/** Which compartment a blob belongs to: the one that first put it. */

import { type BlobId, type CompartmentId, equalBytes, type PracticeId } from "@alcove/bytes";
import type { Db } from "./tables.ts";

export type BlobRow = { readonly compartment: CompartmentId; readonly chunks: number };

/** Keeps `row` where the blob is new. Gives what stands then; the caller compares. */
export async function claimBlob(db: Db, practice: PracticeId, blob: BlobId, row: BlobRow): Promise<BlobRow> {
  const there = await readBlob(db, practice, blob);
  if (there) return there;
  await db
    .insertInto("blob")
    .values({ practice, blob, compartment: row.compartment, chunks: row.chunks })
    .onConflict((conflict) => conflict.columns(["practice", "blob"]).doNothing())
    .execute();
  return (await readBlob(db, practice, blob)) ?? row;
}

/** `undefined`: no such blob. */
export async function readBlob(db: Db, practice: PracticeId, blob: BlobId): Promise<BlobRow | undefined> {
  const row = await db
    .selectFrom("blob")
    .select(["compartment", "chunks"])
    .where("practice", "=", practice)
    .where("blob", "=", blob)
    .executeTakeFirst();
  return row && { compartment: row.compartment as CompartmentId, chunks: row.chunks };
}

export function isSameBlob(a: BlobRow, b: BlobRow): boolean {
  return equalBytes(a.compartment, b.compartment) && a.chunks === b.chunks;
}
