/** Opens attachment chunks. Only entitled readers import this. */

import type { Bytes } from "@alcove/bytes";
import { type ChunkPlace, chunkContext, chunkNonce, isChunkLength } from "../attachment.ts";
import type { CryptoPort } from "../port.ts";
import { openWithNonce, type SealKey, tagBytes } from "../primitives/aead.ts";

/** `undefined`: changed, of a wrong length, or another file's, or not the chunk with this index and this being the last or not. */
export async function openChunk(
  port: CryptoPort,
  key: SealKey,
  place: ChunkPlace,
  sealed: Uint8Array,
): Promise<Bytes | undefined> {
  if (!isChunkLength(place, sealed.length - tagBytes)) return undefined;
  return openWithNonce(port, key, chunkNonce(place), sealed, chunkContext(place));
}
