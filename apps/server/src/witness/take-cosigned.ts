/** Keeps a note for each of the practice's witnesses that cosigned it. Whether it is this practice's was checked, or is its own. */

import { cosignedAt, type CryptoPort, splitNote } from "@alcove/crypto";
import type { Roster } from "@alcove/protocol";
import { keepCosigned } from "../store/cosigned.ts";
import type { Db } from "../store/tables.ts";

/** The names of those who did. */
export async function takeCosigned(db: Db, port: CryptoPort, roster: Roster, note: string): Promise<string[]> {
  const parts = splitNote(note);
  const taken: string[] = [];
  for (const witness of parts ? roster.witnesses : []) {
    const at = parts && (await cosignedAt(port, witness, parts));
    if (at === undefined) continue;
    await keepCosigned(db, roster.practice, { witness: witness.name, note, at });
    taken.push(witness.name);
  }
  return taken;
}
