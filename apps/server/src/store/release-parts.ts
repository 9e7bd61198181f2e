/** Release parts of guarded compartments: the newest epoch's alone, each sealed under a key outside the database. */

import { type Bytes, type CompartmentId, concatBytes, type PracticeId, u64 } from "@alcove/bytes";
import type { ReleasePart } from "@alcove/crypto";
import { openForServer, type SealedPlace, sealForServer } from "../keys/sealed-text.ts";
import type { ServerSealKey } from "../keys/server-keys.ts";
import type { Db } from "./tables.ts";

export type ReleasePlace = {
  readonly practice: PracticeId;
  readonly compartment: CompartmentId;
  readonly epoch: number;
};

export type SealedReleasePart = Omit<ReleasePlace, "practice"> & { readonly sealed: Bytes };

const sealedPlace = ({ practice, compartment, epoch }: ReleasePlace): SealedPlace => ({
  practice,
  of: concatBytes(compartment, u64(epoch)),
  use: "release-part",
});

export function sealReleasePart(key: ServerSealKey, place: ReleasePlace, part: ReleasePart): SealedReleasePart {
  const { compartment, epoch } = place;
  return { compartment, epoch, sealed: sealForServer(key, sealedPlace(place), part) };
}

/** `undefined`: there is none of this epoch, or it was sealed under another key. */
export async function readReleasePart(
  db: Db,
  key: ServerSealKey,
  place: ReleasePlace,
): Promise<ReleasePart | undefined> {
  const row = await db
    .selectFrom("release_part")
    .select("part_sealed")
    .where("practice", "=", place.practice)
    .where("compartment", "=", place.compartment)
    .where("epoch", "=", place.epoch)
    .executeTakeFirst();
  const part = row && openForServer(key, sealedPlace(place), row.part_sealed);
  return part?.length === 32 ? (part as ReleasePart) : undefined;
}
