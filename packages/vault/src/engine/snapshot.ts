/**
 * What is derived, sealed for this device alone, in pieces of a mebibyte: a text index of a practice is tens of them, and
 * a phone holds no second copy of it. Each piece names its place among all, so that none is exchanged or left out.
 */

import { type Bytes, concatBytes } from "@alcove/bytes";
import { boundContext, type CryptoPort, open, seal } from "@alcove/crypto";
import type { Disk } from "../disk.ts";
import type { OpenKeys } from "./keys.ts";

export type SnapshotName = "state" | "fold" | "words";

const pieceBytes = 1024 * 1024;

/** `of`: the ledger index that state and lists were saved at; the id of a text index. */
const contextOf = (keys: OpenKeys, name: SnapshotName, of: number | Bytes, piece: number, pieces: number): Bytes =>
  boundContext("snapshot", keys.practice, [keys.device, name, of, piece, pieces]);

export async function sealSnapshot(
  crypto: CryptoPort,
  keys: OpenKeys,
  name: SnapshotName,
  of: number | Bytes,
  bytes: Bytes,
): Promise<Bytes[]> {
  const pieces = Math.ceil(bytes.length / pieceBytes);
  const sealed: Bytes[] = [];
  for (let i = 0; i < pieces; i++) {
    const piece = bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes);
    sealed.push(await seal(crypto, keys.snapshotKey, piece, contextOf(keys, name, of, i, pieces)));
  }
  return sealed;
}

/** `undefined`: there is none, or another than asked for. */
export async function openSnapshot(
  crypto: CryptoPort,
  disk: Disk,
  keys: OpenKeys,
  name: SnapshotName,
  of: number | Bytes,
): Promise<Bytes | undefined> {
  const sealed = disk.snapshots.get(name);
  const opened: Bytes[] = [];
  for (const [i, piece] of sealed.entries()) {
    const bytes = await open(crypto, keys.snapshotKey, piece, contextOf(keys, name, of, i, sealed.length));
    if (!bytes) return undefined;
    opened.push(bytes);
  }
  return opened.length > 0 ? concatBytes(...opened) : undefined;
}
