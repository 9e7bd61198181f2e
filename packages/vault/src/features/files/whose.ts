/** Whose a file is: who added it, who said what it is, and so who may take it out of its chart (docs/spec, MOV-7). */

import { type Bytes, equalBytes, toHex } from "@alcove/bytes";
import type { Opened } from "../../engine/opened.ts";
import type { SqlRow } from "../../ports.ts";
import { mayWrite } from "../open-charts.ts";
import { accountOf } from "../signed.ts";
import { destinationOfRow } from "./place.ts";

/** Whether this member may take it out: who added it, and said alone what it is. What is pictured in a note is looked at when it goes. */
export function mayMove(opened: Opened, row: SqlRow): boolean {
  const chart = row["chart"] as Bytes | null;
  return (
    chart !== null &&
    destinationOfRow(opened, row).kind !== "psychotherapy" &&
    mayWrite(opened, chart, "progress") &&
    isAloneWith(opened, row)
  );
}

/** Where a copy of it lies already while it is here too: a move that did not come to its end. */
export function copyElsewhere(running: Opened, row: SqlRow): string | undefined {
  const record = row["record"] as Bytes;
  for (const fold of [running.fold, running.guardedFold()])
    for (const one of fold?.copiesOfFile(record) ?? [])
      if (one["chart"] && isOwn(running, one["author"] as Bytes)) return toHex(one["chart"] as Bytes);
  return undefined;
}

/** Whether this member added it, and all that is said of it is theirs. */
export function isAloneWith(opened: Opened, row: SqlRow): boolean {
  const { fold } = opened;
  const said = fold.structuredOf("document", row["chart"] as Bytes).filter(({ value, record }) => {
    const isOfIt = equalBytes(value.file, row["record"] as Bytes);
    return isOfIt && liesBeside(opened, fold.revisionsOf(record)[0], value.file);
  });
  return (
    isOwn(opened, row["author"] as Bytes) &&
    said.every(({ record }) => fold.revisionsOf(record).every(({ author }) => isOwn(opened, author as Bytes)))
  );
}

/** In the compartment of its file, as far as both are in the ledger: what waits here was written by this device. */
export function liesBeside({ fold }: Opened, document: SqlRow | undefined, file: Bytes): boolean {
  const row = fold.attachment(file);
  const place = row && fold.revision(row["current"] as Bytes)?.["compartment"];
  const own = document?.["compartment"];
  if (!row) return false;
  return !(place instanceof Uint8Array) || !(own instanceof Uint8Array) || equalBytes(place, own);
}

export const isOwn = (opened: Opened, device: Bytes): boolean =>
  equalBytes(accountOf(opened, device) ?? opened.keys.account, opened.keys.account);
