/** A fold on a real in-memory SQLite, and revisions to put into it. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bytes, equalBytes } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import { openNodeStore } from "@alcove/store-node";
import type { Store } from "../ports.ts";
import { type Fold, openFold } from "../views/fold.ts";
import type { RevisionPlace, ToFold } from "../views/lists/list.ts";
import { openTextIndex, type TextIndex } from "../views/text-index.ts";

/** Opens in-memory databases; close it to take its folder away. */
export function openTestStore(): Store {
  const folder = mkdtempSync(join(tmpdir(), "alcove-fold-"));
  const store = openNodeStore(folder);
  return {
    ...store,
    close() {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Each device is a member of its own, but for the phone. */
export const newFold = (store: Store): Fold => openFold(store.memory(), accountOf);
export const accountOf = (device: Bytes): Bytes => (equalBytes(device, testPhone) ? testDevice : device);

export const newTextIndex = (store: Store): TextIndex => openTextIndex(store.memory());

/** 16 bytes that begin with `n`, so that ids order as their numbers do. */
export function id(n: number): Bytes {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(0, n);
  return bytes;
}

export const testChart = id(900);
export const testDevice = id(77);
/** Another one of the same member. */
export const testPhone = id(78);

export function inLedger(position: number): RevisionPlace {
  return { kind: "ledger", compartment: new Uint8Array(16), position, part: 3, envelope: id(position + 1_000) };
}

export function note(
  revision: number,
  changes: Partial<Omit<RevisionOf<"note">, "type" | "revision">> = {},
): RevisionOf<"note"> {
  return {
    type: "note",
    revision: id(revision),
    writtenAt: 1_700_000_000_000 + revision,
    kind: "progress",
    date: "2026-11-21",
    title: `Title ${revision}`,
    text: `Text of revision ${revision}.`,
    ...changes,
  };
}

/** A note's revision in the test's chart, the first of its record unless `changes` says otherwise. */
export function toFold(record: number, revision: ToFold["revision"], changes: Partial<ToFold> = {}): ToFold {
  const number = changes.number ?? 1;
  return {
    revision,
    record: id(record),
    number,
    parents: [],
    author: testDevice,
    chart: testChart,
    place: inLedger(record * 10 + number),
    ...changes,
  };
}

/** Adds a note and brings the text index up to it. */
export function addIndexed(
  { fold, index }: { readonly fold: Fold; readonly index: TextIndex },
  record: number,
  revision: RevisionOf<"note">,
  changes: Partial<ToFold> = {},
): void {
  fold.add(toFold(record, revision, changes));
  for (const docid of fold.takeDropped()) index.remove(docid);
  const docid = fold.markIndexed(id(record), revision.revision);
  if (docid !== undefined) index.add(docid, revision, changes.chart ?? testChart, changes.author ?? testDevice);
}
