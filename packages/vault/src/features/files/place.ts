/** Where a file lies: beside its note, with its chart, or with the practice; and where the server keeps its chunks. */

import { asHash, type BlobId, type Bytes, toHex } from "@alcove/bytes";
import { keyedFileHash } from "@alcove/crypto";
import type { Opened } from "../../engine/opened.ts";
import type { Destination } from "../../engine/outbox.ts";
import { compartmentFor } from "../../engine/state.ts";
import type { SqlRow } from "../../ports.ts";
import { noteDestination } from "../open-charts.ts";

/** What has no chart is the practice's. */
export function destinationOf(
  { fold }: Pick<Opened, "fold">,
  chart: Bytes | null,
  note: Bytes | undefined,
): Destination {
  if (chart === null) return { kind: "directory", chart };
  const kind = note && fold.note(note)?.["kind"];
  return noteDestination(kind === "psychotherapy" ? "psychotherapy" : "progress", chart);
}
export const destinationOfRow = (opened: Pick<Opened, "fold">, row: SqlRow): Destination =>
  destinationOf(opened, row["chart"] as Bytes | null, (row["note"] as Bytes | null) ?? undefined);

/** Of the file that a record of this compartment names (docs/spec, ATT-5). */
export const keyedHashOf = (opened: Opened, row: SqlRow, hash: Bytes): Bytes =>
  keyedFileHash(opened.keys.fileHashKey, destinationOfRow(opened, row), asHash(hash));

export function chunkPath(opened: Opened, row: SqlRow, blob: BlobId, index: number): string | undefined {
  const compartment = compartmentOf(opened, row);
  return compartment && `/v1/compartments/${toHex(compartment)}/blobs/${toHex(blob)}/${index}`;
}

/** Where its record lies, whoever wrote it; before it has travelled, where it will. */
function compartmentOf({ fold, state, keys }: Opened, row: SqlRow): Bytes | undefined {
  const lies = fold.revision(row["current"] as Bytes)?.["compartment"] as Bytes | null | undefined;
  if (lies) return lies;
  const { kind, chart } = destinationOfRow({ fold }, row);
  return state.roster && compartmentFor(state.roster, keys.account, kind, chart)?.compartment;
}
