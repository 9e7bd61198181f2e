/**
 * What is derived, sealed for this device alone, in pieces of a mebibyte that go to disk one by one: a text index of a
 * practice is tens of them, and a phone holds no second copy of it. Each piece names the moment it is of and its place
 * among all, so that none is exchanged or left out. A snapshot counts when `settings.snapshot` names it.
 */

import { type Bytes, concatBytes, toHex } from "@alcove/bytes";
import { boundContext, type CryptoPort, open, seal } from "@alcove/crypto";
import type { Disk } from "../disk.ts";
import type { OpenKeys } from "./keys.ts";

export type SnapshotPart = "state" | "fold" | "words";

const pieceBytes = 1024 * 1024;

/** Row of the device's file. `of`: 16 bytes, one for all that was taken in the same moment. */
export const snapshotName = (part: SnapshotPart, of: Bytes): string => `${part}/${toHex(of)}`;

const contextOf = (keys: OpenKeys, part: SnapshotPart, of: Bytes, piece: number, pieces: number): Bytes =>
  boundContext("snapshot", keys.practice, [keys.device, part, of, piece, pieces]);

/** On disk when it resolves, and without effect so far. */
export async function keepSnapshot(
  crypto: CryptoPort,
  disk: Disk,
  keys: OpenKeys,
  part: SnapshotPart,
  of: Bytes,
  bytes: Bytes,
): Promise<void> {
  const pieces = Math.ceil(bytes.length / pieceBytes);
  for (let i = 0; i < pieces; i++) {
    const piece = bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes);
    const sealed = await seal(crypto, keys.snapshotKey, piece, contextOf(keys, part, of, i, pieces));
    disk.snapshots.add(snapshotName(part, of), i, sealed);
  }
}

/** `undefined`: there is none, or another than asked for. */
export async function openSnapshot(
  crypto: CryptoPort,
  disk: Disk,
  keys: OpenKeys,
  part: SnapshotPart,
  of: Bytes,
): Promise<Bytes | undefined> {
  const sealed = disk.snapshots.get(snapshotName(part, of));
  const opened: Bytes[] = [];
  for (const [i, piece] of sealed.entries()) {
    const bytes = await open(crypto, keys.snapshotKey, piece, contextOf(keys, part, of, i, sealed.length));
    if (!bytes) return undefined;
    opened.push(bytes);
  }
  return opened.length > 0 ? concatBytes(...opened) : undefined;
}
