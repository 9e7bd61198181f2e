/** In which practice a recovery set was made: whoever has a card knows its id, and nothing else that a path could carry. */

import type { PracticeId, RecoverySetId } from "@alcove/bytes";
import type { Db } from "./tables.ts";

/** `undefined`: none that this server knows. */
export async function practiceOfSet(db: Db, set: RecoverySetId): Promise<PracticeId | undefined> {
  const row = await db.selectFrom("recovery_set").select("practice").where("recovery_set", "=", set).executeTakeFirst();
  return row && (row.practice as PracticeId);
}
