/** Sends of sealed files what the server does not have yet: stored ciphertext, never sealed anew. */

import { type BlobId, ok, type Result } from "@alcove/bytes";
import { chunkCount } from "@alcove/crypto";
import type { Failure } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { Session } from "../../session.ts";
import { inLanes } from "./lanes.ts";
import { chunkPath } from "./place.ts";

export type Sending = {
  /** Something else wants to travel: a note does not wait for gigabytes. */
  readonly makesWay: () => boolean;
  readonly progress: (done: number, total: number) => void;
};

/** Chunks go after the record's compartment exists; the record tells what they are. */
export async function sendChunks(
  opened: Opened,
  disk: Disk,
  session: Session,
  { makesWay, progress }: Sending,
): Promise<Result<undefined, Failure>> {
  const waiting = disk.chunks.allUnsent();
  let done = 0;
  return inLanes(waiting, async ({ blob, position }) => {
    if (makesWay()) return ok();
    const lists = opened.fold.attachmentByBlob(blob) ? opened.fold : (opened.guardedFold() ?? opened.fold);
    const row = lists.attachmentByBlob(blob);
    const path = row && chunkPath({ ...opened, fold: lists }, row, blob as BlobId, position);
    const sealed = path && disk.chunks.get(blob, position);
    if (!path || !sealed) return ok();
    const sent = await session.call("PUT", `${path}?chunks=${chunkCount(Number(row["bytes"]))}`, sealed);
    // The right to write there has ended: the chunk stays here, and holds up nothing else.
    if (!sent.ok && sent.error.code === "not-entitled") return ok();
    if (!sent.ok) return sent;
    disk.chunks.markSent(blob, position);
    progress(++done, waiting.length);
    return ok();
  });
}
