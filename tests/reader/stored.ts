/** From the stored practice to what the reader takes. */

import type { StoredPractice } from "./make-practice.ts";
import { unhex } from "./primitives.ts";
import type { ServerBytes } from "./read-practice.ts";

export function serverBytesOf(stored: StoredPractice): ServerBytes {
  const { keyringVersion, kdfVersion, slot0, keyring } = stored.keyring;
  return {
    keyring: { keyringVersion, kdfVersion, slot0: unhex(slot0), keyring: unhex(keyring) },
    leaves: unhex(stored.leaves),
    checkpoint: stored.checkpoint,
    bodies: new Map(
      stored.bodies.map(({ index, entry, payload }) => [index, { entry: unhex(entry), payload: payload.map(unhex) }]),
    ),
    blobs: new Map(Object.entries(stored.blobs).map(([blob, chunks]) => [blob, chunks.map(unhex)])),
  };
}
