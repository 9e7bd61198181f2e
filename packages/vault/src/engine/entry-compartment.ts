/** Which compartment a batch, key-log entry, opening or release says it is of. `undefined`: it is none. Nothing of it is judged. */

import type { Bytes, CompartmentId } from "@alcove/bytes";
import { parseBatch } from "@alcove/crypto";
import { parseKeyLogEntry, parseOpening, parseRelease } from "@alcove/protocol";

export function compartmentOfEntry(entry: Bytes): CompartmentId | undefined {
  return (parseBatch(entry) ?? parseKeyLogEntry(entry) ?? parseOpening(entry) ?? parseRelease(entry))?.body.compartment;
}
