/**
 * Writes that follow one another reach a file as one: to a browser's private file a page of 8 KiB takes as long as a
 * quarter of a mebibyte. SQLite writes its log page by page, and asks for a flush before it relies on any of them; until
 * then they may be in memory as well, as an operating system keeps them.
 */

import type { SyncHandle } from "./sync-handle.ts";

const heldBytes = 256 * 1024;

/** @throws DOMException what the browser throws at a write, also from `read`, `flush`, `truncate`, `getSize` and `close` */
export function combineWrites(handle: SyncHandle): SyncHandle {
  let held: Uint8Array | undefined;
  let start = 0;
  let length = 0;

  function drain(): void {
    if (!held || length === 0) return;
    const bytes = held.subarray(0, length);
    // Not tried again when it fails: all that SQLite wrote since the last flush belongs to what it then takes back.
    length = 0;
    const written = handle.write(bytes, { at: start });
    if (written !== bytes.length) throw new DOMException("only a part was written", "QuotaExceededError");
  }

  return {
    write(from, { at }) {
      if (at !== start + length || length + from.length > heldBytes) drain();
      if (from.length > heldBytes) return handle.write(from, { at });
      if (length === 0) start = at;
      held ??= new Uint8Array(heldBytes);
      held.set(from, length);
      length += from.length;
      return from.length;
    },
    read(into, place) {
      drain();
      return handle.read(into, place);
    },
    truncate(bytes) {
      drain();
      handle.truncate(bytes);
    },
    getSize() {
      drain();
      return handle.getSize();
    },
    flush() {
      drain();
      handle.flush();
    },
    close() {
      try {
        drain();
      } finally {
        handle.close();
      }
    },
  };
}
