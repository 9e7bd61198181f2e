/** Sealed chunks of attachments, put by writers of their compartment and read by its readers. */

import { type BlobId, type CompartmentId, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { chunkBytes, chunkCount, tagBytes } from "@alcove/crypto";
import { type Failure, failure, isAmong, limits } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { rosterOf } from "../../practice/state.ts";
import { claimBlob, isSameBlob, readBlob } from "../../store/blobs.ts";
import { answerWith, type FullCall, fullRoute, octetsType, readId, readNumber } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";

const sealedChunkBytes = chunkBytes + tagBytes;
const mostChunks = chunkCount(limits.attachmentBytes);

export function addBlobRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { sessions, blobs } = parts;
  const { db } = parts.database;
  const path = "/v1/compartments/:compartment/blobs/:blob/:index";

  app.put(
    path,
    { bodyLimit: sealedChunkBytes },
    fullRoute(sessions, async (call) => {
      const place = await placeOf(parts, call, "writers");
      if (!place.ok) return place;
      const chunks = readNumber(call.query["chunks"]);
      if (!chunks.ok) return chunks;
      const { practice, compartment, blob, index } = place.value;
      if (chunks.value > mostChunks) {
        return fail(
          failure("attachment-too-large", { bytes: chunks.value * chunkBytes, limit: limits.attachmentBytes }),
        );
      }
      if (index >= chunks.value || call.body.length <= tagBytes) return fail(failure("request-malformed"));
      const wanted = { compartment, chunks: chunks.value };
      const there = await claimBlob(db, practice, blob, wanted);
      if (!equalBytes(there.compartment, compartment)) return fail(failure("not-entitled"));
      if (!isSameBlob(there, wanted)) return fail(failure("request-malformed"));
      const kept = await blobs.keep({ practice, blob, index }, call.body);
      if (await isDestroyed(parts, place.value)) {
        await blobs.remove({ practice, blob });
        return fail(failure("not-entitled"));
      }
      return kept === "kept" ? answerWith({}) : fail(failure("envelope-mismatch"));
    }),
  );

  app.get(
    path,
    fullRoute(sessions, async (call) => {
      const place = await placeOf(parts, call, "readers");
      if (!place.ok) return place;
      const { practice, compartment, blob, index } = place.value;
      const there = await readBlob(db, practice, blob);
      // Another compartment's blob is answered like one that isn't there.
      if (!there || !equalBytes(there.compartment, compartment)) return fail(failure("attachment-incomplete"));
      const chunk = await blobs.read({ practice, blob, index });
      return chunk ? ok({ bytes: chunk, type: octetsType }) : fail(failure("attachment-incomplete"));
    }),
  );
}

/** It may be while a chunk of it is on its way. */
async function isDestroyed({ shelf }: ServerParts, { practice, compartment }: Place): Promise<boolean> {
  const state = await shelf.get(practice);
  return state !== undefined && rosterOf(state).compartments.get(toHex(compartment))?.destroyedIndex !== undefined;
}

type Place = {
  readonly practice: FullCall["session"]["practice"];
  readonly compartment: CompartmentId;
  readonly blob: BlobId;
  readonly index: number;
};

async function placeOf(
  parts: ServerParts,
  { params, session }: FullCall,
  right: "readers" | "writers",
): Promise<Result<Place, Failure>> {
  const compartment = readId<CompartmentId>(params["compartment"]);
  const blob = readId<BlobId>(params["blob"]);
  const index = readNumber(params["index"]);
  if (!compartment.ok) return compartment;
  if (!blob.ok) return blob;
  if (!index.ok) return index;
  const state = await parts.shelf.get(session.practice);
  const entitled = state && rosterOf(state).compartments.get(toHex(compartment.value))?.[right];
  if (!entitled || !isAmong(entitled, session.account)) return fail(failure("not-entitled"));
  return ok({ practice: session.practice, compartment: compartment.value, blob: blob.value, index: index.value });
}
