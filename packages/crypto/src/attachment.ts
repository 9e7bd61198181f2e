/**
 * Attachments: a file cut into chunks under a random key of its own that stands inside its record (docs/spec, ATT-1 to ATT-4).
 * A chunk's nonce is its place, so chunks can't be reordered, dropped or spliced; the last one says that it is the last.
 * The key is used for one file only, which is what makes counting nonces safe. Opening is in `open/attachment.ts`.
 */

import {
  assert,
  type BlobId,
  type Branded,
  type Bytes,
  type DeviceId,
  encodeCbor,
  type Hash,
  type PracticeId,
  u64,
} from "@alcove/bytes";
import { boundContext, context } from "./context.ts";
import type { KeyringKey } from "./keys/keyring.ts";
import type { CryptoPort } from "./port.ts";
import { sealWithNonce, type SealKey } from "./primitives/aead.ts";
import { hkdf, hmacSha256 } from "./primitives/hash.ts";
import { padmeLength } from "./padding.ts";

/** 32 random bytes. */
export type AttachmentKey = Branded<"AttachmentKey">;

/** Plaintext bytes in every chunk but the last. */
export const chunkBytes = 256 * 1024;

export type ChunkPlace = {
  readonly practice: PracticeId;
  readonly blob: BlobId;
  readonly index: number;
  readonly last: boolean;
};

/** 12 bytes: index (8, big-endian) || 0 0 0 || 1 in the last chunk. */
export function chunkNonce(place: ChunkPlace): Bytes {
  const nonce = new Uint8Array(12);
  nonce.set(u64(place.index));
  nonce[11] = place.last ? 1 : 0;
  return nonce;
}
export const chunkContext = (place: ChunkPlace): Bytes =>
  boundContext("chunk", place.practice, [place.blob, place.index, place.last]);

/** Whether a chunk can have this length: exactly `chunkBytes`, or in the last one at most that and not nothing. */
export function isChunkLength(place: Pick<ChunkPlace, "last">, plaintextBytes: number): boolean {
  return place.last ? plaintextBytes > 0 && plaintextBytes <= chunkBytes : plaintextBytes === chunkBytes;
}

/** 16 bytes longer when sealed. Throws (a bug) on a length that `isChunkLength` denies. */
export async function sealChunk(port: CryptoPort, key: SealKey, place: ChunkPlace, plaintext: Bytes): Promise<Bytes> {
  assert(isChunkLength(place, plaintext.length), "a chunk is full, or the last one");
  return sealWithNonce(port, key, chunkNonce(place), plaintext, chunkContext(place));
}

/** What a file of `bytes` is padded to with zeros before it is cut; its true length stands in the record. */
export function paddedAttachmentLength(bytes: number): number {
  return padmeLength(Math.max(bytes, 1024));
}
export function chunkCount(bytes: number): number {
  return Math.ceil(paddedAttachmentLength(bytes) / chunkBytes);
}

/** 32 bytes; one device's own. */
export type FileHashKey = Branded<"FileHashKey">;

export async function deriveFileHashKey(
  port: CryptoPort,
  keyringKey: KeyringKey,
  device: DeviceId,
): Promise<FileHashKey> {
  return (await hkdf(port, keyringKey, context("file-hash", device), 32)) as FileHashKey;
}

/**
 * 32 bytes by which a device finds the blob of a file again (ATT-5). The compartment is named by what it is for, since it
 * may not exist yet; the same file in another compartment has another keyed hash.
 */
export function keyedFileHash(
  key: FileHashKey,
  compartment: { readonly kind: string; readonly chart: Bytes | null },
  file: Hash,
): Bytes {
  return hmacSha256(key, encodeCbor([compartment.kind, compartment.chart, file]));
}
