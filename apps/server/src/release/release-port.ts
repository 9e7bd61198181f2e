/**
 * The release port: whoever keeps a release part gives it for one opening at a time, on a signed request that is on record
 * before the part leaves. This server is one such keeper; the people who let openings through are others, and give theirs by an
 * append (`stage-entry.ts`), since what they give is for the asker's device alone (ADR 0019).
 */

import type { ReleasePart } from "@alcove/crypto";
import type { ServerSealKey } from "../keys/server-keys.ts";
import { readReleasePart, type ReleasePlace } from "../store/release-parts.ts";
import type { Db } from "../store/tables.ts";

export type ReleasePort = {
  /** `undefined`: this keeper has none for that epoch. */
  release(place: ReleasePlace): Promise<ReleasePart | undefined>;
};

export function serverReleasePort(db: Db, key: ServerSealKey): ReleasePort {
  return { release: (place) => readReleasePart(db, key, place) };
}
