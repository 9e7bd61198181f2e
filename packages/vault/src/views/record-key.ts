/** By what a record is known in lists. */

import { type Bytes, concatBytes, utf8 } from "@alcove/bytes";
import { context, hash } from "@alcove/crypto";
import type { Revision, RevisionOf } from "@alcove/records";

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

/** Of a reminder, so that what two devices say of one is said of one record (docs/spec, REM-3). */
export function reminderId(
  chart: Bytes,
  { person, member, start, zone }: Pick<RevisionOf<"reminder">, "person" | "member" | "start" | "zone">,
): Bytes {
  return hash(context("reminder", chart, person, member, utf8(`${start} ${zone}`))).slice(0, 16) as Bytes;
}
