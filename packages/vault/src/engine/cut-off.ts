/** Saves that go on from what was destroyed (docs/spec, DES-6): kept for their person to read, and sent nowhere by themselves. */

import { parseRevision } from "@alcove/records";
import type { SqlRow } from "../ports.ts";
import type { Fold } from "../views/fold.ts";
import type { Outbox, OutboxRevision } from "./outbox.ts";

/** `folds`: the lists, and those of guarded charts that are open. */
export function isCutOff(
  folds: readonly Fold[],
  outbox: Pick<Outbox, "held">,
  { destination, parents, revision }: OutboxRevision,
): boolean {
  if (destination.kind !== "psychotherapy") return false;
  /** It stands in the ledger, or is on its way there before what goes on from it. */
  const goesOn = (row: SqlRow | undefined) =>
    row !== undefined && (row["envelope"] !== null || !outbox.held().includes(Number(row["outbox"])));
  if (!parents.every((one) => folds.some((fold) => goesOn(fold.revision(one))))) return true;
  const made = parseRevision(revision);
  const note = made?.type === "attachment" ? made.note : undefined;
  // A file of a note goes where the note is.
  return note !== undefined && !folds.some((fold) => fold.revisionsOf(note).some(goesOn));
}
