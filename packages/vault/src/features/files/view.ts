/** A file as the lists show it. What seals and opens files is apart: most visits never need it. */

import { type Bytes, toHex } from "@alcove/bytes";
import { chunkBytes } from "@alcove/crypto";
import type { Disk } from "../../disk.ts";
import type { AttachmentView } from "../../facade.ts";
import type { SqlRow } from "../../ports.ts";

export function attachmentView(disk: Disk, row: SqlRow): AttachmentView {
  const bytes = Number(row["bytes"]);
  const unsent = disk.chunks.unsentOf(row["blob"] as Bytes);
  return {
    id: toHex(row["record"] as Bytes),
    chart: toHex(row["chart"] as Bytes),
    name: row["name"] as string,
    mediaType: row["media_type"] as string,
    bytes,
    addedAt: Number(row["added_at"]),
    ...(row["first_added"] === null ? {} : { firstAdded: Number(row["first_added"]) }),
    ...(row["note"] === null ? {} : { note: toHex(row["note"] as Bytes) }),
    ...(unsent === 0 ? {} : { unsent: Math.min(unsent * chunkBytes, bytes) }),
  };
}
