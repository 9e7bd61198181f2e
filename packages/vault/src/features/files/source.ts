/** A file of one chart, to be sealed anew for another. */

import type { Bytes, Result } from "@alcove/bytes";
import type { Failure } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { Ports, SqlRow } from "../../ports.ts";
import { openFile, type Reading } from "./open.ts";

/** Read piece by piece from its beginning, and where that is asked for once more. */
export function sourceOf(ports: Ports, disk: Disk, from: Opened, row: SqlRow) {
  let reading: Result<Reading, Failure> | undefined;
  let failed: Result<never, Failure> | undefined;
  async function between(start: number, end: number): Promise<ArrayBuffer> {
    if (start === 0) reading = await openFile(ports, disk, from, row["record"] as Bytes);
    const bytes = new Uint8Array(end - start);
    for (let at = 0; at < bytes.length; ) {
      const piece = reading?.ok ? await reading.value.next() : reading;
      if (piece && !piece.ok) failed = piece;
      if (!piece?.ok || !(piece.value instanceof Uint8Array)) throw new Error("a file that does not open");
      bytes.set(piece.value, at);
      at += piece.value.length;
    }
    return bytes.buffer;
  }
  const slice = (start: number, end: number) => ({ arrayBuffer: () => between(start, end) });
  return { bytes: { size: Number(row["bytes"]), slice }, failed: () => failed };
}
