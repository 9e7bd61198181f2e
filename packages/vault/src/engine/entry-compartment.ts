/** Which compartment a batch or key-log entry says it is of. `undefined`: it is neither. Nothing of it is judged. */

import type { Bytes, CompartmentId } from "@alcove/bytes";
import { parseBatch } from "@alcove/crypto";
import { parseKeyLogEntry } from "@alcove/protocol";

export function compartmentOfEntry(entry: Bytes): CompartmentId | undefined {
  return (parseBatch(entry) ?? parseKeyLogEntry(entry))?.body.compartment;
}
