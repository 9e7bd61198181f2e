/** Which compartment a batch, key-log entry or opening says it is of. `undefined`: it is none. Nothing of it is judged. */

import type { Bytes, CompartmentId } from "@alcove/bytes";
import { parseBatch } from "@alcove/crypto";
import { parseKeyLogEntry, parseOpening } from "@alcove/protocol";

export function compartmentOfEntry(entry: Bytes): CompartmentId | undefined {
  return (parseBatch(entry) ?? parseKeyLogEntry(entry) ?? parseOpening(entry))?.body.compartment;
}
