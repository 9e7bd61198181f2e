/**
 * Files beside notes (docs/spec, ATT): sealed in chunks under a key of their own, kept on this device, sent chunk by chunk.
 * A resume sends stored ciphertext only. The record that holds the key travels like every other record.
 */

import { asId, type BlobId, type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { chunkBytes, chunkCount, hashLarge, importSealKey, paddedAttachmentLength, sealChunk } from "@alcove/crypto";
import { openChunk } from "@alcove/crypto/open";
import { type Failure, failure, limits } from "@alcove/protocol";
import type { RevisionOf } from "@alcove/records";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import { compartmentFor } from "../engine/state.ts";
import type { AttachmentView } from "../facade.ts";
import type { Ports, SqlRow } from "../ports.ts";
import type { Session } from "../session.ts";
import { idFrom, revisionFor } from "./notes.ts";

export function attachmentView(row: SqlRow): AttachmentView {
  return {
    id: toHex(row["record"] as Bytes),
    chart: toHex(row["chart"] as Bytes),
    name: row["name"] as string,
    mediaType: row["media_type"] as string,
    bytes: Number(row["bytes"]),
    addedAt: Number(row["added_at"]),
    ...(row["note"] === null ? {} : { note: toHex(row["note"] as Bytes) }),
  };
}

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
  const noteRow = note && opened.fold.note(note);
  if (request.note !== undefined && !noteRow) return fail(failure("note-unknown"));
  if (request.bytes.length > limits.attachmentBytes)
    return fail(failure("attachment-too-large", { bytes: request.bytes.length, limit: limits.attachmentBytes }));

  const blob = asId<BlobId>(crypto.random(16));
  const rawKey = crypto.random(32);
  const key = await importSealKey(crypto, rawKey);
  const count = chunkCount(request.bytes.length);
  const padded = paddedAttachmentLength(request.bytes.length);
  for (let index = 0; index < count; index++) {
    const chunk = new Uint8Array(Math.min(chunkBytes, padded - index * chunkBytes));
    chunk.set(request.bytes.subarray(index * chunkBytes, index * chunkBytes + chunk.length));
    disk.chunks.put(
      blob,
      index,
      await sealChunk(crypto, key, { practice: opened.keys.practice, blob, index, last: index === count - 1 }, chunk),
      false,
    );
  }
  const revision: RevisionOf<"attachment"> = {
    type: "attachment",
    revision: crypto.random(16),
    writtenAt: ports.clock.now(),
    name: request.name,
    mediaType: request.mediaType,
    bytes: request.bytes.length,
    blob,
    key: rawKey,
    hash: await hashLarge(crypto, new Uint8Array(request.bytes)),
    ...(note ? { note } : {}),
  };
  const record = crypto.random(16);
  const kind = noteRow?.["kind"] === "psychotherapy" ? "psychotherapy" : "clinical";
  await opened.keep([revisionFor({ kind, chart }, record, revision, [])]);
  const row = opened.fold.attachment(record);
  return row ? ok(attachmentView(row)) : fail(failure("bug"));
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
  if (!row || revision?.type !== "attachment") return fail(failure("attachment-unknown"));
  const key = await importSealKey(crypto, revision.key);
  const blob = revision.blob as BlobId;
  const count = chunkCount(revision.bytes);
  const bytes = new Uint8Array(revision.bytes);
  for (let index = 0; index < count; index++) {
    const kept = disk.chunks.get(blob, index);
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
  return ok({ view: attachmentView(row), bytes });
}

async function fetchChunk(opened: Opened, row: SqlRow, blob: BlobId, index: number): Promise<Bytes | undefined> {
  const path = chunkPath(opened, row, blob, index);
  if (!path) return undefined;
  for (let attempt = 0; attempt < 2; attempt++) {
    const session = await opened.signIn();
    if (!session.ok) return undefined;
    const answered = await session.value.call("GET", path);
    if (answered.ok) return answered.value;
    // A server that was restarted has lost the session.
    if (answered.error.code !== "session-ended") return undefined;
    opened.endSession();
  }
  return undefined;
}

/** Sends what the server does not have yet. Chunks go after the record's compartment exists; the record tells what they are. */
export async function sendChunks(opened: Opened, disk: Disk, session: Session): Promise<Result<undefined, Failure>> {
  for (const { blob, position } of disk.chunks.allUnsent()) {
    const row = opened.fold.attachmentByBlob(blob);
    const path = row && chunkPath(opened, row, blob as BlobId, position);
    const sealed = disk.chunks.get(blob, position);
    if (!path || !sealed) continue;
    const sent = await session.call("PUT", `${path}?chunks=${chunkCount(Number(row["bytes"]))}`, sealed);
    if (!sent.ok) return sent;
    disk.chunks.markSent(blob, position);
  }
  return ok();
}

function chunkPath(opened: Opened, row: SqlRow, blob: BlobId, index: number): string | undefined {
  const { roster } = opened.state;
  const note = row["note"] === null ? undefined : opened.fold.note(row["note"] as Bytes);
  const kind = note?.["kind"] === "psychotherapy" ? "psychotherapy" : "clinical";
  const compartment = roster && compartmentFor(roster, opened.keys.account, kind, row["chart"] as Bytes);
  return compartment && `/v1/compartments/${toHex(compartment.compartment)}/blobs/${toHex(blob)}/${index}`;
}
