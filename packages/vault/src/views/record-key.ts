/** By what a record is known in lists. */

import { type Bytes, concatBytes, utf8 } from "@alcove/bytes";
import type { Revision } from "@alcove/records";

/**
 * Its id; of what is planned also whose calendar it is in and what it is. Ids of what stands for an occurrence follow from its series
 * (docs/spec, CAL-3), so who reads a calendar could lay something of their own under them first: that is another record (CAL-1).
 */
export function keyOf(record: Bytes, revision: Revision): Bytes {
  switch (revision.type) {
    case "appointment":
    case "series":
    case "working-hours":
      return concatBytes(record, revision.member, utf8(revision.type));
    default:
      return record;
  }
}
