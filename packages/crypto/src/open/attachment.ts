/** Opens attachment chunks. Only entitled readers import this. */

import type { Bytes } from "@alcove/bytes";
import { type ChunkPlace, chunkContext, chunkNonce } from "../attachment.ts";
import type { CryptoPort } from "../port.ts";
import { openWithNonce, type SealKey } from "../primitives/aead.ts";

/** `undefined`: changed, or another file's, or not the chunk with this index and this being the last or not. */
export async function openChunk(
  port: CryptoPort,
  key: SealKey,
  place: ChunkPlace,
  sealed: Uint8Array,
): Promise<Bytes | undefined> {
  return openWithNonce(port, key, chunkNonce(place), sealed, chunkContext(place));
}
