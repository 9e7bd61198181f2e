/** As a witness: the checkpoint that was cosigned last for each ledger. Of all that a witness knows this alone must never be lost. */

import { asHash, type Bytes } from "@alcove/bytes";
import type { Checkpoint } from "@alcove/crypto";
import type { Db } from "./tables.ts";

export async function lastWitnessed(db: Db, origin: string): Promise<Checkpoint | undefined> {
  const row = await db.selectFrom("witnessed").select(["size", "root"]).where("origin", "=", origin).executeTakeFirst();
  return row && { size: row.size, root: asHash(row.root as Bytes) };
}

/** In the place of `before`, on disk when this answers. False: another one was quicker, and nothing was written. */
export async function moveWitnessed(
  db: Db,
  origin: string,
  before: Checkpoint | undefined,
  { size, root }: Checkpoint,
): Promise<boolean> {
  const insert = db.insertInto("witnessed").values({ origin, size, root });
  const { numInsertedOrUpdatedRows } = await insert
    .onConflict((there) => {
      const on = there.column("origin");
      if (!before) return on.doNothing();
      return on
        .doUpdateSet({ size, root })
        .where("witnessed.size", "=", before.size)
        .where("witnessed.root", "=", before.root);
    })
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}
