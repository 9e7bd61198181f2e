/**
 * Files beside notes (docs/spec, ATT): sealed in chunks under a key of their own, a few at a time, and kept on this device
 * from where `send.ts` sends them. The record that holds the key travels like every other record. A file that the
 * compartment holds already gets a record and no second blob.
 *
 * Chunks stand on the disk before their record does: until then their blob is in a list, and whatever ends the sealing,
 * a kill too, takes them away (ATT-7).
 */

import { asId, type BlobId, type Bytes, equalBytes, fail, type Hash, ok, type Result } from "@alcove/bytes";
import {
  chunkBytes,
  chunkCount,
  importSealKey,
  keyedFileHash,
  paddedAttachmentLength,
  sealChunk,
  startHash,
} from "@alcove/crypto";
import { type Failure, failure, limits } from "@alcove/protocol";
import type { RevisionOf } from "@alcove/records";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { Destination, OutboxRevision } from "../../engine/outbox.ts";
import type { AttachmentView, AttachRequest, FileBytes } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { revisionFor } from "../notes.ts";
import { chartFrom, idFrom, mayWrite } from "../open-charts.ts";
import { saying } from "./documents.ts";
import { destinationOf, keyedHashOf } from "./place.ts";
import { attachmentView } from "./view.ts";

/** Of a file that is read, sealed or opened at once; in memory no more than a few of these. */
export const chunksAtOnce = 16;
export const pieceBytes = chunksAtOnce * chunkBytes;

/** What somebody who waits may see of it, and say. */
export type Watch = { readonly stopped: () => boolean; readonly progress: (bytes: number) => void };
const unwatched: Watch = { stopped: () => false, progress: () => {} };

/** Failures: `chart-unknown`, `note-unknown`, `not-entitled`, `attachment-too-large`, `attachment-stopped`, `attachment-changed`, `document-unfit`. */
export async function attach(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  request: AttachRequest,
  watch: Watch,
): Promise<Result<AttachmentView, Failure>> {
  const chart = chartFrom(opened, request.chart);
  if (!chart) return fail(failure("chart-unknown"));
  const note = request.note === undefined ? undefined : idFrom(request.note);
  if (request.note !== undefined && !(note && opened.fold.note(note))) return fail(failure("note-unknown"));
  const bytes = lengthOf(request.bytes);
  if (bytes > limits.attachmentBytes)
    return fail(failure("attachment-too-large", { bytes, limit: limits.attachmentBytes }));

  const destination = destinationOf(opened, chart, note);
  if (!mayWrite(opened, chart, destination.kind === "psychotherapy" ? "psychotherapy" : "progress"))
    return fail(failure("not-entitled"));
  const { name, mediaType, document } = request;
  const record = ports.crypto.random(16);
  const beside = document && saying(ports, opened, { record, chart, note: note ?? null }, document);
  if (document && !beside) return fail(failure("document-unfit"));
  const file = { record, name, mediaType, bytes: request.bytes, ...(note ? { note } : {}) };
  const { onlyNew } = request;
  const how = { watch, ...(onlyNew ? { onlyNew } : {}) };
  const kept = await keepFile(ports, disk, opened, destination, file, beside ? [beside] : [], how);
  if (!kept.ok) return kept;
  const row = opened.fold.attachment(record);
  return row ? ok(attachmentView(disk, row)) : fail(failure("bug"));
}

type FileToKeep = {
  /** The id of its record. */
  readonly record: Bytes;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: FileBytes;
  readonly note?: Bytes;
  /** Of a copy out of another chart: the file there, and when it was first added. */
  readonly copyOf?: { readonly file: Bytes; readonly firstAdded: number };
};

/** A file whose chunks are on this disk, and whose record is not saved yet. */
export type ReadyFile = {
  readonly entry: OutboxRevision;
  /** Joins the transaction in which the record is saved. */
  readonly keep: () => void;
  /** Where it is not saved after all. */
  readonly giveUp: () => void;
};

/** `onlyNew`: refused where the same file is there already. */
type How = { readonly watch?: Watch; readonly onlyNew?: true };

/** Sealed, and its record saved, with what goes `beside` it in the same save. Failures: `attachment-stopped`, `attachment-changed`, `attachment-there`. */
export async function keepFile(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  destination: Destination,
  file: FileToKeep,
  beside: readonly OutboxRevision[],
  how: How = {},
): Promise<Result<undefined, Failure>> {
  const ready = await readyFile(ports, disk, opened, destination, file, how);
  if (!ready.ok) return ready;
  try {
    await opened.keep([ready.value.entry, ...beside], ready.value.keep);
  } catch (fault) {
    ready.value.giveUp();
    throw fault;
  }
  return ok();
}

/** Sealed, for a save that its record goes with. Failures: as of `keepFile`. */
export async function readyFile(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  destination: Destination,
  file: FileToKeep,
  { watch = unwatched, onlyNew }: How = {},
): Promise<Result<ReadyFile, Failure>> {
  const { crypto } = ports;
  const found = await findSealed(ports, disk, opened, destination, file.bytes, watch);
  if (!found.ok) return found;
  if (found.value && onlyNew) return fail(failure("attachment-there"));
  const sealed = found.value ? ok(found.value) : await sealFile(ports, disk, opened, file.bytes, watch);
  if (!sealed.ok) return sealed;
  const { blob, key, hash } = sealed.value;
  const revision: RevisionOf<"attachment"> = {
    type: "attachment",
    revision: crypto.random(16),
    writtenAt: ports.clock.now(),
    name: file.name,
    mediaType: file.mediaType,
    bytes: lengthOf(file.bytes),
    blob,
    key,
    hash,
    ...(file.note ? { note: file.note } : {}),
    ...(file.copyOf ? { firstAdded: file.copyOf.firstAdded, copyOf: file.copyOf.file } : {}),
  };
  return ok({
    entry: revisionFor(destination, file.record, revision, []),
    keep() {
      disk.files.put(keyedFileHash(opened.keys.fileHashKey, destination, hash), file.record);
      disk.sealing.end(blob);
    },
    giveUp: () => disk.sealing.giveUp(blob),
  });
}

/** A blob and its key. Where one blob serves several records it is needed as long as any of them stands. */
type SealedFile = { readonly blob: Bytes; readonly key: Bytes; readonly hash: Hash };

/** What an earlier record of the same compartment says of the same file, all of which is on this device (docs/spec, ATT-6). */
async function findSealed(
  { crypto }: Ports,
  disk: Disk,
  opened: Opened,
  destination: Destination,
  bytes: FileBytes,
  watch: Watch,
): Promise<Result<SealedFile | undefined, Failure>> {
  // Most files are like none here by their length alone, and are read once.
  if (!opened.fold.holdsFileOf(lengthOf(bytes))) return ok(undefined);
  const hashing = await startHash(crypto);
  const read = await readThrough(bytes, watch, async (piece) => void hashing.update(piece));
  if (!read.ok) return read;
  const hash = hashing.digest();
  const keyedHash = keyedFileHash(opened.keys.fileHashKey, destination, hash);
  const record = disk.files.record(keyedHash);
  const row = record && opened.fold.attachment(record);
  const revision = row && (await opened.openRevision(row["current"] as Bytes));
  if (!row || revision?.type !== "attachment") return ok(undefined);
  // The list is not sealed: whoever had the locked device may have led it to another compartment's key, or another file's.
  return ok(equalBytes(keyedHashOf(opened, row, revision.hash), keyedHash) ? { ...revision, hash } : undefined);
}

async function sealFile(
  { crypto }: Ports,
  disk: Disk,
  opened: Opened,
  bytes: FileBytes,
  { stopped, progress }: Watch,
): Promise<Result<SealedFile, Failure>> {
  const { practice } = opened.keys;
  const blob = asId<BlobId>(crypto.random(16));
  const key = crypto.random(32);
  const sealKey = await importSealKey(crypto, key);
  const length = lengthOf(bytes);
  const count = chunkCount(length);
  const padded = paddedAttachmentLength(length);
  const hashing = await startHash(crypto);
  let index = 0;
  /** Of the piece of the file that begins at the next chunk; past its end there is padding only. */
  const sealPiece = async (piece: Uint8Array) => {
    const first = index;
    const sealed: Bytes[] = [];
    for (const end = Math.min(first + chunksAtOnce, count); index < end; index++) {
      const chunk = new Uint8Array(Math.min(chunkBytes, padded - index * chunkBytes));
      chunk.set(piece.subarray((index - first) * chunkBytes, (index - first + 1) * chunkBytes));
      sealed.push(await sealChunk(crypto, sealKey, { practice, blob, index, last: index === count - 1 }, chunk));
    }
    // Locked meanwhile: this disk is no more for what began before.
    if (stopped()) return;
    disk.transaction(() => {
      for (const [n, chunk] of sealed.entries()) disk.chunks.put(blob, first + n, chunk, false);
    });
  };

  disk.sealing.begin(blob);
  try {
    const read = await readThrough(bytes, { stopped, progress }, async (piece) => {
      hashing.update(piece);
      await sealPiece(piece);
    });
    while (read.ok && index < count && !stopped()) await sealPiece(new Uint8Array(0));
    if (read.ok && !stopped()) return ok({ blob, key, hash: hashing.digest() });
    disk.sealing.giveUp(blob);
    return read.ok ? fail(failure("attachment-stopped")) : read;
  } catch (fault) {
    disk.sealing.giveUp(blob);
    throw fault;
  }
}

/** From its beginning, in pieces. Failures: `attachment-stopped`, and `attachment-changed` where it is not what it was. */
async function readThrough(
  bytes: FileBytes,
  { stopped, progress }: Watch,
  take: (piece: Bytes) => Promise<void>,
): Promise<Result<undefined, Failure>> {
  const length = lengthOf(bytes);
  for (let at = 0; at < length; at += pieceBytes) {
    if (stopped()) return fail(failure("attachment-stopped"));
    const end = Math.min(at + pieceBytes, length);
    const piece = await readPiece(bytes, at, end);
    if (piece?.length !== end - at) return fail(failure("attachment-changed"));
    await take(piece);
    progress(end);
  }
  return ok();
}

/** `undefined`: whatever it is read from says no. */
async function readPiece(bytes: FileBytes, at: number, end: number): Promise<Bytes | undefined> {
  if (bytes instanceof Uint8Array) return bytes.subarray(at, end) as Bytes;
  return bytes
    .slice(at, end)
    .arrayBuffer()
    .then(
      (read) => new Uint8Array(read),
      () => undefined,
    );
}

const lengthOf = (bytes: FileBytes): number => (bytes instanceof Uint8Array ? bytes.length : bytes.size);
