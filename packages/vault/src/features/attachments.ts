/**
 * Files beside notes (docs/spec, ATT): sealed in chunks under a key of their own, kept on this device, sent chunk by chunk.
 * A resume sends stored ciphertext only. The record that holds the key travels like every other record. A file that the
 * compartment holds already gets a record and no second blob.
 */

import { asHash, asId, type BlobId, type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  chunkBytes,
  chunkCount,
  hashLarge,
  importSealKey,
  keyedFileHash,
  paddedAttachmentLength,
  sealChunk,
} from "@alcove/crypto";
import { openChunk } from "@alcove/crypto/open";
import { type Failure, failure, limits } from "@alcove/protocol";
import type { RevisionOf } from "@alcove/records";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import type { Destination } from "../engine/outbox.ts";
import { compartmentFor } from "../engine/state.ts";
import type { AttachmentView } from "../facade.ts";
import type { Ports, SqlRow } from "../ports.ts";
import type { Session } from "../session.ts";
import { attachmentView } from "./attachment-view.ts";
import { revisionFor } from "./notes.ts";
import { idFrom, mayWrite, noteDestination } from "./open-charts.ts";

export async function attach(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  request: {
    readonly chart: string;
    readonly note?: string;
    readonly name: string;
    readonly mediaType: string;
    readonly bytes: Uint8Array;
  },
): Promise<Result<AttachmentView, Failure>> {
  const { crypto } = ports;
  const chart = idFrom(request.chart);
  if (!chart || opened.fold.named(chart)?.["type"] !== "chart") return fail(failure("chart-unknown"));
  const note = request.note === undefined ? undefined : idFrom(request.note);
  if (request.note !== undefined && !(note && opened.fold.note(note))) return fail(failure("note-unknown"));
  if (request.bytes.length > limits.attachmentBytes)
    return fail(failure("attachment-too-large", { bytes: request.bytes.length, limit: limits.attachmentBytes }));

  const destination = destinationOf(opened, chart, note);
  if (!mayWrite(opened, chart, destination.kind === "psychotherapy" ? "psychotherapy" : "progress"))
    return fail(failure("not-entitled"));
  const hash = await hashLarge(crypto, request.bytes as Bytes);
  const keyedHash = keyedFileHash(opened.keys.fileHashKey, destination, hash);
  const { blob, key } =
    (await findSealed(disk, opened, keyedHash)) ?? (await sealFile(ports, disk, opened, request.bytes));
  const revision: RevisionOf<"attachment"> = {
    type: "attachment",
    revision: crypto.random(16),
    writtenAt: ports.clock.now(),
    name: request.name,
    mediaType: request.mediaType,
    bytes: request.bytes.length,
    blob,
    key,
    hash,
    ...(note ? { note } : {}),
  };
  const record = crypto.random(16);
  await opened.keep([revisionFor(destination, record, revision, [])], () => disk.files.put(keyedHash, record));
  const row = opened.fold.attachment(record);
  return row ? ok(attachmentView(row)) : fail(failure("bug"));
}

/** A blob and its key. Where one blob serves several records it is needed as long as any of them stands. */
type SealedFile = { readonly blob: Bytes; readonly key: Bytes };

/** What an earlier record of the same compartment says of the same file, all of which is on this device (docs/spec, ATT-6). */
async function findSealed(disk: Disk, opened: Opened, keyedHash: Bytes): Promise<SealedFile | undefined> {
  const record = disk.files.record(keyedHash);
  const row = record && opened.fold.attachment(record);
  const revision = row && (await opened.openRevision(row["current"] as Bytes));
  if (!row || revision?.type !== "attachment") return undefined;
  // The list is not sealed: whoever had the locked device may have led it to another compartment's key, or another file's.
  return equalBytes(keyedHashOf(opened, row, revision.hash), keyedHash) ? revision : undefined;
}

function keyedHashOf(opened: Opened, row: SqlRow, hash: Bytes): Bytes {
  return keyedFileHash(opened.keys.fileHashKey, destinationOfRow(opened, row), asHash(hash));
}

async function sealFile({ crypto }: Ports, disk: Disk, opened: Opened, bytes: Uint8Array): Promise<SealedFile> {
  const { practice } = opened.keys;
  const blob = asId<BlobId>(crypto.random(16));
  const key = crypto.random(32);
  const sealKey = await importSealKey(crypto, key);
  const count = chunkCount(bytes.length);
  const padded = paddedAttachmentLength(bytes.length);
  for (let index = 0; index < count; index++) {
    const chunk = new Uint8Array(Math.min(chunkBytes, padded - index * chunkBytes));
    chunk.set(bytes.subarray(index * chunkBytes, index * chunkBytes + chunk.length));
    const place = { practice, blob, index, last: index === count - 1 };
    disk.chunks.put(blob, index, await sealChunk(crypto, sealKey, place, chunk), false);
  }
  return { blob, key };
}

export async function readAttachment(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  id: string,
): Promise<Result<{ view: AttachmentView; bytes: Bytes }, Failure>> {
  const { crypto } = ports;
  const record = idFrom(id);
  const row = record && opened.fold.attachment(record);
  const revision = row && (await opened.openRevision(row["current"] as Bytes));
  if (!record || !row || revision?.type !== "attachment") return fail(failure("attachment-unknown"));
  const key = await importSealKey(crypto, revision.key);
  const blob = revision.blob as BlobId;
  const count = chunkCount(revision.bytes);
  const bytes = new Uint8Array(revision.bytes);
  let fetched = 0;
  for (let index = 0; index < count; index++) {
    const kept = disk.chunks.get(blob, index);
    if (!kept) fetched++;
    const sealed = kept ?? (await fetchChunk(opened, row, blob, index));
    if (!sealed) return fail(failure("attachment-incomplete"));
    const place = { practice: opened.keys.practice, blob, index, last: index === count - 1 };
    const chunk = await openChunk(crypto, key, place, sealed);
    if (!chunk) return fail(failure("alarm-envelope-unopenable"));
    // Only now: a wrong one must not be kept in the place of the right one.
    if (!kept) disk.chunks.put(blob, index, sealed, true);
    // The last chunk may be nothing but padding.
    const from = Math.min(index * chunkBytes, bytes.length);
    bytes.set(chunk.subarray(0, bytes.length - from), from);
  }
  if (!equalBytes(await hashLarge(crypto, bytes), revision.hash)) return fail(failure("alarm-envelope-unopenable"));
  // Chunks that were here before may have come with another record, from another compartment.
  if (fetched === count) disk.files.put(keyedHashOf(opened, row, revision.hash), record);
  return ok({ view: attachmentView(row), bytes });
}

async function fetchChunk(opened: Opened, row: SqlRow, blob: BlobId, index: number): Promise<Bytes | undefined> {
  const path = chunkPath(opened, row, blob, index);
  if (!path) return undefined;
  const answered = await opened.inSession((session) => session.call("GET", path));
  return answered.ok ? answered.value : undefined;
}

/** Sends what the server does not have yet. Chunks go after the record's compartment exists; the record tells what they are. */
export async function sendChunks(opened: Opened, disk: Disk, session: Session): Promise<Result<undefined, Failure>> {
  for (const { blob, position } of disk.chunks.allUnsent()) {
    const guarded = opened.guardedFold();
    const lists = opened.fold.attachmentByBlob(blob) ? opened.fold : (guarded ?? opened.fold);
    const row = lists.attachmentByBlob(blob);
    const path = row && chunkPath({ ...opened, fold: lists }, row, blob as BlobId, position);
    const sealed = disk.chunks.get(blob, position);
    if (!path || !sealed) continue;
    const sent = await session.call("PUT", `${path}?chunks=${chunkCount(Number(row["bytes"]))}`, sealed);
    // The right to write there has ended: the chunk stays here, and holds up nothing else.
    if (!sent.ok && sent.error.code === "not-entitled") continue;
    if (!sent.ok) return sent;
    disk.chunks.markSent(blob, position);
  }
  return ok();
}

function chunkPath(opened: Opened, row: SqlRow, blob: BlobId, index: number): string | undefined {
  const compartment = compartmentOf(opened, row);
  return compartment && `/v1/compartments/${toHex(compartment)}/blobs/${toHex(blob)}/${index}`;
}

/** Where its record lies, whoever wrote it; before it has travelled, where it will. */
function compartmentOf({ fold, state, keys }: Opened, row: SqlRow): Bytes | undefined {
  const lies = fold.revision(row["current"] as Bytes)?.["compartment"] as Bytes | null | undefined;
  if (lies) return lies;
  const { kind, chart } = destinationOf({ fold }, row["chart"] as Bytes, (row["note"] as Bytes | null) ?? undefined);
  return state.roster && compartmentFor(state.roster, keys.account, kind, chart)?.compartment;
}

/** Beside its note, or with the chart. */
function destinationOf({ fold }: Pick<Opened, "fold">, chart: Bytes, note: Bytes | undefined): Destination {
  const kind = note && fold.note(note)?.["kind"];
  return noteDestination(kind === "psychotherapy" ? "psychotherapy" : "progress", chart);
}
const destinationOfRow = (opened: Opened, row: SqlRow): Destination =>
  destinationOf(opened, row["chart"] as Bytes, (row["note"] as Bytes | null) ?? undefined);
