/** What is destroyed, named by its leaves (docs/spec, DES-2): they stay when the bodies are gone. */

import { type Bytes, type CompartmentId, concatBytes, type Hash, type PracticeId } from "@alcove/bytes";
import { context } from "../context.ts";
import { hash } from "../primitives/hash.ts";

/** `leaves`: 49 bytes each, those of the compartment's key log and batches in ledger order. */
export function destroyedDigest(practice: PracticeId, compartment: CompartmentId, leaves: readonly Bytes[]): Hash {
  return hash(context("destroyed", practice, compartment, concatBytes(...leaves)));
}
