/** The newest checkpoint of each practice that each of its witnesses cosigned. */

import type { PracticeId } from "@alcove/bytes";
import type { Db } from "./tables.ts";

export type CosignedNote = { readonly witness: string; readonly note: string };

/** `at`: seconds since 1970, as the witness says. An older one is not kept. */
export async function keepCosigned(
  db: Db,
  practice: PracticeId,
  { witness, note, at }: CosignedNote & { readonly at: number },
): Promise<void> {
  await db
    .insertInto("cosigned")
    .values({ practice, witness, note, cosigned_at: at })
    .onConflict((there) =>
      there
        .columns(["practice", "witness"])
        .doUpdateSet({ note, cosigned_at: at })
        .where("cosigned.cosigned_at", "<=", at),
    )
    .execute();
}

export function readCosigned(db: Db, practice: PracticeId): Promise<CosignedNote[]> {
  return db.selectFrom("cosigned").select(["witness", "note"]).where("practice", "=", practice).execute();
}
