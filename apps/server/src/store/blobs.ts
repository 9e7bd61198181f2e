/** Which compartment a blob belongs to: the one that first put it. No chunks: it was destroyed with it, and its files go. */

import { asId, type BlobId, type CompartmentId, equalBytes, type PracticeId } from "@alcove/bytes";
import type { BlobFolder } from "../blobs/blob-folder.ts";
import type { Db, Trx } from "./tables.ts";

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

/** In the commit that destroys them: from here on they are known to go. */
export async function markDestroyedBlobs(
  trx: Trx,
  practice: PracticeId,
  compartments: readonly CompartmentId[],
): Promise<void> {
  for (const compartment of compartments)
    await trx
      .updateTable("blob")
      .set({ chunks: 0 })
      .where("practice", "=", practice)
      .where("compartment", "=", compartment)
      .execute();
}

/** Files first: whatever it is killed at, the next sweep goes on. */
export async function sweepDestroyedBlobs(db: Db, folder: BlobFolder): Promise<void> {
  const rows = await db.selectFrom("blob").select(["practice", "blob"]).where("chunks", "=", 0).execute();
  for (const { practice, blob } of rows) {
    await folder.remove({ practice: asId<PracticeId>(practice), blob: asId<BlobId>(blob) });
    await db.deleteFrom("blob").where("practice", "=", practice).where("blob", "=", blob).execute();
  }
}
