/** A save that its person gave up leaves the lists, and what stood before it stands again. */

import { type Bytes, equalBytes } from "@alcove/bytes";
import { parseRevision, type Revision } from "@alcove/records";
import type { OutboxRevision, Save } from "../engine/outbox.ts";
import type { SqlRow } from "../ports.ts";
import { type Fold, parentsIn } from "./fold.ts";
import { keyOf } from "./record-key.ts";
import type { RevisionPlace } from "./lists/list.ts";

/** `open`: the words of a revision that stays. */
export async function giveUp(
  fold: Fold,
  save: Save,
  open: (revision: Bytes, row: SqlRow) => Promise<Revision | undefined>,
): Promise<void> {
  for (const one of save) {
    const gone = parseRevision(one.revision);
    if (!gone) continue;
    const key = keyOf(one.record, gone);
    const rest = fold.revisionsOf(key).filter((row) => !equalBytes(row["revision"] as Bytes, one.id));
    const leader = rest.at(-1);
    // Opened before: a transaction can't wait.
    const revision = leader && (await open(leader["revision"] as Bytes, leader));
    fold.transaction(() => {
      fold.remove(key, one.id);
      // An import brings it again.
      if (gone.type === "note" && gone.source) fold.forgetSource(gone.source.digest, key);
      if (!leader || !revision) return;
      fold.remove(key, revision.revision);
      fold.add(asFolded(one, leader, revision));
    });
  }
}

function asFolded({ record, destination }: OutboxRevision, row: SqlRow, revision: Revision) {
  const place: RevisionPlace =
    row["outbox"] === null
      ? {
          kind: "ledger",
          position: Number(row["position"]),
          part: Number(row["part"]),
          envelope: row["envelope"] as Bytes,
          compartment: row["compartment"] as Bytes,
        }
      : { kind: "outbox", sequence: Number(row["outbox"]) };
  return {
    revision,
    record,
    number: Number(row["number"]),
    parents: parentsIn(row),
    author: row["author"] as Bytes,
    chart: destination.chart,
    place,
  };
}
