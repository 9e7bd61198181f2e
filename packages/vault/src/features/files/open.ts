/** Opening files (docs/spec, ATT-4): in pieces, each chunk in its place, and the last piece only when all of it is what its author wrote. */

import { type BlobId, type Bytes, equalBytes, fail, letGo, ok, type Result } from "@alcove/bytes";
import { chunkBytes, chunkCount, importSealKey, startHash } from "@alcove/crypto";
import { openChunk } from "@alcove/crypto/open";
import { type Failure, failure } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import { type Ports, type SqlRow, StoreFault } from "../../ports.ts";
import { inLanes } from "./lanes.ts";
import { chunkPath, keyedHashOf } from "./place.ts";
import { chunksAtOnce } from "./seal.ts";

export type Reading = {
  readonly row: SqlRow;
  /** SHA-256 of all of it as its author sealed it, 32 bytes; the last piece proves it. */
  readonly hash: Bytes;
  readonly isDone: () => boolean;
  /** The next piece, which reaches over no multiple of `pieceBytes`. After a failure it may be asked for again. Failures: `attachment-incomplete`, `alarm-envelope-unopenable`. */
  readonly next: () => Promise<Result<Bytes, Failure>>;
};

/** A file of a chart or of the practice; `from` the server alone: whatever lies here is not looked at. Failures: `attachment-unknown`. */
export async function openFile(
  { crypto }: Ports,
  disk: Disk,
  opened: Opened,
  record: Bytes,
  from: "here first" | "server" = "here first",
): Promise<Result<Reading, Failure>> {
  const row = opened.fold.attachment(record);
  const revision = row && (await opened.openRevision(row["current"] as Bytes));
  if (!row || revision?.type !== "attachment") return fail(failure("attachment-unknown"));
  const { bytes, hash } = revision;
  const key = await importSealKey(crypto, revision.key);
  const blob = revision.blob as BlobId;
  const count = chunkCount(bytes);
  const hashing = await startHash(crypto);
  let index = 0;
  let fetched = 0;

  const keptHere = (at: number) => (from === "server" ? undefined : disk.chunks.get(blob, at));

  /** `came` gets what came from the server and is right. */
  async function open(at: number, kept: Bytes | undefined, came: Came): Promise<Result<Bytes, Failure>> {
    const sealed = kept ?? (await fetchChunk(opened, row as SqlRow, blob, at));
    if (!sealed) return fail(failure("attachment-incomplete"));
    const place = { practice: opened.keys.practice, blob, index: at, last: at === count - 1 };
    const chunk = await openChunk(crypto, key, place, sealed);
    if (!chunk) return fail(failure("alarm-envelope-unopenable"));
    // Only now: a wrong one must not be kept in the place of the right one.
    if (!kept && from !== "server") came.push({ at, sealed });
    else letGo(sealed);
    return ok(chunk);
  }

  /** Some chunks; what they hold of the file, which of padding is nothing. */
  async function openSome(): Promise<Result<Bytes, Failure>> {
    const from = index * chunkBytes;
    const kept = keptHere(index);
    if (kept) {
      // Nothing to wait for, so one after the other: of large files megabytes are copied and held less.
      const chunk = await open(index, kept, []);
      if (!chunk.ok) return chunk;
      index++;
      return ok(chunk.value.subarray(0, Math.max(0, bytes - from)));
    }
    const length = Math.min(chunksAtOnce - (index % chunksAtOnce), count - index);
    const places = Array.from({ length }, (_, n) => index + n);
    const piece = new Uint8Array(Math.max(0, Math.min(places.length * chunkBytes, bytes - from)));
    const came: Came = [];
    const all = await inLanes(places, async (at) => {
      const chunk = await open(at, keptHere(at), came);
      const start = Math.min(at * chunkBytes - from, piece.length);
      if (!chunk.ok) return chunk;
      piece.set(chunk.value.subarray(0, piece.length - start), start);
      letGo(chunk.value);
      return ok();
    });
    // Some of them, where others did not come: nothing is fetched twice.
    if (keepChunks(disk, blob, came)) fetched += came.length;
    if (!all.ok) return all;
    index += places.length;
    return ok(piece);
  }

  async function next(): Promise<Result<Bytes, Failure>> {
    const piece = await openSome();
    if (!piece.ok) return piece;
    hashing.update(piece.value);
    if (index * chunkBytes < bytes) return piece;
    while (index < count) {
      const padding = await openSome();
      if (!padding.ok) return padding;
    }
    if (!equalBytes(hashing.digest(), hash)) return fail(failure("alarm-envelope-unopenable"));
    // Chunks that were here before may have come with another record, from another compartment.
    if (fetched === count) disk.files.put(keyedHashOf(opened, row as SqlRow, hash), record);
    return piece;
  }

  return ok({ row, hash, isDone: () => index === count, next });
}

/** All of it at once, for what is small. Failures: as of `openFile` and `next`. */
export async function readFile(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  record: Bytes,
): Promise<Result<Bytes, Failure>> {
  const reading = await openFile(ports, disk, opened, record);
  if (!reading.ok) return reading;
  const bytes = new Uint8Array(Number(reading.value.row["bytes"]));
  for (let at = 0; !reading.value.isDone(); ) {
    const piece = await reading.value.next();
    if (!piece.ok) return piece;
    bytes.set(piece.value, at);
    at += piece.value.length;
  }
  return ok(bytes);
}

type Came = { readonly at: number; readonly sealed: Bytes }[];

/** In one transaction: each waits for the disk. A full one keeps nobody from reading. */
function keepChunks(disk: Disk, blob: BlobId, came: Came): boolean {
  try {
    disk.transaction(() => {
      for (const { at, sealed } of came) disk.chunks.put(blob, at, sealed, true);
    });
    return true;
  } catch (fault) {
    if (fault instanceof StoreFault) return false;
    throw fault;
  } finally {
    for (const { sealed } of came) letGo(sealed);
  }
}

async function fetchChunk(opened: Opened, row: SqlRow, blob: BlobId, index: number): Promise<Bytes | undefined> {
  const path = chunkPath(opened, row, blob, index);
  if (!path) return undefined;
  const answered = await opened.inSession((session) => session.call("GET", path));
  return answered.ok ? answered.value : undefined;
}
